"""The home section's app: it registers its entry types."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from cms.content import entry_types
        from home.entry_types import ENTRY_TYPES  # it imports models

        entry_types.register(ENTRY_TYPES)
