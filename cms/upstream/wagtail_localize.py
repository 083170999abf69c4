"""Undocumented parts of wagtail-localize: its editor, until ours has an address of its own.

Models, fields, segments and strings are in its reference.
"""

# The tags that a translation may have: HTML is checked by them, but the list is not documented.
from wagtail_localize.strings import INLINE_TAGS

# The editor is one view without hooks: it ignores locks and workflows. No issue found.
from wagtail_localize.views.edit_translation import (
    FieldHasNoEditPanelError,
    SegmentOverrideSerializer,
    StringTranslationSerializer,
    TabHelper,
    edit_translation,
    get_segment_location_info,
    user_can_edit_instance,
)

__all__ = [
    "INLINE_TAGS",
    "FieldHasNoEditPanelError",
    "SegmentOverrideSerializer",
    "StringTranslationSerializer",
    "TabHelper",
    "edit_translation",
    "get_segment_location_info",
    "user_can_edit_instance",
]
