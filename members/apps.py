"""The members section's app: it registers its entry types."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"

    def ready(self) -> None:
        from cms.content import entry_types
        from members.entry_types import ENTRY_TYPES  # it imports models

        entry_types.register(ENTRY_TYPES)
