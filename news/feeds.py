"""The feeds of articles: all of them, those of a category, and those about a member.

Members know nothing of the news, so their feed is registered here.
"""

from django.utils.translation import gettext_lazy as _

from cms.feeds.registry import register


def register_feeds() -> None:
    register("news_index", _("All news"))
    register("news_category", _("News of one category"))
    register("member", _("News about one member"))
