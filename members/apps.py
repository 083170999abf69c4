"""The members section's app: it registers its kinds of entry."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"

    def ready(self) -> None:
        from members import serializers  # the kinds of entry name the models

        serializers.register_types()
