"""The public form of the news, an article and a category."""

from collections.abc import Mapping
from typing import Annotated, Any

from django.utils import timezone
from pydantic import Field
from typing_extensions import TypedDict

from cms.collation.keys import make_title_key
from cms.collation.ordering import order_by_title
from cms.content import dependency_keys
from cms.content.blocks import Body, serialize_body
from cms.content.schemas import Card, GivenUrlOrEmpty, Image, ImageFile
from cms.content.serializers.page_reader import PageReader
from news.models import NewsCategory, NewsIndexPage, NewsPage


class IndexFields(TypedDict):
    """The news' own page; `news/` lists the articles."""

    categories: Annotated[list[Card], Field(description="The language's categories, by title.")]
    body: Annotated[Body, Field(description="The page itself, block by block.")]


class LeadPicture(TypedDict):
    """The picture that leads an article."""

    image: Annotated[Image, Field(description="The picture.")]
    credit: Annotated[str, Field(description="Who made it, or empty.")]
    file: Annotated[ImageFile, Field(description="The file at the picture's `src`.")]


class ArticleFields(TypedDict):
    """An article."""

    picture: Annotated[LeadPicture | None, Field(description="The lead picture.")]
    categories: Annotated[list[Card], Field(description="The categories it is in, by title.")]
    members: Annotated[list[Card], Field(description="The members it is about.")]
    author: Annotated[str, Field(description="Who wrote it, or where it comes from, or empty.")]
    source_url: Annotated[
        GivenUrlOrEmpty, Field(description="The address of what it comes from, or empty.")
    ]
    body: Annotated[Body, Field(description="The article itself, block by block.")]


class CategoryFields(TypedDict):
    """A category of articles; `news/?category=` lists them."""

    body: Annotated[Body, Field(description="Always empty: a category has no text of its own.")]


def serialize_index(page: NewsIndexPage, reader: PageReader) -> IndexFields:
    reader.keys.add(dependency_keys.list_contents("type:news_category", reader.locale))
    live = NewsCategory.objects.filter(locale=page.locale, live=True)
    unexpired = live.exclude(expire_at__lt=timezone.now())
    categories = unexpired.order_by(*order_by_title(NewsCategory))
    return {
        "categories": reader.get_cards(categories.select_related("locale")),
        "body": serialize_body(page.body, reader),
    }


def serialize_article(page: NewsPage, reader: PageReader) -> ArticleFields:
    categories = sort_categories(page)
    members = page.members.order_by("path")
    for several in (categories, members):
        if len(several) > 1:
            # Their order is their own, too.
            reader.keys.update(dependency_keys.group(thing) for thing in several)
    return {
        "picture": serialize_lead_picture(page, reader),
        "categories": reader.get_cards(categories),
        "members": reader.get_cards(members),
        "author": page.author,
        "source_url": reader.get_address(None, page.source_url),
        "body": serialize_body(page.body, reader),
    }


def sort_categories(page: NewsPage) -> list[NewsCategory]:
    """Return an article's categories by their titles in its language, where they have one in it."""
    # Of a page that is being edited they are objects in memory, which cannot be ordered by a query.
    chosen = dict(page.categories.values_list("id", "translation_key"))
    several = list(NewsCategory.objects.filter(translation_key__in=chosen.values()))
    shown = {
        category.translation_key: category.title
        for category in several
        if category.locale_id == page.locale_id and category.live
    }
    return sorted(
        (category for category in several if category.pk in chosen),
        key=lambda category: (
            make_title_key(shown.get(category.translation_key, category.title)),
            category.pk,
        ),
    )


def serialize_lead_picture(page: NewsPage, reader: PageReader) -> LeadPicture | None:
    text = "" if page.picture_decorative else page.picture_alt
    image, file = reader.get_image(page.picture, text), reader.get_image_file(page.picture)
    if image is None or file is None:
        return None
    return {"image": image, "credit": page.picture_credit, "file": file}


def list_article_facets(article: Mapping[str, Any], groups: Mapping[str, str]) -> list[str]:
    categories = [f"category:{groups[card['id']]}" for card in article["categories"]]
    members = [f"member:{groups[card['id']]}" for card in article["members"]]
    return [*categories, *members, f"year:{article['published_at'][:4]}"]


def serialize_category(category: NewsCategory, reader: PageReader) -> CategoryFields:
    return {"body": []}
