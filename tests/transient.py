"""What several tests look at: made once, undone afterwards."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeVar

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django import DjangoDbBlocker

from cms.content.serializers import images
from cms.operations.initial_content import loading
from cms.store import lists

Made = TypeVar("Made")


@contextmanager
def nothing_kept() -> Iterator[None]:
    """What is made inside is gone afterwards; the pictures are small."""
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(images, "WIDTHS", (40, 80))
        patch.setattr(loading, "PICTURE_SIZE", (96, 54))
        cache.clear()
        lists.COUNT_CACHE.clear()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            cache.clear()
            lists.COUNT_CACHE.clear()


@contextmanager
def standing(blocker: DjangoDbBlocker, make: Callable[[], Made]) -> Iterator[Made]:
    """What `make` makes, for all tests of a module, each of which undoes what it does to it."""
    with ExitStack() as stack:
        with blocker.unblock():
            stack.enter_context(nothing_kept())
            made = make()
        yield made
        with blocker.unblock():
            stack.close()
