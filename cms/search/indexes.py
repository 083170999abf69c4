"""How Wagtail's index in the database is written: for the back office, by tokens."""

from collections.abc import Iterable

from django.db.models import Model

from cms.content.publishable import Translatable
from cms.search.backoffice_texts import build_index_rows
from cms.search.models import Document


class BackofficeIndex:
    """Mixin of a database's index."""

    def delete_stale_entries(self) -> None:
        """Remove the rows of what is gone."""
        super().delete_stale_entries()  # type: ignore[misc]

    def add_items(self, model: type[Model], contents: Iterable[Translatable]) -> None:
        rows = contents if model is Document else build_index_rows(contents)
        super().add_items(model, rows)  # type: ignore[misc]

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Skip what Wagtail reads the whole index for at every write: no ranking here uses it."""
