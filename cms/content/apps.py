"""The app of the content: it carries the scripts of the blocks."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "cms.content"
    label = "content"
