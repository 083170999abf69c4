"""The public files of pictures: there while everybody may see the picture, and gone afterwards.

The files answer without anybody asking for rights, on a disk behind a proxy as in an object store.
So they are deleted when a picture becomes private; what may be seen again makes them again.
"""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Collection

from cms.content import dependency_keys
from cms.content.serializers.images import make_renditions
from cms.content.serializers.page_reader import is_restricted
from cms.content.serializers.renditions import delete_renditions
from cms.store.flush import mark_changed


def update_picture_files(image: AbstractImage) -> None:
    """Make a public picture's sizes, and delete those of a private one. Raises OSError."""
    if is_restricted(image.collection.get_ancestors(inclusive=True)):
        _delete_public_files(image)
    else:
        make_renditions(image)


def withdraw_private_pictures(collection: int) -> None:
    """Delete the public files of what is private in the collection of this number or below it."""
    top = Collection.objects.filter(pk=collection).first()
    for each in top.get_descendants(inclusive=True) if top else ():
        if is_restricted(each.get_ancestors(inclusive=True)):
            for image in get_image_model().objects.filter(collection=each):
                _delete_public_files(image)


def update_moved_media(media: Iterable[AbstractImage | AbstractDocument]) -> None:
    """Mark pictures and files that were moved to another collection in one statement.

    Such a statement sends no signal.
    """
    for medium in media:
        mark_changed(dependency_keys.medium(medium))
        if isinstance(medium, AbstractImage):
            medium.refresh_from_db()
            transaction.on_commit(partial(update_picture_files, medium), robust=True)


def _delete_public_files(image: AbstractImage) -> None:
    delete_renditions(image.pk)
    # Wagtail's own, which the back office makes again: their names can be guessed.
    image.renditions.all().delete()
