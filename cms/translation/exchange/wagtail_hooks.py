"""Where the back office leads to the files: the translators' editor, and a page's menu."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.backoffice.guards import works_on
from cms.translation.exchange import office
from cms.translation.exchange.formats import FORMATS

JOB = "localize/translate/<int:translation_id>"


# Before wagtail-localize's own: at the addresses of its two views for PO files stand ours.
@hooks.register("register_admin_urls", order=-1)
def answer_at_exchange() -> list[URLPattern | URLResolver]:
    section = "exchange/section/<int:page_id>"
    urls = [
        path(f"{JOB}/pofile/upload/", office.job, name="job"),
        path(f"{section}/", office.section, name="section"),
    ]
    for name in FORMATS:
        form = {"form": name}
        urls += [
            path(f"{JOB}/{name}/download/", office.job_file, form, name=name),
            path(f"{section}/{name}/", office.section_file, form, name=f"section_{name}"),
        ]
    return [path("", include((urls, "exchange")))]


@hooks.register("register_page_header_buttons")
def offer_a_section(page: Page, user: Any, **kwargs: Any) -> Iterator[Button]:
    """Beside the title of a page in a language that is translated into."""
    if page.locale.language_code != settings.LANGUAGE_CODE and works_on(user, page):
        url = reverse("exchange:section", args=[page.pk])
        yield Button(_("Translation files"), url, icon_name="download", priority=63)
