"""The languages of what is edited, in its side panel: how far each is, the ways there, and the
requests for those that are not translated yet."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST
from wagtail.models import Page

from cms.content.entry_types import list_snippet_models
from cms.content.locales import query_locales_in_use
from cms.content.publishable import Translatable
from cms.content.translatable import get_source_locale_id
from cms.core.users import RequestUser
from cms.permissions.rules import can_send
from cms.translation.completeness import translation_editor_url
from cms.translation.jobs.languages import Languages, is_translated
from cms.translation.jobs.requests import (
    may_change,
    may_request,
    request_translation,
    requestable_locales,
    withdraw_request,
)

TEMPLATE = "jobs/languages.html"


def languages_context(content: Translatable, user: RequestUser) -> dict[str, object]:
    """Return what the template shows of a page or snippet; {} of what has no text of its own."""
    if not is_translated(content):
        return {}
    source = get_source_locale_id(content) == content.locale_id
    may_send_it = source and can_send(user, content)
    unsent = requestable_locales(content) if may_send_it or may_request(user, content) else []
    return {
        "languages": Languages([content], user).for_content(content),
        "user": user,
        "source": source,
        "sends": may_send_it,
        "sendable": unsent if may_send_it else [],
        "requestable": [] if may_send_it else unsent,
        "all": " ".join(locale.language_code for locale in unsent),
        "address": _view_url(content, "request"),
        "send": _view_url(content, "send"),
        "next": translation_editor_url(content),
    }


def _view_url(content: Translatable, action: str) -> str:
    if isinstance(content, Page):
        return reverse(f"translation_jobs:{action}_page", args=[content.pk])
    options = content._meta
    arguments = [options.app_label, options.model_name, content.pk]
    return reverse(f"translation_jobs:{action}_snippet", args=arguments)


@method_decorator(require_POST, "dispatch")
class RequestView(View):
    """Asks for translations into `locales`, or withdraws that. Answers a script with the list as it
    is now, and the form of the home screen with that.

    Languages are sent by their codes, several with a space between them.
    """

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        source, user = self.load_source(), request.user
        codes = request.POST.get("locales", "").split()
        locales = query_locales_in_use().filter(language_code__in=codes)
        withdraws = "withdraw" in request.POST
        if not (_may_withdraw(user, source) if withdraws else may_request(user, source)):
            raise PermissionDenied
        change = withdraw_request if withdraws else request_translation
        change(source, locales, user)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return render(request, TEMPLATE, languages_context(source, user))
        return redirect("wagtailadmin_home")

    def load_source(self) -> Translatable:
        """Return the page or snippet; raises Http404."""
        raise NotImplementedError


def _may_withdraw(user: RequestUser, source: Translatable) -> bool:
    return may_change(user, source) or can_send(user, source)


class RequestPageView(RequestView):
    def load_source(self) -> Translatable:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific


class RequestSnippetView(RequestView):
    def load_source(self) -> Any:
        label = f"{self.kwargs['app_label']}.{self.kwargs['model_name']}"
        model = {
            snippet_model._meta.label_lower: snippet_model
            for snippet_model in list_snippet_models()
        }.get(label)
        if model is None:
            raise Http404
        return get_object_or_404(model, pk=self.kwargs["pk"])


urlpatterns = [
    path("request/page/<int:page_id>/", RequestPageView.as_view(), name="request_page"),
    path(
        "request/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
        RequestSnippetView.as_view(),
        name="request_snippet",
    ),
]
