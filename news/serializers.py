"""The public form of the news, an article and a category."""

from collections.abc import Mapping
from typing import Annotated, Any

from django.utils import timezone
from pydantic import Field
from typing_extensions import TypedDict

from cms import keys
from cms.blocks import Body, public_body
from cms.entry_types import EntryType, ListOf, register
from cms.serializers.reading import Reading
from cms.shapes import Card, GivenUrlOrEmpty, Image, ImageFile
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


def index_fields(page: NewsIndexPage, reading: Reading) -> IndexFields:
    reading.keys.add(keys.listing("type:news_category", reading.locale))
    live = NewsCategory.objects.filter(locale=page.locale, live=True)
    categories = live.exclude(expire_at__lt=timezone.now()).order_by("title", "pk")
    return {
        "categories": reading.cards(categories.select_related("locale")),
        "body": public_body(page.body, reading),
    }


def article_fields(page: NewsPage, reading: Reading) -> ArticleFields:
    categories, members = page.categories.order_by("title", "pk"), page.members.order_by("path")
    # Their order is their own, too.
    reading.keys.update(keys.group(thing) for thing in [*categories, *members])
    return {
        "picture": lead_picture(page, reading),
        "categories": reading.cards(categories),
        "members": reading.cards(members),
        "author": page.author,
        "source_url": reading.address(None, page.source_url),
        "body": public_body(page.body, reading),
    }


def lead_picture(page: NewsPage, reading: Reading) -> LeadPicture | None:
    image, file = reading.image(page.picture, page.picture_alt), reading.image_file(page.picture)
    if image is None or file is None:
        return None
    return {"image": image, "credit": page.picture_credit, "file": file}


def article_facets(article: Mapping[str, Any], groups: Mapping[str, str]) -> list[str]:
    categories = [f"category:{groups[card['id']]}" for card in article["categories"]]
    members = [f"member:{groups[card['id']]}" for card in article["members"]]
    return [*categories, *members, f"year:{article['published_at'][:4]}"]


def category_fields(category: NewsCategory, reading: Reading) -> CategoryFields:
    return {"body": []}


def register_types() -> None:
    register(
        EntryType(
            "news_index",
            NewsIndexPage,
            index_fields,
            template="news/news_index.html",
            heads=ListOf("type:news"),
        )
    )
    register(
        EntryType(
            "news", NewsPage, article_fields, template="news/news.html", facets=article_facets
        )
    )
    register(
        EntryType(
            "news_category",
            NewsCategory,
            category_fields,
            template="news/news_category.html",
            heads=ListOf("category:{group}"),
        )
    )
