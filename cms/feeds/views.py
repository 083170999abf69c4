"""A feed stands right below the list page: /bg/novini/feed.rss. Two queries."""

from hashlib import blake2s

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from cms.content.entry_types import get_feeds_by_type
from cms.feeds import cursors, feed_document, renderers
from cms.http.methods import read_only
from cms.store import entry_queries, lists
from cms.store.http_cache import conditional_response
from cms.store.operator_redirects import find_operator_redirect
from cms.store.redirects import redirectable

PLAIN = "text/plain; charset=utf-8"


@redirectable
@read_only
@lists.retry_on_stale_read
def show_feed(request: HttpRequest, locale: str, form: str) -> HttpResponseBase:
    """The newest entries of a list, whole."""
    path = request.path.rpartition("/")[0] + "/"
    frame_path = entry_queries.site_frame_path(locale)
    entries = entry_queries.get_by_paths([path, frame_path])
    page_entry, site_frame = entries.get(path), entries.get(frame_path)
    asked = request.GET.get("after", "")
    if (page_entry is None or not page_entry.live) and (
        redirect := _redirect(request, path, form, asked)
    ):
        return redirect
    if page_entry is None or page_entry.type not in get_feeds_by_type():
        return HttpResponse("There is no such feed.\n", PLAIN, status=404)
    if not page_entry.live:
        return HttpResponse("This feed is gone.\n", PLAIN, status=410)
    position = cursors.decode_position(asked)
    if asked and position is None:
        return HttpResponse("There is no such page.\n", PLAIN, status=404)
    query = renderers.build_query(asked)

    def build() -> HttpResponse:
        body = renderers.render_feed(page_entry, site_frame, form, position, query)
        return HttpResponse(body, renderers.FORMATS[form].MEDIA_TYPE)

    response = conditional_response(
        request,
        entry_queries.combine_versions(*filter(None, [page_entry, site_frame])),
        build,
        variant=f"{form}{renderers.VERSION}{_get_hub_tag()}{asked and '-'}{asked}",
        language=locale,
    )
    # Feeds are read by scripts of other sites as well.
    response["Access-Control-Allow-Origin"] = "*"
    if settings.WEBSUB_HUB and not position:
        own = feed_document.get_feed_url(path, form)
        response["Link"] = f'<{settings.WEBSUB_HUB}>; rel="hub", <{own}>; rel="self"'
    return response


def _get_hub_tag() -> str:
    """Changes with the hub, which every feed names."""
    hub = settings.WEBSUB_HUB
    return f"-{blake2s(hub.encode(), digest_size=4).hexdigest()}" if hub else ""


def _redirect(request: HttpRequest, path: str, form: str, asked: str) -> HttpResponse | None:
    """Lead to where an operator says that this feed is now, or to the feed of the page that once
    stood here. Two queries."""
    if redirect := find_operator_redirect(request):
        return redirect
    entry = entry_queries.get_by_former_path(path)
    if entry is None or not entry.live or entry.type not in get_feeds_by_type():
        return None
    address = f"{entry.path}feed.{form}{renderers.build_query(asked)}"
    return HttpResponseRedirect(address, status=301)
