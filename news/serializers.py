"""The public form of the news, an article and a category."""

from collections.abc import Mapping
from typing import Annotated, Any

from django.utils import timezone
from pydantic import Field
from typing_extensions import TypedDict

from cms.collation.keys import title_key
from cms.collation.ordering import by_title
from cms.content import dependency_keys
from cms.content.blocks import Body, public_body
from cms.content.schemas import Card, GivenUrlOrEmpty, Image, ImageFile
from cms.content.serializers.page_reader import Reading
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
    reading.keys.add(dependency_keys.listing("type:news_category", reading.locale))
    live = NewsCategory.objects.filter(locale=page.locale, live=True)
    unexpired = live.exclude(expire_at__lt=timezone.now())
    categories = unexpired.order_by(*by_title(NewsCategory))
    return {
        "categories": reading.cards(categories.select_related("locale")),
        "body": public_body(page.body, reading),
    }


def article_fields(page: NewsPage, reading: Reading) -> ArticleFields:
    categories = ordered_categories(page)
    members = page.members.order_by("path")
    for several in (categories, members):
        if len(several) > 1:
            # Their order is their own, too.
            reading.keys.update(dependency_keys.group(thing) for thing in several)
    return {
        "picture": lead_picture(page, reading),
        "categories": reading.cards(categories),
        "members": reading.cards(members),
        "author": page.author,
        "source_url": reading.address(None, page.source_url),
        "body": public_body(page.body, reading),
    }


def ordered_categories(page: NewsPage) -> list[NewsCategory]:
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
            title_key(shown.get(category.translation_key, category.title)),
            category.pk,
        ),
    )


def lead_picture(page: NewsPage, reading: Reading) -> LeadPicture | None:
    text = "" if page.picture_decorative else page.picture_alt
    image, file = reading.image(page.picture, text), reading.image_file(page.picture)
    if image is None or file is None:
        return None
    return {"image": image, "credit": page.picture_credit, "file": file}


def article_facets(article: Mapping[str, Any], groups: Mapping[str, str]) -> list[str]:
    categories = [f"category:{groups[card['id']]}" for card in article["categories"]]
    members = [f"member:{groups[card['id']]}" for card in article["members"]]
    return [*categories, *members, f"year:{article['published_at'][:4]}"]


def category_fields(category: NewsCategory, reading: Reading) -> CategoryFields:
    return {"body": []}
