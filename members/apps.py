"""The members section's app: it registers its kinds of entry, endpoints."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"

    def ready(self) -> None:
        from members import api, serializers  # they name the models

        serializers.register_types()
        api.register_endpoints()
