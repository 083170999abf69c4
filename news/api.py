"""The endpoints of articles and their categories."""

from cms.api.registry import register


def register_endpoints() -> None:
    register("news/", "news")
    register("news/categories/", "news_category")
