"""What several tests look at: made once, undone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import transaction

from cms.serializers import images
from home import loading


@contextmanager
def nothing_kept() -> Iterator[None]:
    """What is made inside is gone afterwards; the pictures are small."""
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(images, "WIDTHS", (40, 80))
        patch.setattr(loading, "PICTURE_SIZE", (96, 54))
        cache.clear()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            cache.clear()
