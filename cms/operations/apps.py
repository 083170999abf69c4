"""The app of the operations: it carries the commands and the system checks."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "cms.operations"
    label = "operations"

    def ready(self) -> None:
        from cms.operations import checks  # noqa: F401  (registers itself)
