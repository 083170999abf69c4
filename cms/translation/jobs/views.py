"""Sending a page, a section or a snippet for translation."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.models import Page

from cms.content.entry_types import list_snippet_models
from cms.content.translatable import TranslatableSnippet, get_source_locale_id
from cms.permissions.rules import SUBMIT
from cms.permissions.visibility import UserVisibility
from cms.translation.completeness import translation_editor_url
from cms.translation.jobs import report
from cms.translation.jobs.forms import SendForm
from cms.translation.jobs.models import Submission
from cms.translation.jobs.progress import target_locales
from cms.translation.jobs.requests import may_change
from cms.translation.jobs.submission import list_section, submit
from cms.upstream.wagtail_admin import WagtailAdminTemplateMixin, get_valid_next_url_from_request


class SendView(WagtailAdminTemplateMixin, FormView):
    """Asks for languages, translators and a day. Who may do it here, a guard asks before."""

    form_class = SendForm
    template_name = "jobs/send.html"
    header_icon = "wagtail-localize-language"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(SUBMIT):
            raise PermissionDenied
        if get_source_locale_id(self.content) != self.content.locale_id:
            messages.error(request, _("This is a translation: send the page it is made from."))
            return redirect(self.return_url)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def content(self) -> Page | TranslatableSnippet:
        """The page or snippet; Http404."""
        raise NotImplementedError

    @cached_property
    def pages(self) -> list[Page]:
        """It, and the published pages below it."""
        return [self.content]

    @property
    def return_url(self) -> str:
        """Where to go afterwards, if the request does not say."""
        raise NotImplementedError

    def get_page_title(self) -> str:
        return _("Send “%(title)s” for translation") % {"title": self.content}

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        own_item = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), own_item]

    def get_form_kwargs(self) -> dict[str, object]:
        locales = target_locales(self.content)
        return super().get_form_kwargs() | {"languages": locales, "below": len(self.pages) - 1}

    def get_initial(self) -> dict[str, object]:
        code = self.request.GET.get("select_locale")
        chosen = [locale for locale in target_locales(self.content) if locale.language_code == code]
        return {"locales": chosen} if chosen else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, object]:
        context = super().get_context_data(**kwargs, submit_button_label=pgettext("button", "Send"))
        address = self.request.get_full_path()
        return context | {"media": context["form"].media, "action_url": address}

    def form_valid(self, form: SendForm) -> HttpResponse:
        with_subtree = form.cleaned_data.get("include_subtree")
        submission = submit(
            self.pages if with_subtree else [self.content], form.build_options(self.request.user)
        )
        _report_outcome(self.request, submission)
        return redirect(get_valid_next_url_from_request(self.request) or self.return_url)


class SendPageView(SendView):
    @cached_property
    def content(self) -> Page:
        page = get_object_or_404(Page, pk=self.kwargs["page_id"]).specific
        if page.is_root() or page.alias_of_id:
            raise Http404
        return page

    @cached_property
    def pages(self) -> list[Page]:
        return list_section(self.content)

    @property
    def return_url(self) -> str:
        """The list of pages; the overview for who does not see that."""
        parent = self.content.get_parent()
        if UserVisibility(self.request.user).can_see(parent):
            return reverse("wagtailadmin_explore", args=[parent.pk])
        return report.report_url()


class SendSnippetView(SendView):
    @cached_property
    def content(self) -> Page | TranslatableSnippet:
        label = f"{self.kwargs['app_label']}.{self.kwargs['model_name']}"
        model = {
            snippet_model._meta.label_lower: snippet_model
            for snippet_model in list_snippet_models()
        }.get(label)
        if model is None:
            raise Http404
        return get_object_or_404(model, pk=self.kwargs["pk"])

    @property
    def return_url(self) -> str:
        """The snippet's editor; the overview for who has no right to it."""
        if may_change(self.request.user, self.content):
            return translation_editor_url(self.content)
        return report.report_url()


def _report_outcome(request: HttpRequest, submission: Submission) -> None:
    """Say what has become of it."""
    failed = [page.title for page in submission.queued_pages.filter(failed=True)]
    if submission.finished_at is None:
        text = ngettext(
            "“%(title)s” with all below it is being sent: %(number)s page. It goes on in the "
            "background.",
            "“%(title)s” with all below it is being sent: %(number)s pages. It goes on in the "
            "background.",
            submission.total,
        )
        messages.success(request, text % {"title": submission.title, "number": submission.total})
        return
    if jobs := submission.jobs.count():
        text = ngettext(
            "“%(title)s” is sent for translation: %(number)s job.",
            "“%(title)s” is sent for translation: %(number)s jobs.",
            jobs,
        )
        messages.success(request, text % {"title": submission.title, "number": jobs})
    elif not failed:
        text = _("There is nothing to translate of “%(title)s”: it is translated, or by hand.")
        messages.warning(request, text % {"title": submission.title})
    if failed:
        text = _("These could not be sent, the log says why: %(titles)s.")
        messages.error(request, text % {"titles": ", ".join(failed)})


urlpatterns = [
    path("submit/page/<int:page_id>/", SendPageView.as_view(), name="send_page"),
    path(
        "submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
        SendSnippetView.as_view(),
        name="send_snippet",
    ),
]
