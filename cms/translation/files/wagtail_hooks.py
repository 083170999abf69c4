"""Where the back office leads to the files: the translators' editor, and a page's menu."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.core.users import RequestUser
from cms.permissions.rules import can_work_on
from cms.translation.files import admin_views
from cms.translation.files.formats import FORMATS

EDITOR_PATH = "localize/translate/<int:translation_id>"


# Before wagtail-localize's own: at the addresses of its two views for PO files stand ours.
@hooks.register("register_admin_urls", order=-1)
def register_file_urls() -> list[URLPattern | URLResolver]:
    section = "exchange/section/<int:page_id>"
    urls = [
        path(f"{EDITOR_PATH}/pofile/upload/", admin_views.exchange_translation_files, name="job"),
        path(f"{section}/", admin_views.exchange_section_files, name="section"),
    ]
    for name in FORMATS:
        format = {"format_name": name}
        urls += [
            path(
                f"{EDITOR_PATH}/{name}/download/",
                admin_views.download_translation_file,
                format,
                name=name,
            ),
            path(
                f"{section}/{name}/",
                admin_views.download_section_file,
                format,
                name=f"section_{name}",
            ),
        ]
    return [path("", include((urls, "exchange")))]


@hooks.register("register_page_header_buttons")
def add_section_files_button(page: Page, user: RequestUser, **kwargs: object) -> Iterator[Button]:
    """Beside the title of a page in a language that something is translated into."""
    if _is_translated_into(page.locale_id) and can_work_on(user, page):
        url = reverse("exchange:section", args=[page.pk])
        yield Button(_("Translation files"), url, icon_name="download", priority=63)


def _is_translated_into(locale_id: int) -> bool:
    return Translation.objects.filter(target_locale=locale_id, enabled=True).exists()
