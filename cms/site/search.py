"""The site's own search page, such as /bg/tarsene/?q=медта: a form, and hits as plain links."""

import math
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cms.core.json_types import JSON
from cms.core.public_urls import get_front_end, get_search_path
from cms.http.methods import read_only
from cms.search import queries as search
from cms.search.throttling import SearchThrottle
from cms.site import rendering, system_pages
from cms.site.views import redirect_to_front_end
from cms.store import entry_queries
from cms.store.http_cache import conditional_response
from cms.store.lists import retry_on_stale_read

SIZE = 20


@read_only
def show_search(request: HttpRequest, locale: str) -> HttpResponseBase:
    """The form, and what is found: in another language where there is nothing in this one.

    Three queries, one without a question, four where nothing is found here.
    """
    if get_front_end(request.path):
        return redirect_to_front_end(request)
    question = request.GET.get("q", "").strip()[: search.MAX_QUESTION_LENGTH]
    throttle = SearchThrottle()
    if question and not throttle.allow_request(request, None):  # type: ignore[arg-type]
        site_frame = entry_queries.get_site_frame(locale)
        refused = rendering.render_message(
            request, HTTPStatus.TOO_MANY_REQUESTS, locale, site_frame
        )
        refused["Retry-After"] = str(math.ceil(throttle.wait() or 1))
        return refused
    return _answer(request, locale, question)


@retry_on_stale_read
def _answer(request: HttpRequest, locale: str, question: str) -> HttpResponseBase:
    site_frame, is_gone = system_pages.find_site_frame(locale)
    if is_gone:
        return rendering.render_message(request, HTTPStatus.GONE, locale, site_frame)
    version = entry_queries.combine_versions(*filter(None, [site_frame]))
    no_result = search.SearchResult([], locale, [], version)
    result, elsewhere = no_result, no_result
    if question:
        result, elsewhere = search.find_here_or_elsewhere(question, locale)
    number, pages = rendering.get_page_number(request), max(1, -(-len(result.ids) // SIZE))
    if number > pages:
        return rendering.render_message(request, HTTPStatus.NOT_FOUND, locale, site_frame)

    def build() -> HttpResponse:
        context = {
            "question": question,
            "count": len(result.ids),
            "hits": result.read_hits((number - 1) * SIZE, SIZE),
            # Of these, only the first are offered: they are no page of this language's list.
            "elsewhere": elsewhere.read_hits(0, SIZE),
            "listing": _build_paging(request.path, question, number, pages),
        }
        return system_pages.render(
            request, locale, site_frame, get_search_path, "site/search.html", context
        )

    return conditional_response(
        request,
        max(version, result.version, key=lambda version: version.sequence),
        build,
        variant=f"{rendering.get_build_tag()}-{search.ANALYSIS_TAG}",
        language=locale,
    )


def _build_paging(path: str, question: str, number: int, pages: int) -> JSON:
    """Where the page of hits stands among the others, as a list's own pages tell it."""

    def at(other: int) -> str | None:
        query = urlencode({"q": question, "page": other})
        return f"{path}?{query}" if 1 <= other <= pages else None

    return {"number": number, "pages": pages, "previous": at(number - 1), "next": at(number + 1)}
