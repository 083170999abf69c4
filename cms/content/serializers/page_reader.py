"""One reading of a page: what is asked of the things around it, and what that leaves behind."""

from collections.abc import Iterable
from typing import cast

from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Collection

from cms.content import dependency_keys, snapshots
from cms.content.publishable import Translatable
from cms.content.schemas import Card, File, Html, Image, ImageFile
from cms.content.serializers import images, links, rich_text
from cms.references.deletions import is_deleted
from cms.upstream.wagtail import CollectionViewRestriction


class PageReader:
    """Answers a page's blocks and fields while it is serialised, in the page's language.

    It is the `cms.content.blocks.ContentReader`. Everything it looks at leaves its key in `keys`,
    whether it turned out to be public or not: a change of it may change the entry.

    What it says of other pages are stand-ins (`links`), typed as what they are filled in with.
    """

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self.keys: set[str] = set()

    def get_image(self, image: AbstractImage | None, alt: str) -> Image | None:
        return images.serialize_image(image, alt) if self._may_show(image) else None

    def get_image_file(self, image: AbstractImage | None) -> ImageFile | None:
        return images.serialize_image_file(image) if self._may_show(image) else None

    def get_document(self, document: AbstractDocument | None) -> File | None:
        return images.serialize_document(document) if self._may_show(document) else None

    def get_card(self, page: Translatable | None) -> Card | None:
        return self._card(page) if page and not is_deleted(page) else None

    def get_cards(self, pages: Iterable[Translatable]) -> list[Card]:
        return [self._card(page) for page in pages if page and not is_deleted(page)]

    def get_own_cards(self, pages: Iterable[Translatable]) -> list[Card]:
        """The cards of pages in their own languages, whatever the reader's is."""
        return [cast(Card, links.CardStandIn(links.list_own_id(page))) for page in pages]

    def get_address(self, page: Translatable | None, otherwise: str = "") -> str:
        typed = rich_text.normalise_typed_url(otherwise)
        if page is None or is_deleted(page):
            return typed
        return self.get_part(page, "url", otherwise=typed)

    def get_part(
        self,
        page: Translatable,
        part: str,
        below: str = "",
        before: str = "",
        otherwise: str = "",
    ) -> str:
        """A part of another page's card, or the address right below it (`links.AddressStandIn`)."""
        ids = links.list_candidate_ids(page, self.locale)
        return cast(str, links.AddressStandIn(ids, part, below, before, otherwise))

    def get_page_link(self, page: Translatable) -> str:
        return "entry:" + ",".join(links.list_candidate_ids(page, self.locale))

    def get_rich_text(self, html: str) -> Html:
        clean = rich_text.clean_html(html, self)
        return cast(Html, links.HtmlWithStandIns(clean)) if clean else ""

    def _card(self, page: Translatable) -> Card:
        return cast(Card, links.CardStandIn(links.list_candidate_ids(page, self.locale)))

    def _may_show(self, medium: AbstractImage | AbstractDocument | None) -> bool:
        if medium is None or is_deleted(medium):
            return False
        self.keys.add(dependency_keys.medium(medium))
        names, private = snapshots.get_snapshot().read_one(
            "collections", medium.collection_id, lambda pk: _read_collection(medium.collection)
        )
        self.keys.update(names)
        return not private


def _read_collection(collection: Collection) -> tuple[set[str], bool]:
    """Return the keys of a collection and of those above it, and whether it is restricted."""
    collections = collection.get_ancestors(inclusive=True)
    return {dependency_keys.medium(each) for each in collections}, is_restricted(collections)


def is_restricted(collections: Iterable[Collection]) -> bool:
    return CollectionViewRestriction.objects.filter(collection__in=collections).exists()
