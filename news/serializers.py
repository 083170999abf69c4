"""The public form of the news, an article and a category."""

from collections.abc import Mapping

from cms import keys
from cms.blocks import JSON, public_body
from cms.entry_types import EntryType, ListOf, register
from cms.serializers.reading import Reading
from news.models import NewsCategory, NewsIndexPage, NewsPage


def index_fields(page: NewsIndexPage, reading: Reading) -> JSON:
    reading.keys.add(keys.listing("type:news_category", reading.locale))
    categories = NewsCategory.objects.filter(locale=page.locale, live=True).order_by("title", "pk")
    return {
        "categories": reading.cards(categories.select_related("locale")),
        "body": public_body(page.body, reading),
    }


def article_fields(page: NewsPage, reading: Reading) -> JSON:
    image = reading.image(page.picture, page.picture_alt)
    categories, members = page.categories.order_by("title", "pk"), page.members.order_by("path")
    # Their order is their own, too.
    reading.keys.update(keys.group(thing) for thing in [*categories, *members])
    return {
        "picture": image and {"image": image, "credit": page.picture_credit},
        "categories": reading.cards(categories),
        "members": reading.cards(members),
        "author": page.author,
        "source_url": page.source_url,
        "body": public_body(page.body, reading),
    }


def article_facets(article: JSON, groups: Mapping[str, str]) -> list[str]:
    categories = [f"category:{groups[card['id']]}" for card in article["categories"]]
    members = [f"member:{groups[card['id']]}" for card in article["members"]]
    return [*categories, *members, f"year:{article['published_at'][:4]}"]


def category_fields(category: NewsCategory, reading: Reading) -> JSON:
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
