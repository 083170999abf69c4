"""The roof's own app: it carries the commands that put everything together."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from cms import checks  # noqa: F401  (registers itself)
