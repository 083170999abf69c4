"""The page that says what a feed is, and where every feed of a language is: /bg/abonament/."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cms.addresses import front_end, subscribe_path
from cms.conditional import conditional
from cms.feeds.content import address
from cms.feeds.documents import FORMATS
from cms.feeds.registry import FEEDS
from cms.http_methods import read_only
from cms.site import rendering, unwritten
from cms.site.views import to_front_end
from cms.store import heads, queries
from cms.store.lists import at_one_moment


@read_only
@at_one_moment
def page(request: HttpRequest, locale: str) -> HttpResponseBase:
    """Three queries, two if the client has the present version."""
    if front_end(request.path):
        return to_front_end(request)
    frame = queries.frame(locale)
    version = heads.version(FEEDS)

    def build() -> HttpResponse:
        found = [head for head in heads.heads(FEEDS, version) if head.locale == locale]
        context = {"groups": _groups(found), "by_mail": settings.MAILING}
        template = "site/subscription.html"
        return unwritten.render(request, locale, frame, subscribe_path, template, context)

    return conditional(
        request,
        max(version, queries.version(*filter(None, [frame])), key=lambda each: each.sequence),
        build,
        variant=f"{rendering.look()}{'-mail' if settings.MAILING else ''}",
        language=locale,
    )


def _groups(found: list[heads.Head]) -> list[tuple[Any, list[dict[str, Any]]]]:
    """The feeds by kind, each with its title, its page and its address in every format."""
    groups = [
        (heading, [_feed(head) for head in found if head.type == kind])
        for kind, heading in FEEDS.items()
    ]
    return [(heading, feeds) for heading, feeds in groups if feeds]


def _feed(head: heads.Head) -> dict[str, Any]:
    formats = [{"format": form, "url": address(head.path, form)} for form in FORMATS]
    return {"title": head.title, "path": head.path, "formats": formats, "url": formats[0]["url"]}
