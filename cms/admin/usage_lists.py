"""Name in Wagtail's lists of uses what the person may read, and in which language it is."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column
from wagtail.models import ReferenceIndex

from cms.content.publishable import Translatable
from cms.core.users import RequestUser
from cms.permissions.visible_names import get_visible_name
from cms.upstream.patches import apply_patches
from cms.upstream.wagtail_admin import BaseListingView, IndexView, Table


def register() -> None:
    """Replace the columns and rows of the view that all these lists are made of.

    Wagtail calls “private” whatever the person may not edit, be it public, and says no language.
    """

    def columns_with_language(view: IndexView) -> list[Column]:
        name, *others = columns.func(view)
        return [name, Column("language", label=_("Language"), accessor=_language), *others]

    columns = apply_patches(
        "wagtail.admin.views.generic.usage:UsageView.columns",
        cached_property(columns_with_language),
    )
    apply_patches("wagtail.admin.views.generic.usage:UsageView.get_table", get_table)


def get_table(
    view: IndexView, object_list: Iterable[tuple[Translatable, list[ReferenceIndex]]], **kwargs: Any
) -> Table:
    """Return the table of what uses the view's thing."""
    rows = [_row(view.request.user, content, references) for content, references in object_list]
    return BaseListingView.get_table(view, rows, **kwargs)


def _row(
    user: RequestUser, content: Translatable, references: list[ReferenceIndex]
) -> dict[str, object]:
    """Return the row with the keys that Wagtail's columns read."""
    content = getattr(content, "specific", content)
    name = get_visible_name(user, content)
    title = name.title or _("(not public)")
    return {
        "object": content,
        "references": references,
        "edit_url": name.address or None,
        "label": title,
        "edit_link_title": title,
    }


def _language(row: dict[str, object]) -> str:
    content = row["object"]
    return str(content.locale.get_display_name()) if hasattr(content, "locale") else ""
