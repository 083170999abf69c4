"""A feed stands right below the page that heads its list: /bg/novini/feed.rss. Two queries."""

from hashlib import blake2s

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from cms.conditional import conditional
from cms.feeds import content, documents, places
from cms.feeds.registry import FEEDS
from cms.http_methods import read_only
from cms.operator_redirects import operator_redirect
from cms.store import lists, queries

PLAIN = "text/plain; charset=utf-8"


@read_only
@lists.at_one_moment
def feed(request: HttpRequest, locale: str, form: str) -> HttpResponseBase:
    """The newest entries of a list, whole."""
    path = request.path.rpartition("/")[0] + "/"
    frame_path = queries.frame_path(locale)
    entries = queries.at([path, frame_path])
    head, frame = entries.get(path), entries.get(frame_path)
    asked = request.GET.get("after", "")
    if (head is None or not head.live) and (redirect := _redirect(request, path, form, asked)):
        return redirect
    if head is None or head.type not in FEEDS:
        return HttpResponse("There is no such feed.\n", PLAIN, status=404)
    if not head.live:
        return HttpResponse("This feed is gone.\n", PLAIN, status=410)
    place = places.read(asked)
    if asked and place is None:
        return HttpResponse("There is no such page.\n", PLAIN, status=404)
    query = documents.query(asked)

    def build() -> HttpResponse:
        body = documents.write(head, frame, form, place, query)
        return HttpResponse(body, documents.FORMATS[form].MEDIA_TYPE)

    response = conditional(
        request,
        queries.version(*filter(None, [head, frame])),
        build,
        variant=f"{form}{documents.VERSION}{_hub_tag()}{asked and '-'}{asked}",
        language=locale,
    )
    # Feeds are read by scripts of other sites as well.
    response["Access-Control-Allow-Origin"] = "*"
    if settings.WEBSUB_HUB and not place:
        own = content.address(path, form)
        response["Link"] = f'<{settings.WEBSUB_HUB}>; rel="hub", <{own}>; rel="self"'
    return response


def _hub_tag() -> str:
    """Changes with the hub, which every feed names."""
    hub = settings.WEBSUB_HUB
    return f"-{blake2s(hub.encode(), digest_size=4).hexdigest()}" if hub else ""


def _redirect(request: HttpRequest, path: str, form: str, asked: str) -> HttpResponse | None:
    """Lead to where an operator says that this feed is now, or to the feed of the page that once
    stood here. Two queries."""
    if redirect := operator_redirect(request):
        return redirect
    entry = queries.former(path)
    if entry is None or not entry.live or entry.type not in FEEDS:
        return None
    address = f"{entry.path}feed.{form}{documents.query(asked)}"
    return HttpResponseRedirect(address, status=301)
