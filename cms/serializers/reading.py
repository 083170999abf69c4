"""One reading of a page: what is asked of the things around it, and what that leaves behind."""

from collections.abc import Iterable
from typing import Any, cast

from wagtail.models import Collection, CollectionViewRestriction

from cms import keys
from cms.serializers import images, links, rich_text
from cms.shapes import Card, File, Html, Image, ImageFile


class Reading:
    """Answers a page's blocks and fields while it is serialised, in the page's language.

    It is the `cms.blocks.Reader`. Everything it looks at leaves its key in `keys`, whether it
    turned out to be public or not: a change of it may change the entry.

    What it says of other pages are stand-ins (`links`), typed as what they are filled in with.
    """

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self.keys: set[str] = set()
        self._private: dict[int, bool] = {}

    def image(self, image: Any, alt: str) -> Image | None:
        if image is None or not self._may_show(image):
            return None
        return images.public_image(image, alt)

    def image_file(self, image: Any) -> ImageFile | None:
        if image is None or not self._may_show(image):
            return None
        return images.public_image_file(image)

    def document(self, document: Any) -> File | None:
        if document is None or not self._may_show(document):
            return None
        return images.public_document(document)

    def card(self, page: Any) -> Card | None:
        return self._card(page) if page else None

    def cards(self, pages: Iterable[Any]) -> list[Card]:
        return [self._card(page) for page in pages]

    def own_cards(self, pages: Iterable[Any]) -> list[Card]:
        """The cards of pages in their own languages, whatever the reader's is."""
        return [cast(Card, links.Ref(links.own(page))) for page in pages]

    def address(self, page: Any, otherwise: str = "") -> str:
        typed = rich_text.typed_address(otherwise)
        return self.part(page, "url", otherwise=typed) if page else typed

    def part(
        self, page: Any, part: str, below: str = "", before: str = "", otherwise: str = ""
    ) -> str:
        """A part of another page's card, or the address right below it (`links.Address`)."""
        ids = links.candidates(page, self.locale)
        return cast(str, links.Address(ids, part, below, before, otherwise))

    def page_link(self, page: Any) -> str:
        return "entry:" + ",".join(links.candidates(page, self.locale))

    def rich_text(self, html: str) -> Html:
        clean = rich_text.display_html(html, self)
        return cast(Html, links.Html(clean)) if clean else ""

    def _card(self, page: Any) -> Card:
        return cast(Card, links.Ref(links.candidates(page, self.locale)))

    def _may_show(self, medium: Any) -> bool:
        self.keys.add(keys.medium(medium))
        if medium.collection_id not in self._private:
            collections = medium.collection.get_ancestors(inclusive=True)
            self.keys.update(keys.medium(collection) for collection in collections)
            self._private[medium.collection_id] = is_restricted(collections)
        return not self._private[medium.collection_id]


def is_restricted(collections: Iterable[Collection]) -> bool:
    return CollectionViewRestriction.objects.filter(collection__in=collections).exists()
