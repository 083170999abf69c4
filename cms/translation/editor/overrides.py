"""What a translation may have in the place of what it takes over from its source: an address, a
picture, a file, a page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import OverridableSegment

from cms.content.publishable import Translatable
from cms.content.serializers.rich_text import normalise_typed_url
from cms.core.row_ids import is_row_id
from cms.core.users import RequestUser
from cms.permissions.visibility import UserVisibility
from cms.references.deletions import build_stand_ins
from cms.translation.segment_limits import find_block
from cms.upstream.wagtail_localize import TabHelper


def field_for_segment(source: Translatable, segment: OverridableSegment) -> forms.Field:
    """Return the field that the source's own editor has at a segment."""
    path = segment.context.path
    if path.endswith("'"):
        # Of a text, the address of a link is overridden, which its path quotes.
        return forms.CharField(validators=[_require_address])
    name, *names = segment.context.get_field_path(source).split(".")
    field = TabHelper(source).edit_handler.get_form_class().base_fields[name]
    if not names:
        return field
    return find_block(field.block, names).field


def _require_address(text: str) -> None:
    if not normalise_typed_url(text):
        raise ValidationError(forms.URLField.default_error_messages["invalid"])


def clean_value(field: forms.Field, text: str, user: RequestUser) -> str:
    """Return a text that was sent, or the number of what was chosen, as it is to be kept.

    Raises ValidationError as the source's editor would.
    """
    value = field.clean(text)
    if not isinstance(field, forms.ModelChoiceField):
        return str(value)
    if value and not _may_choose(user, value):
        # As of what there is not.
        raise ValidationError(field.error_messages["invalid_choice"])
    return str(value.pk) if value else ""


def _may_choose(user: RequestUser, content: Model) -> bool:
    if isinstance(content, Page):
        return UserVisibility(user).filter_choosable(Page.objects.filter(pk=content.pk)).exists()
    return bool(
        policy_registry.get(content).user_has_permission_for_instance(user, "choose", content)
    )


def describe_value(field: forms.Field, stored: str) -> str:
    """Return what people read of what is kept: the title of what was chosen, not its number."""
    if not isinstance(field, forms.ModelChoiceField):
        return stored
    try:
        return str(field.to_python(stored) or "")
    except ValidationError:
        model: Any = field.widget.model_class
        return (
            str(build_stand_ins(model, [stored])[stored].title or stored)
            if is_row_id(stored)
            else stored
        )
