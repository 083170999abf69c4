"""What the place of a segment is called in the source's editor."""

from typing import Any

from wagtail_localize.models import TranslationContext, TranslationSource

from cms.translation.segment_limits import part_names
from cms.upstream.wagtail_localize import (
    FieldHasNoEditPanelError,
    TabHelper,
    get_segment_location_info,
)


class Labels:
    """The names of the fields and blocks of one source."""

    def __init__(self, source: TranslationSource) -> None:
        self._source: Any = source.get_source_instance()
        self._tabs = TabHelper(self._source)
        self._parts = part_names(source)

    def label_for(self, context: TranslationContext) -> str:
        """Return a place's name; "" where the source's editor has no field of it."""
        path = context.get_field_path(self._source)
        try:
            place = get_segment_location_info(self._source, self._tabs, context.path, path)
        except FieldHasNoEditPanelError:
            return ""
        names = self._parts.get(context.path) or (place["field"], place["subField"])
        # A block often has the name of the only thing in it.
        return " – ".join(dict.fromkeys(str(name) for name in names if name))
