"""The page that says what a feed is, and where every feed of a language is: /bg/abonament/."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cms.content.entry_types import get_feeds_by_type
from cms.core.json_types import JSON
from cms.core.public_urls import get_front_end, get_subscribe_path
from cms.feeds.feed_document import get_feed_url
from cms.feeds.renderers import FORMATS
from cms.http.methods import read_only
from cms.site import rendering, system_pages
from cms.site.views import redirect_to_front_end
from cms.store import entry_queries, list_pages
from cms.store.http_cache import conditional_response
from cms.store.lists import retry_on_stale_read


@read_only
@retry_on_stale_read
def show_subscription(request: HttpRequest, locale: str) -> HttpResponseBase:
    """Three queries, two if the client has the present version."""
    if get_front_end(request.path):
        return redirect_to_front_end(request)
    site_frame, is_gone = system_pages.find_site_frame(locale)
    if is_gone:
        return rendering.render_message(request, HTTPStatus.GONE, locale, site_frame)
    version = list_pages.get_version(get_feeds_by_type())

    def build() -> HttpResponse:
        list_pages_found = [
            list_page
            for list_page in list_pages.find_list_pages(get_feeds_by_type(), version)
            if list_page.locale == locale
        ]
        context = {"groups": _group_feeds(list_pages_found), "by_mail": settings.MAILING}
        template = "site/subscription.html"
        return system_pages.render(
            request, locale, site_frame, get_subscribe_path, template, context
        )

    return conditional_response(
        request,
        max(
            version,
            entry_queries.combine_versions(*filter(None, [site_frame])),
            key=lambda each: each.sequence,
        ),
        build,
        variant=f"{rendering.get_build_tag()}{'-mail' if settings.MAILING else ''}",
        language=locale,
    )


def _group_feeds(list_pages_found: list[list_pages.ListPage]) -> list[tuple[Any, list[JSON]]]:
    """The feeds by kind, each with its title, its page and its address in every format."""
    groups = [
        (
            feed.heading,
            [_describe_feed(list_page) for list_page in list_pages_found if list_page.type == kind],
        )
        for kind, feed in get_feeds_by_type().items()
    ]
    return [(heading, feeds) for heading, feeds in groups if feeds]


def _describe_feed(list_page: list_pages.ListPage) -> JSON:
    formats = [{"format": form, "url": get_feed_url(list_page.path, form)} for form in FORMATS]
    return {
        "title": list_page.title,
        "path": list_page.path,
        "formats": formats,
        "url": formats[0]["url"],
    }
