"""The feeds of articles: all of them, those of a category, and those about a member.

Members know nothing of the news, so their feed is registered here.
"""

from cms.feeds.registry import register


def register_feeds() -> None:
    register("news_index")
    register("news_category")
    register("member")
