"""The content store's app."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "cms.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.store import signals  # connecting needs every model loaded

        signals.connect()
