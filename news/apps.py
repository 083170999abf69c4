"""The news section's app: it registers its kinds of entry."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"

    def ready(self) -> None:
        from news import serializers  # the kinds of entry name the models

        serializers.register_types()
