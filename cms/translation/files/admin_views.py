"""The back office's side: downloading a job or a section, and sending the files back."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.permissions.rules import can_work_on
from cms.translation.completeness import translation_editor_url
from cms.translation.files import file_jobs, file_units, importer, upload, validation
from cms.translation.files.formats import FORMATS, Format, export_jobs
from cms.translation.files.problems import RefusedError
from cms.translation.files.stale_targets import drop_stale_targets
from cms.upstream.wagtail_admin import get_valid_next_url_from_request
from cms.upstream.wagtail_localize import user_can_edit_instance


@dataclass(frozen=True)
class ExchangePage:
    """What is handed off at one address: its jobs, and where their page is."""

    thing: Page
    jobs: QuerySet[Translation]
    whole_section: bool = False

    @property
    def editor(self) -> str:
        return translation_editor_url(self.thing)

    @property
    def downloads(self) -> list[tuple[Format, str]]:
        prefix = "section_" if self.whole_section else ""
        number = self.thing.pk if self.whole_section else self.jobs.get().pk
        return [
            (form, reverse(f"exchange:{prefix}{name}", args=[number]))
            for name, form in FORMATS.items()
        ]


def exchange_job(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Take back the files of one job."""
    return _answer(request, _page_of_job(request, translation_id))


def download_job(request: HttpRequest, translation_id: int, form: str) -> HttpResponse:
    """Hand out one job."""
    return _download(_page_of_job(request, translation_id), form)


def exchange_section(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take back the files of a page and all below it."""
    return _answer(request, _page_of_section(request, page_id))


def download_section(request: HttpRequest, page_id: int, form: str) -> HttpResponse:
    """Hand out a page and all below it."""
    return _download(_page_of_section(request, page_id), form)


def _page_of_job(request: HttpRequest, translation_id: int) -> ExchangePage:
    found = file_jobs.get_open_translation(translation_id)
    thing = get_object_or_404(found).get_target_instance()
    return _allowed(request, ExchangePage(thing, found))


def _page_of_section(request: HttpRequest, page_id: int) -> ExchangePage:
    page = get_object_or_404(Page, pk=page_id).specific
    return _allowed(
        request,
        ExchangePage(
            page, file_jobs.open_translations_below(page, request.user), whole_section=True
        ),
    )


def _allowed(request: HttpRequest, desk: ExchangePage) -> ExchangePage:
    """Files go to and come from whoever may translate the page in its editor."""
    if can_work_on(request.user, desk.thing) and user_can_edit_instance(request.user, desk.thing):
        return desk
    raise PermissionDenied


def _download(desk: ExchangePage, form: str) -> HttpResponse:
    loaded = [job for job in file_units.load_file_jobs(desk.jobs) if job.units]
    if not loaded:
        raise Http404
    file = export_jobs(loaded, FORMATS[form])
    response = HttpResponse(file.data, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    add_never_cache_headers(response)
    return response


def _answer(request: HttpRequest, desk: ExchangePage) -> HttpResponse:
    if request.method != "POST":
        return _show(request, desk)
    try:
        files = upload.read_uploads(request.FILES.getlist("file"))
        changes = validation.validate_files(
            files, desk.jobs, file_jobs.locked_translations(request.user, desk.jobs)
        )
    except RefusedError as error:
        return _show(request, desk, error)
    new = drop_stale_targets(changes)
    importer.apply_changes(new, request.user)
    left = len(changes) - len(new)
    messages.success(
        request, _outcome(len(new), left, file_jobs.segment_progress(desk.jobs).values())
    )
    return redirect(get_valid_next_url_from_request(request) or request.path)


def _outcome(applied: int, kept: int, progress: Iterable[tuple[int, int]]) -> str:
    return " ".join(filter(None, (_applied(applied), _kept(kept), _left(progress))))


def _applied(number: int) -> str:
    if not number:
        return _("There was nothing new in the file.")
    words = ngettext(
        "%(number)s segment was taken over.", "%(number)s segments were taken over.", number
    )
    return words % {"number": number}


def _kept(number: int) -> str:
    if not number:
        return ""
    words = ngettext(
        "%(number)s segment was left as it is: it has been changed here meanwhile.",
        "%(number)s segments were left as they are: they have been changed here meanwhile.",
        number,
    )
    return words % {"number": number}


def _left(progress: Iterable[tuple[int, int]]) -> str:
    number = sum(total - translated for total, translated in progress)
    if not number:
        return _("All is translated.")
    words = ngettext(
        "%(number)s segment is still to be translated.",
        "%(number)s segments are still to be translated.",
        number,
    )
    return words % {"number": number}


def _show(
    request: HttpRequest, desk: ExchangePage, error: RefusedError | None = None
) -> HttpResponse:
    progress = file_jobs.segment_progress(desk.jobs)
    context = {
        "desk": desk,
        "problems": error.problems if error else (),
        "rows": [(job, *progress.get(job.source_id, (0, 0))) for job in desk.jobs],
        "header_title": _("Translation files"),
        "header_icon": "download",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": desk.editor, "label": str(desk.thing)},
            {"url": "", "label": _("Translation files")},
        ],
        "next": get_valid_next_url_from_request(request),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    response = TemplateResponse(request, "translation/exchange/desk.html", context, status=status)
    add_never_cache_headers(response)
    return response
