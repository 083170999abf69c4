"""The index follows the store: a document per live entry, written in the same transaction."""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator

from django.db.models import Q

from cms.content.entry_types import TYPES
from cms.search.analysis import VERSION
from cms.search.models import CONTENT, Document
from cms.store.models import Entry
from cms.upstream.modelsearch import get_search_backends

logger = logging.getLogger(__name__)


class SearchReadModel:
    """What the store knows as one of its read models (cms.store.read_models)."""

    version = VERSION

    def update(self, groups: Collection[str]) -> None:
        entries = list(Entry.objects.filter(group__in=groups))
        kept = {row.pk: row for row in Document.objects.filter(entry__in=entries)}
        wanted = _build_documents(entry for entry in entries if entry.live)
        _write([new for new in wanted if not _is_same(kept.get(new.pk), new)])
        _remove([kept[pk] for pk in kept.keys() - {new.pk for new in wanted}])

    def find_orphaned_groups(self) -> Iterable[str]:
        gone = Document.objects.filter(entry__live=False)
        return gone.values_list("entry__group", flat=True).distinct()

    def find_differences(self, group: str, entries: list[Entry]) -> Iterator[str]:
        mine = Q(entry__group=group) | Q(entry__in=[entry.pk for entry in entries])
        kept = {row.pk: row for row in Document.objects.filter(mine)}
        for new in _build_documents(entries):
            if not _is_same(kept.pop(new.pk, None), new):
                yield f"“{new}”: is not in the search as it is"
        for old in kept.values():
            yield f"“{old}”: is in the search and is no public page"


INDEX = SearchReadModel()


def _build_documents(entries: Iterable[Entry]) -> list[Document]:
    return [Document.from_entry(entry) for entry in entries if TYPES[entry.type].listed]


def _is_same(old: Document | None, new: Document) -> bool:
    return old is not None and old.content() == new.content()


def _write(documents: list[Document]) -> None:
    if not documents:
        return
    Document.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["id"], update_fields=CONTENT
    )
    _update_backends(lambda backend: backend.add_bulk(Document, documents))


def _remove(documents: list[Document]) -> None:
    for document in documents:
        _update_backends(lambda backend, gone=document: backend.delete(gone))
    if documents:
        Document.objects.filter(pk__in=[gone.pk for gone in documents]).delete()


def _update_backends(update_backend: Callable[..., None]) -> None:
    """Have every backend do its part; one that is another server holds up no publish."""
    for backend in get_search_backends(with_auto_update=True):
        try:
            update_backend(backend)
        except Exception:
            if not backend.catch_indexing_errors:
                raise
            logger.exception("The search could not be brought in line: run update_index.")
