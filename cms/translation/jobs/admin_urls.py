"""Where the work on a page or snippet is done."""

from django.apps import apps
from django.urls import reverse
from wagtail.models import Page

from cms.translation.jobs.models import Progress


def work_address(row: Progress) -> str:
    """The address of the translators' editor; "" where there is nothing to work on yet."""
    if not row.target_pk:
        return ""
    return edit_address(row.kind, row.target_pk)


def send_address(row: Progress) -> str:
    """The address of the form that sends it for translation into this language."""
    return f"{_address('send', row)}?select_locale={row.locale.language_code}"


def request_address(row: Progress) -> str:
    """Return the address that takes requests for its translation."""
    return _address("request", row)


def _address(action: str, row: Progress) -> str:
    if row.page_id:
        return reverse(f"translation_jobs:{action}_page", args=[row.page_id])
    arguments = [*row.kind.split("."), row.source_pk]
    return reverse(f"translation_jobs:{action}_snippet", args=arguments)


def edit_address(kind: str, pk: str) -> str:
    """Return the address of the editor of a page or snippet, by the name of its model."""
    model = apps.get_model(kind)
    if issubclass(model, Page):
        return reverse("wagtailadmin_pages:edit", args=[pk])
    return reverse(model.snippet_viewset.get_url_name("edit"), args=[pk])
