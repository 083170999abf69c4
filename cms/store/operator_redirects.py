"""The redirects that operators enter in the back office, as answers."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from cms.store import redirects


def find_operator_redirect(request: HttpRequest) -> HttpResponse | None:
    """Return the redirect that an operator has entered for a request's address; None for none.

    One query.
    """
    target = redirects.find_target(request.path, request.META["QUERY_STRING"])
    if target is None:
        return None
    return HttpResponseRedirect(target.url, status=301 if target.permanent else 302)
