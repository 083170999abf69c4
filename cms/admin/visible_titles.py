"""The rule that a title or name shows something, whoever writes it: a form, a program, a file."""

from django.contrib.auth.models import Group
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page

from cms.content.entry_types import list_snippet_models
from cms.core.invisible_characters import require_visible

NAMES = ("title", "name")


def register() -> None:
    """Have the models ask. Validators of the fields' definitions would be in our migrations."""
    models = [
        Page,
        Collection,
        Group,
        get_image_model(),
        get_document_model(),
        *list_snippet_models(),
    ]
    for model in models:
        for field in model._meta.concrete_fields:
            if field.name in NAMES:
                field.validators.append(require_visible)
