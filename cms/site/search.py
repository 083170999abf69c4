"""The site's own search page, such as /bg/tarsene/?q=медта: a form, and hits as plain links."""

import math
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cms.core.json_types import JSON
from cms.core.public_urls import front_end, search_path
from cms.http.methods import read_only
from cms.search import queries as search
from cms.search.throttling import SearchThrottle
from cms.site import rendering, system_pages
from cms.site.views import to_front_end
from cms.store import entry_queries
from cms.store.http_cache import conditional_response
from cms.store.lists import retry_on_stale_read

SIZE = 20


@read_only
def page(request: HttpRequest, locale: str) -> HttpResponseBase:
    """The form, and what is found: in another language where there is nothing in this one.

    Three queries, one without a question, four where nothing is found here.
    """
    if front_end(request.path):
        return to_front_end(request)
    question = request.GET.get("q", "").strip()[: search.LONGEST]
    throttle = SearchThrottle()
    if question and not throttle.allow_request(request, None):  # type: ignore[arg-type]
        frame = entry_queries.get_site_frame(locale)
        refused = rendering.message(request, HTTPStatus.TOO_MANY_REQUESTS, locale, frame)
        refused["Retry-After"] = str(math.ceil(throttle.wait() or 1))
        return refused
    return _answer(request, locale, question)


@retry_on_stale_read
def _answer(request: HttpRequest, locale: str, question: str) -> HttpResponseBase:
    frame, is_gone = system_pages.find_frame(locale)
    if is_gone:
        return rendering.message(request, HTTPStatus.GONE, locale, frame)
    version = entry_queries.combine_versions(*filter(None, [frame]))
    nothing = search.Found([], locale, [], version)
    found, elsewhere = nothing, nothing
    if question:
        found, elsewhere = search.find_here_or_elsewhere(question, locale)
    number, pages = rendering.page_number(request), max(1, -(-len(found.ids) // SIZE))
    if number > pages:
        return rendering.message(request, HTTPStatus.NOT_FOUND, locale, frame)

    def build() -> HttpResponse:
        context = {
            "question": question,
            "count": len(found.ids),
            "hits": found.hits((number - 1) * SIZE, SIZE),
            # Of these, only the first are offered: they are no page of this language's list.
            "elsewhere": elsewhere.hits(0, SIZE),
            "listing": _paging(request.path, question, number, pages),
        }
        return system_pages.render(request, locale, frame, search_path, "site/search.html", context)

    return conditional_response(
        request,
        max(version, found.version, key=lambda version: version.sequence),
        build,
        variant=f"{rendering.look()}-{search.MADE_WITH}",
        language=locale,
    )


def _paging(path: str, question: str, number: int, pages: int) -> JSON:
    """Where the page of hits stands among the others, as a list's own pages tell it."""

    def at(other: int) -> str | None:
        query = urlencode({"q": question, "page": other})
        return f"{path}?{query}" if 1 <= other <= pages else None

    return {"number": number, "pages": pages, "previous": at(number - 1), "next": at(number + 1)}
