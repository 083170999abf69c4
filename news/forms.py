"""The article's form in the back office."""

from typing import Any

from django.db.models import Q
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from cms.backoffice.visibility import Reader
from news.dates import LATE, is_late


class NewsPageForm(WagtailAdminPageForm):
    """Offers the categories and members of the article's own language that the editor may see.

    A translation has its source's; those stay among what it may choose.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page, reader = self.instance, Reader(self.for_user)
        locale_id = page.locale_id or self.parent_page.locale_id
        visible = {"categories": reader.visible_snippets, "members": reader.choosable}
        for name, narrow in visible.items():
            if field := self.fields.get(name):
                chosen = [thing.pk for thing in getattr(page, name).all()]
                offered = field.queryset.filter(locale_id=locale_id)
                mine = narrow(offered) if self.for_user else offered
                field.queryset = field.queryset.filter(Q(pk__in=mine) | Q(pk__in=chosen))
                field.label_from_instance = _label

    def clean(self) -> Any:
        cleaned = super().clean()
        # A draft may have any date: it is not said yet when it goes live.
        if not self.is_deferred_validation and is_late(
            cleaned.get("date"), cleaned.get("go_live_at")
        ):
            self.add_error("date", LATE)
        return cleaned


def _label(thing: Any) -> str:
    """A member by the title that the editor may see."""
    return str(thing.get_admin_display_title() if isinstance(thing, Page) else thing)
