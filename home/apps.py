"""The home section's app: it registers its kinds of entry."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from home import serializers  # the kinds of entry name the models

        serializers.register_types()
