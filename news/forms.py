"""The article's form in the back office."""

from typing import Any

from django.db.models import Q
from wagtail.admin.forms import WagtailAdminPageForm

from news.dates import LATE, is_late


class NewsPageForm(WagtailAdminPageForm):
    """Offers the categories and members of the article's own language.

    A translation has its source's; those stay among what it may choose.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        locale_id = page.locale_id or self.parent_page.locale_id
        for name in ("categories", "members"):
            if field := self.fields.get(name):
                chosen = [thing.pk for thing in getattr(page, name).all()]
                mine = Q(locale_id=locale_id) | Q(pk__in=chosen)
                field.queryset = field.queryset.filter(mine)

    def clean(self) -> Any:
        cleaned = super().clean()
        # A draft may have any date: it is not said yet when it goes live.
        if not self.is_deferred_validation and is_late(
            cleaned.get("date"), cleaned.get("go_live_at")
        ):
            self.add_error("date", LATE)
        return cleaned
