"""The syndication feeds' app."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "cms.feeds"
    label = "feeds"
