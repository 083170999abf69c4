"""A feed stands right below the page that heads its list: /bg/novini/feed.rss. Two queries."""

from hashlib import blake2s

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from cms.content.entry_types import feeds_by_type
from cms.feeds import cursors, feed_document, renderers
from cms.http.methods import read_only
from cms.store import entry_queries, lists
from cms.store.http_cache import conditional_response
from cms.store.operator_redirects import operator_redirect
from cms.store.redirects import redirectable

PLAIN = "text/plain; charset=utf-8"


@redirectable
@read_only
@lists.retry_on_stale_read
def feed(request: HttpRequest, locale: str, form: str) -> HttpResponseBase:
    """The newest entries of a list, whole."""
    path = request.path.rpartition("/")[0] + "/"
    frame_path = entry_queries.site_frame_path(locale)
    entries = entry_queries.get_by_paths([path, frame_path])
    head, frame = entries.get(path), entries.get(frame_path)
    asked = request.GET.get("after", "")
    if (head is None or not head.live) and (redirect := _redirect(request, path, form, asked)):
        return redirect
    if head is None or head.type not in feeds_by_type():
        return HttpResponse("There is no such feed.\n", PLAIN, status=404)
    if not head.live:
        return HttpResponse("This feed is gone.\n", PLAIN, status=410)
    place = cursors.read(asked)
    if asked and place is None:
        return HttpResponse("There is no such page.\n", PLAIN, status=404)
    query = renderers.query(asked)

    def build() -> HttpResponse:
        body = renderers.write(head, frame, form, place, query)
        return HttpResponse(body, renderers.FORMATS[form].MEDIA_TYPE)

    response = conditional_response(
        request,
        entry_queries.combine_versions(*filter(None, [head, frame])),
        build,
        variant=f"{form}{renderers.VERSION}{_hub_tag()}{asked and '-'}{asked}",
        language=locale,
    )
    # Feeds are read by scripts of other sites as well.
    response["Access-Control-Allow-Origin"] = "*"
    if settings.WEBSUB_HUB and not place:
        own = feed_document.address(path, form)
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
    entry = entry_queries.get_by_former_path(path)
    if entry is None or not entry.live or entry.type not in feeds_by_type():
        return None
    address = f"{entry.path}feed.{form}{renderers.query(asked)}"
    return HttpResponseRedirect(address, status=301)
