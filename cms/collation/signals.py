"""Keep the sort keys in line with the titles, in the transaction that changes them."""

from collections.abc import Iterable
from typing import TypeAlias

from django.db import models
from django.db.models.signals import post_delete, post_save
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page, TranslatableMixin

from cms.collation.keys import make_title_key
from cms.collation.models import TitleKey

TITLES = {"title", "draft_title"}
Titled: TypeAlias = Page | AbstractImage | AbstractDocument | TranslatableMixin
TITLED = (Page, AbstractImage, AbstractDocument, TranslatableMixin)


def connect() -> None:
    post_save.connect(save_key, dispatch_uid="collation keep_key")
    post_delete.connect(delete_key, dispatch_uid="collation forget_key")


def save_key(
    instance: models.Model, update_fields: Iterable[str] | None = None, **kwargs: object
) -> None:
    """Receive `post_save`: write the key of a title that may have changed. One query."""
    if _has_key(instance) and (update_fields is None or TITLES & set(update_fields)):
        write_keys(type(instance), [(instance.pk, get_shown_title(instance))])


def delete_key(instance: models.Model, **kwargs: object) -> None:
    """Receive `post_delete`."""
    if _has_key(instance):
        TitleKey.objects.filter(
            model=get_model_label(type(instance)), object_id=instance.pk
        ).delete()


def write_keys(model: type[models.Model], titles: list[tuple[int, str]]) -> None:
    """Write the keys of the titles of some rows. One query."""
    rows = [
        TitleKey(model=get_model_label(model), object_id=pk, key=make_title_key(title))
        for pk, title in titles
    ]
    TitleKey.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["model", "object_id"],
        update_fields=["key"],
    )


def get_shown_title(instance: Titled) -> str:
    """Return the title that a list of the back office shows."""
    return str(getattr(instance, "draft_title", "") or instance.title)


def get_model_label(model: type[models.Model]) -> str:
    """Return the label of the table that holds a model's titles."""
    return str((Page if issubclass(model, Page) else model)._meta.label_lower)


def _has_key(instance: models.Model) -> bool:
    return isinstance(instance, TITLED) and hasattr(instance, "title")
