"""The app of the table of sort keys."""

from django.apps import AppConfig


class CollationConfig(AppConfig):
    name = "cms.collation"
    label = "collation"

    def ready(self) -> None:
        from cms.collation import signals

        signals.connect()
