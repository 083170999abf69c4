"""One reading of a page: what is asked of the things around it, and what that leaves behind."""

from typing import Any

from wagtail.models import Collection, CollectionViewRestriction

from cms import keys
from cms.serializers import images, links, rich_text

JSON = dict[str, Any]


class Reading:
    """Answers a page's blocks and fields while it is serialised, in the page's language.

    It is the `cms.blocks.Reader`. Everything it looks at leaves its key in `keys`, whether it
    turned out to be public or not: a change of it may change the entry.
    """

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self.keys: set[str] = set()
        self._private: dict[int, bool] = {}

    def image(self, image: Any, alt: str) -> JSON | None:
        if image is None or not self._may_show(image):
            return None
        return images.public_image(image, alt)

    def document(self, document: Any) -> JSON | None:
        if document is None or not self._may_show(document):
            return None
        return images.public_document(document)

    def card(self, page: Any) -> links.Ref | None:
        return links.Ref(links.candidates(page, self.locale)) if page else None

    def cards(self, pages: Any) -> list[links.Ref]:
        return [links.Ref(links.candidates(page, self.locale)) for page in pages]

    def address(self, page: Any, otherwise: str = "") -> Any:
        if not page:
            return otherwise
        return links.Address(links.candidates(page, self.locale), otherwise=otherwise)

    def page_link(self, page: Any) -> str:
        return "entry:" + ",".join(links.candidates(page, self.locale))

    def rich_text(self, html: str) -> Any:
        clean = rich_text.display_html(html, self)
        return links.Html(clean) if clean else ""

    def _may_show(self, medium: Any) -> bool:
        self.keys.add(keys.medium(medium))
        if medium.collection_id not in self._private:
            collections = medium.collection.get_ancestors(inclusive=True)
            self.keys.update(keys.medium(collection) for collection in collections)
            self._private[medium.collection_id] = _is_restricted(collections)
        return not self._private[medium.collection_id]


def _is_restricted(collections: list[Collection]) -> bool:
    return CollectionViewRestriction.objects.filter(collection__in=collections).exists()
