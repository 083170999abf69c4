"""The article's form in the back office."""

import json
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.collation.ordering import order_by_title
from cms.content.slug_forms import PageForm
from cms.permissions.visibility import UserVisibility
from news.dates import LATE_AFTER, is_late

UNDESCRIBED = _("Say what the picture shows, or mark it as decoration.")
# Wagtail's script disables the text where the box of this name is ticked.
ENABLED_UNLESS_DECORATIVE = {
    "data-w-rules-target": "enable",
    "data-w-rules": json.dumps({"picture_decorative": []}),
}


class NewsPageForm(PageForm):
    """Offers the categories and members of the article's own language that the editor may see.

    A translation has its source's; those stay among what it may choose.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page, visibility = self.instance, UserVisibility(self.for_user)
        locale_id = page.locale_id or self.parent_page.locale_id
        visible = {
            "categories": visibility.filter_visible_snippets,
            "members": visibility.filter_choosable,
        }
        for name, narrow in visible.items():
            if field := self.fields.get(name):
                chosen = [thing.pk for thing in getattr(page, name).all()]
                offered = field.queryset.filter(locale_id=locale_id)
                mine = narrow(offered) if self.for_user else offered
                shown = field.queryset.filter(Q(pk__in=mine) | Q(pk__in=chosen))
                field.queryset = shown.order_by(*order_by_title(shown.model))
                field.label_from_instance = _label
        if text := self.fields.get("picture_alt"):
            text.widget.attrs |= ENABLED_UNLESS_DECORATIVE

    def clean(self) -> Any:
        cleaned = super().clean()
        self._clean_alternative_text(cleaned)
        # A draft may have any date: it is not said yet when it goes live.
        if not self.is_deferred_validation and is_late(
            cleaned.get("date"), cleaned.get("go_live_at")
        ):
            self.add_error("date", LATE_AFTER)
        return cleaned

    def _clean_alternative_text(self, cleaned: dict[str, Any]) -> None:
        """Require one of the lead picture before it becomes public, unless it is decoration."""
        if not cleaned.get("picture"):
            # The next picture is not decoration because the last one was.
            cleaned["picture_decorative"] = False
        elif cleaned.get("picture_decorative"):
            cleaned["picture_alt"] = ""
        elif not cleaned.get("picture_alt") and not self.is_deferred_validation:
            self.add_error("picture_alt", UNDESCRIBED)


def _label(thing: Any) -> str:
    """A member by the title that the editor may see."""
    return str(thing.get_admin_display_title() if isinstance(thing, Page) else thing)
