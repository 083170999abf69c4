"""The pages that explain the API's errors: each stands at the `type` of its problem."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from cms.api.problems import KINDS
from cms.http.methods import read_only
from cms.store.entry_queries import NO_VERSION
from cms.store.http_cache import conditional_response


@read_only
def show_explanation(request: HttpRequest, name: str) -> HttpResponseBase:
    """What a problem means and what to do, for people. No query."""
    if name not in KINDS:
        raise Http404
    html = render_to_string("api/problem.html", {"kind": KINDS[name]})
    return conditional_response(
        request,
        NO_VERSION,
        lambda: HttpResponse(html),
        variant=sha256(html.encode()).hexdigest()[:8],
        language="en",
    )
