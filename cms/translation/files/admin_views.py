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
class FileExchange:
    """What is handed off at one address: its jobs, and where their page is."""

    content: Page
    translations: QuerySet[Translation]
    whole_section: bool = False

    @property
    def editor(self) -> str:
        return translation_editor_url(self.content)

    @property
    def downloads(self) -> list[tuple[Format, str]]:
        prefix = "section_" if self.whole_section else ""
        number = self.content.pk if self.whole_section else self.translations.get().pk
        return [
            (format, reverse(f"exchange:{prefix}{name}", args=[number]))
            for name, format in FORMATS.items()
        ]


def exchange_translation_files(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Take back the files of one job."""
    return _respond(request, _exchange_of_translation(request, translation_id))


def download_translation_file(
    request: HttpRequest, translation_id: int, format_name: str
) -> HttpResponse:
    """Hand out one job."""
    return _download_response(_exchange_of_translation(request, translation_id), format_name)


def exchange_section_files(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take back the files of a page and all below it."""
    return _respond(request, _exchange_of_section(request, page_id))


def download_section_file(request: HttpRequest, page_id: int, format_name: str) -> HttpResponse:
    """Hand out a page and all below it."""
    return _download_response(_exchange_of_section(request, page_id), format_name)


def _exchange_of_translation(request: HttpRequest, translation_id: int) -> FileExchange:
    translations = file_jobs.get_open_translation(translation_id)
    content = get_object_or_404(translations).get_target_instance()
    return _require_permission(request, FileExchange(content, translations))


def _exchange_of_section(request: HttpRequest, page_id: int) -> FileExchange:
    page = get_object_or_404(Page, pk=page_id).specific
    return _require_permission(
        request,
        FileExchange(
            page, file_jobs.open_translations_below(page, request.user), whole_section=True
        ),
    )


def _require_permission(request: HttpRequest, exchange: FileExchange) -> FileExchange:
    """Files go to and come from whoever may translate the page in its editor."""
    if can_work_on(request.user, exchange.content) and user_can_edit_instance(
        request.user, exchange.content
    ):
        return exchange
    raise PermissionDenied


def _download_response(exchange: FileExchange, format_name: str) -> HttpResponse:
    jobs = [job for job in file_units.load_file_jobs(exchange.translations) if job.units]
    if not jobs:
        raise Http404
    file = export_jobs(jobs, FORMATS[format_name])
    response = HttpResponse(file.data, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    add_never_cache_headers(response)
    return response


def _respond(request: HttpRequest, exchange: FileExchange) -> HttpResponse:
    if request.method != "POST":
        return _render(request, exchange)
    try:
        files = upload.read_uploads(request.FILES.getlist("file"))
        changes = validation.validate_files(
            files,
            exchange.translations,
            file_jobs.locked_translations(request.user, exchange.translations),
        )
    except RefusedError as error:
        return _render(request, exchange, error)
    new = drop_stale_targets(changes)
    importer.apply_changes(new, request.user)
    left = len(changes) - len(new)
    messages.success(
        request,
        _outcome_text(len(new), left, file_jobs.segment_progress(exchange.translations).values()),
    )
    return redirect(get_valid_next_url_from_request(request) or request.path)


def _outcome_text(applied: int, kept: int, progress: Iterable[tuple[int, int]]) -> str:
    return " ".join(filter(None, (_applied_text(applied), _kept_text(kept), _left_text(progress))))


def _applied_text(number: int) -> str:
    if not number:
        return _("There was nothing new in the file.")
    text = ngettext(
        "%(number)s segment was taken over.", "%(number)s segments were taken over.", number
    )
    return text % {"number": number}


def _kept_text(number: int) -> str:
    if not number:
        return ""
    text = ngettext(
        "%(number)s segment was left as it is: it has been changed here meanwhile.",
        "%(number)s segments were left as they are: they have been changed here meanwhile.",
        number,
    )
    return text % {"number": number}


def _left_text(progress: Iterable[tuple[int, int]]) -> str:
    number = sum(total - translated for total, translated in progress)
    if not number:
        return _("All is translated.")
    text = ngettext(
        "%(number)s segment is still to be translated.",
        "%(number)s segments are still to be translated.",
        number,
    )
    return text % {"number": number}


def _render(
    request: HttpRequest, exchange: FileExchange, error: RefusedError | None = None
) -> HttpResponse:
    progress = file_jobs.segment_progress(exchange.translations)
    context = {
        "exchange": exchange,
        "problems": error.problems if error else (),
        "rows": [
            (translation, *progress.get(translation.source_id, (0, 0)))
            for translation in exchange.translations
        ],
        "header_title": _("Translation files"),
        "header_icon": "download",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": exchange.editor, "label": str(exchange.content)},
            {"url": "", "label": _("Translation files")},
        ],
        "next": get_valid_next_url_from_request(request),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    template = "translation/exchange/exchange.html"
    response = TemplateResponse(request, template, context, status=status)
    add_never_cache_headers(response)
    return response
