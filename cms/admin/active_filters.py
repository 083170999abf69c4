"""How a filter that is on is told above a list."""

from collections.abc import Iterator

import django_filters
from django.utils.translation import gettext

from cms.upstream.wagtail_admin import (
    ActiveFilter,
    BaseFilterAdapter,
    register_filter_adapter_class,
)


class YesOrNo(BaseFilterAdapter):
    """In words; Wagtail says True and False in every language."""

    def get_active_filters(self) -> Iterator[ActiveFilter]:
        word = gettext("Yes") if self.value else gettext("No")
        for active in super().get_active_filters():
            yield active._replace(value=word)


def register() -> None:
    register_filter_adapter_class(django_filters.BooleanFilter, adapter_class=YesOrNo)
