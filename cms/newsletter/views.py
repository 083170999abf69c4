"""The pages of the site on which somebody subscribes, and on which a link from a mail is opened.

Neither sets a cookie or asks for a form's token: whoever asks only has a link mailed to the
address, and whoever has the link may do all that it opens.
"""

import math
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.core.public_urls import get_mail_path
from cms.core.throttling import Throttle
from cms.http.cache_headers import mark_private
from cms.languages.interface import use_public_texts
from cms.newsletter import subscriptions
from cms.newsletter.forms import CONSENT, FrequencyForm, SubscribeForm
from cms.newsletter.frequencies import Frequency
from cms.newsletter.models import Subscription
from cms.site import rendering, system_pages
from cms.store import entry_queries
from cms.store.http_cache import conditional_response
from cms.store.models import Entry


class SubscribeThrottle(Throttle):
    scope = "subscribe"


def newsletter_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page with a form for everybody, which is there while the settings say how mail is sent."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, locale: str, **rest: str) -> HttpResponseBase:
        if not settings.MAILING:
            return rendering.render_message(
                request, HTTPStatus.NOT_FOUND, locale, entry_queries.get_site_frame(locale)
            )
        with use_public_texts(locale):
            return view(request, locale, **rest)

    return answer


@newsletter_page
def subscribe(request: HttpRequest, locale: str) -> HttpResponseBase:
    """The form. One query."""
    site_frame, is_gone = system_pages.find_site_frame(locale)
    if is_gone:
        return rendering.render_message(request, HTTPStatus.GONE, locale, site_frame)
    if request.method == "POST":
        response = _handle_form(request, locale, site_frame)
        add_never_cache_headers(response)
        return response
    return conditional_response(
        request,
        entry_queries.combine_versions(*filter(None, [site_frame])),
        lambda: _render(
            request, site_frame, "mailing/subscribe.html", locale, form=SubscribeForm()
        ),
        variant=rendering.get_build_tag(),
        language=locale,
    )


def _handle_form(request: HttpRequest, locale: str, site_frame: Entry | None) -> HttpResponse:
    """The answer to the form: the same whatever is known of the address, or that it is wrong."""
    form = SubscribeForm(request.POST)
    if not form.is_valid():
        invalid = _render(request, site_frame, "mailing/subscribe.html", locale, form=form)
        invalid.status_code = HTTPStatus.BAD_REQUEST
        return invalid
    data = form.cleaned_data
    if not form.is_from_bot:
        throttle = SubscribeThrottle()
        if not throttle.allow_request(request, None):  # type: ignore[arg-type]
            throttled = _render(request, site_frame, "mailing/too_often.html", locale)
            throttled.status_code = HTTPStatus.TOO_MANY_REQUESTS
            throttled["Retry-After"] = str(math.ceil(throttle.wait() or 1))
            return throttled
        subscriptions.request_link(data["address"], locale, data["frequency"], str(CONSENT))
    return _render(request, site_frame, "mailing/asked.html", locale, address=data["address"])


@newsletter_page
def subscription(request: HttpRequest, locale: str, token: str) -> HttpResponse:
    """What a mail's link opens. To look changes nothing: programs look at links in mails too."""
    return mark_private(_respond_to_link(request, locale, token))


def _respond_to_link(request: HttpRequest, locale: str, token: str) -> HttpResponse:
    site_frame = entry_queries.get_site_frame(locale)
    action = _requested_action(request)
    try:
        row = subscriptions.open_subscription(token, locale)
    except subscriptions.UnknownTokenError:
        return rendering.render_message(request, HTTPStatus.NOT_FOUND, locale, site_frame)
    except subscriptions.EndedError:
        if action == "leave":
            return _render(request, site_frame, "mailing/left.html", locale)
        return rendering.render_message(
            request, HTTPStatus.GONE, locale, site_frame, "mailing/ended.html"
        )
    if action == "leave":
        subscriptions.unsubscribe(row)
        return _render(request, site_frame, "mailing/left.html", locale)
    done = _perform(request, action, row)
    context = {"subscription": row, "done": done, "frequencies": Frequency.choices}
    response = _render(request, site_frame, "mailing/subscription.html", locale, **context)
    if action is not None and not done:
        response.status_code = HTTPStatus.BAD_REQUEST
    return response


def _requested_action(request: HttpRequest) -> str | None:
    """What is asked for by a button, or by a mail program (RFC 8058); None: to look."""
    if request.method != "POST":
        return None
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    return "leave" if one_click else request.POST.get("do", "")


def _perform(request: HttpRequest, action: str | None, row: Subscription) -> str:
    """Do what was asked for; return what is done, or nothing."""
    if action == "confirm":
        subscriptions.confirm(row)
        return action
    form = FrequencyForm(request.POST)
    if action == "change" and row.confirmed_at and form.is_valid():
        subscriptions.change_frequency(row, form.cleaned_data["frequency"])
        return action
    return ""


def _render(
    request: HttpRequest, site_frame: Entry | None, template: str, locale: str, **context: Any
) -> HttpResponse:
    """A page in the site's frame."""
    if request.path != get_mail_path(locale):
        # A link from a mail is in one language.
        context["others"] = []
    return system_pages.render(request, locale, site_frame, get_mail_path, template, context)
