"""The pages that explain the API's errors: each stands at the `type` of its problem."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.api.problems import KINDS
from cms.conditional import conditional
from cms.store.queries import NOTHING


@csrf_exempt
@require_safe
def explanation(request: HttpRequest, name: str) -> HttpResponseBase:
    """What a problem means and what to do, for people. No query."""
    if name not in KINDS:
        raise Http404
    html = render_to_string("api/problem.html", {"kind": KINDS[name]})
    return conditional(
        request,
        NOTHING,
        lambda: HttpResponse(html),
        variant=sha256(html.encode()).hexdigest()[:8],
        language="en",
    )
