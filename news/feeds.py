"""The feed of the news: every article, newest first."""

from cms.feeds.registry import register


def register_feeds() -> None:
    register("news_index")
