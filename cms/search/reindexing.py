"""Indexing everything again for the back office: at an upgrade, when words have other tokens."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import transaction

from cms.search import analysis
from cms.search.indexes import BackofficeIndex
from cms.search.models import Document, IndexVersion
from cms.upstream.modelsearch import get_indexed_models, get_search_backends

Progress = Callable[[int, int], None]
# Changes with how texts become tokens (cms.search.backoffice_texts).
VERSION = "1"
BATCH = 100


def compute_version() -> str:
    """Return what the tokens depend on."""
    return " ".join([VERSION, analysis.VERSION, *(code for code, _ in settings.LANGUAGES)])


def is_stale() -> bool:
    """Whether the index was made by another version, or a run that does so was killed."""
    return not IndexVersion.objects.filter(version=compute_version()).exists()


def rebuild(progress: Progress) -> int:
    """Index all there is, in batches; return how many objects that were.

    A search meanwhile finds what is done. An index on another server is left to `update_index`.
    """
    indexes = [
        index
        for backend in get_search_backends(with_auto_update=True)
        for index in backend.all_indexes()
        if isinstance(index, BackofficeIndex)
    ]
    batches = list(_iterate_batches()) if indexes else []
    total, done = sum(len(keys) for _, keys in batches), 0
    for model, keys in batches:
        with transaction.atomic():
            # Nobody saves one of them between its reading and the writing of its row.
            contents = model.get_indexed_objects().select_for_update().filter(pk__in=keys)
            for index in indexes:
                index.add_items(model, contents)
        done += len(keys)
        progress(done, total)
    for index in indexes:
        index.delete_stale_entries()
    IndexVersion.objects.update_or_create(pk=1, defaults={"version": compute_version()})
    return total


def _iterate_batches() -> Iterator[tuple[Any, list[Any]]]:
    """Yield each model with the keys of some of its objects."""
    for model in get_indexed_models():
        if model is Document:  # a read model of the store (cms.search.indexing)
            continue
        keys = list(model.get_indexed_objects().order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            yield model, keys[start : start + BATCH]
