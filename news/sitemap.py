"""Articles are what the sitemap of the news tells of."""

from cms.site.registry import register_news


def register_news_sitemap() -> None:
    register_news("news")
