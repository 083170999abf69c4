"""A feed stands right below the page that heads its list: /bg/novini/feed.rss. Two queries.

Its pages go on by the place of the last item (RFC 5005): what is published meanwhile moves none.
"""

import json
import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.http import require_safe

from cms.conditional import conditional
from cms.feeds import atom, content, json_feed, rss
from cms.feeds.registry import FEEDS
from cms.store import lists, queries
from cms.store.models import Entry
from cms.store.selections import Place, Selection

FORMATS = {"rss": rss, "atom": atom, "json": json_feed}
SIZE = 20
# Raised when the same entries would give another text.
VERSION = 2
# Readers poll; five minutes spare the server and delay nobody.
CACHE_CONTROL = "public, max-age=300"
# A place: microseconds, position, id.
PLACE = re.compile(r"(-?\d{1,17})-(\w{0,8})-([0-9a-f]{32})", re.ASCII)
EPOCH = datetime.fromtimestamp(0, UTC)


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
    asked = request.GET.get("after", "")
    place = _place(asked)
    if asked and place is None:
        return HttpResponse("There is no such page.\n", "text/plain; charset=utf-8", status=404)
    version = queries.version(*filter(None, [head, frame]))

    def build() -> HttpResponse:
        selection = Selection(behind=place)
        items, _ = lists.items(selection, lists.headed(head), limit=SIZE + 1, whole=True)
        shown, more = items[:SIZE], items[SIZE:]
        feed = content.feed(
            page=json.loads(head.whole),
            site=json.loads(frame.whole)["name"] if frame and frame.live else "",
            form=form,
            updated=version.modified_at,
            entries=[json.loads(item.whole) for item in shown],
            places=(_query(asked), _query(_told(shown[-1])) if more else ""),
        )
        return HttpResponse(FORMATS[form].write(feed), FORMATS[form].MEDIA_TYPE)

    return conditional(
        request,
        version,
        build,
        variant=f"{form}{VERSION}{asked and '-'}{asked}",
        cache_control=CACHE_CONTROL,
        language=locale,
    )


def _query(place: str) -> str:
    return f"?after={place}" if place else ""


def _told(entry: Entry) -> str:
    """Where an entry stands, as it is told in the address of what comes after it."""
    moment = entry.published_at or EPOCH
    return f"{(moment - EPOCH) // timedelta(microseconds=1)}-{entry.position}-{entry.pk.hex}"


def _place(told: str) -> Place | None:
    found = PLACE.fullmatch(told)
    if found is None:
        return None
    try:
        moment = EPOCH + timedelta(microseconds=int(found[1]))
    except OverflowError:
        return None
    return Place(moment, found[2], UUID(found[3]))


def _moved(path: str) -> str | None:
    """Where the page is now that once stood here and has a feed. One query."""
    entry = queries.former(path)
    return entry.path if entry and entry.live and entry.type in FEEDS else None
