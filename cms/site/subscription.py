"""The page that says what a feed is, and where every feed of a language is: /bg/abonament/."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cms.content.entry_types import feeds_by_type
from cms.core.json_types import JSON
from cms.core.public_urls import front_end, subscribe_path
from cms.feeds.feed_document import address
from cms.feeds.renderers import FORMATS
from cms.http.methods import read_only
from cms.site import rendering, system_pages
from cms.site.views import to_front_end
from cms.store import entry_queries, list_pages
from cms.store.http_cache import conditional_response
from cms.store.lists import retry_on_stale_read


@read_only
@retry_on_stale_read
def page(request: HttpRequest, locale: str) -> HttpResponseBase:
    """Three queries, two if the client has the present version."""
    if front_end(request.path):
        return to_front_end(request)
    frame, is_gone = system_pages.find_frame(locale)
    if is_gone:
        return rendering.message(request, HTTPStatus.GONE, locale, frame)
    version = list_pages.get_version(feeds_by_type())

    def build() -> HttpResponse:
        found = [
            head
            for head in list_pages.find_list_pages(feeds_by_type(), version)
            if head.locale == locale
        ]
        context = {"groups": _groups(found), "by_mail": settings.MAILING}
        template = "site/subscription.html"
        return system_pages.render(request, locale, frame, subscribe_path, template, context)

    return conditional_response(
        request,
        max(
            version,
            entry_queries.combine_versions(*filter(None, [frame])),
            key=lambda each: each.sequence,
        ),
        build,
        variant=f"{rendering.look()}{'-mail' if settings.MAILING else ''}",
        language=locale,
    )


def _groups(found: list[list_pages.ListPage]) -> list[tuple[Any, list[JSON]]]:
    """The feeds by kind, each with its title, its page and its address in every format."""
    groups = [
        (feed.heading, [_feed(head) for head in found if head.type == kind])
        for kind, feed in feeds_by_type().items()
    ]
    return [(heading, feeds) for heading, feeds in groups if feeds]


def _feed(head: list_pages.ListPage) -> JSON:
    formats = [{"format": form, "url": address(head.path, form)} for form in FORMATS]
    return {"title": head.title, "path": head.path, "formats": formats, "url": formats[0]["url"]}
