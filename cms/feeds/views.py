"""A feed stands right below the page that heads its list: /bg/novini/feed.rss. Two queries."""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_safe

from cms.conditional import conditional
from cms.feeds import rss
from cms.feeds.registry import FEEDS
from cms.store import lists, queries

SIZE = 20
# Readers poll; five minutes spare the server and delay nobody.
CACHE_CONTROL = "public, max-age=300"


@require_safe
@lists.at_one_moment
def feed(request: HttpRequest, locale: str, form: str) -> HttpResponseBase:
    """The newest entries of a list, whole."""
    path = request.path.rpartition("/")[0] + "/"
    frame_path = queries.frame_path(locale)
    entries = queries.at([path, frame_path])
    head, frame = entries.get(path), entries.get(frame_path)
    if (head is None or not head.live) and (moved := _moved(path)):
        return HttpResponseRedirect(f"{moved}feed.{form}", status=301)
    if head is None or head.type not in FEEDS:
        return HttpResponse("There is no such feed.\n", "text/plain; charset=utf-8", status=404)
    if not head.live:
        return HttpResponse("This feed is gone.\n", "text/plain; charset=utf-8", status=410)
    version = queries.version(*filter(None, [head, frame]))

    def build() -> HttpResponse:
        items, _ = lists.items(lists.Selection(), lists.headed(head), limit=SIZE, whole=True)
        channel = rss.Channel(
            page=json.loads(head.whole),
            site=json.loads(frame.whole)["name"] if frame and frame.live else "",
            form=form,
            modified_at=version.modified_at,
        )
        body = rss.write(channel, [json.loads(item.whole) for item in items])
        return HttpResponse(body, rss.MEDIA_TYPE)

    return conditional(
        request,
        version,
        build,
        variant=f"{form}{rss.VERSION}",
        cache_control=CACHE_CONTROL,
        language=locale,
    )


def _moved(path: str) -> str | None:
    """Where the page is now that once stood here and has a feed. One query."""
    entry = queries.former(path)
    return entry.path if entry and entry.live and entry.type in FEEDS else None
