"""The news section's app: it registers its kinds of entry, endpoints, feeds and mail."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"

    def ready(self) -> None:
        from news import api, feeds, mailing, serializers, sitemap  # they name the models

        serializers.register_types()
        api.register_endpoints()
        feeds.register_feeds()
        sitemap.register_news_sitemap()
        mailing.register_mailing()
