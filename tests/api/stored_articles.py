"""Articles that stand in the store alone, changed in an instant, and which lists they are in."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from cms.content import dependency_keys
from cms.store import writer
from cms.store.lock import store_lock
from cms.store.projection import ProjectedEntry, Projection, add_untranslated_facets, project
from tests import factories

DAY = datetime(2026, 1, 15, 9, tzinfo=timezone.get_default_timezone())
ORDERS = ("", "published_at", "-published_at", "updated_at", "-updated_at", "title", "-title")


@dataclass(frozen=True)
class Article:
    """What an article is sorted and chosen by: small numbers, so that many share one.

    `locales` are the languages in which it is public; without a `date` it is older than all.
    """

    title: int = 0
    date: int | None = 0
    updated: int = 0
    place: int = 0
    locales: tuple[str, ...] = ("bg",)
    in_category: bool = False

    @property
    def published_at(self) -> datetime | None:
        return None if self.date is None else DAY + timedelta(days=self.date)

    @property
    def updated_at(self) -> datetime:
        return DAY + timedelta(days=self.updated)


@dataclass(frozen=True)
class Item:
    """An article in one language, as a list may show it."""

    number: int
    locale: str
    article: Article

    @property
    def id(self) -> UUID:
        return UUID(int=self.number * 2 + (self.locale == "en"))

    def key(self, order: str) -> tuple[Any, ...]:
        """What sorts it, ascending, in an order without its sign."""
        match order.lstrip("-"):
            case "title":
                return self.article.title, self.id
            case "updated_at":
                return self.article.updated, self.id
        # Newest first is the order of places and ids: the opposite is told ascending.
        date = -(10**6) if self.article.date is None else self.article.date
        return date, -self.article.place, -self.id.int


class StoredArticles:
    """The articles by a number of ours; each change is written as a publish would write it."""

    def __init__(self) -> None:
        self.category = factories.category(title="Проекти", slug="proekti")
        (self.template,) = project(dependency_keys.group(factories.article())).entries
        with store_lock() as sequence:
            nothing = Projection(self.template.fields["group"], [], frozenset())
            writer.write_projections(sequence, [nothing])
            sequence.save()
        self.articles: dict[int, Article] = {}

    def put(self, changes: dict[int, Article | None]) -> None:
        """Publish articles as these are from now on; those that are None are unpublished."""
        for number, article in changes.items():
            if article:
                self.articles[number] = article
            else:
                self.articles.pop(number, None)
        with store_lock() as sequence:
            writer.write_projections(sequence, [self._projected(number) for number in changes])
            sequence.save()

    def items(self) -> list[Item]:
        return [
            Item(number, code, article)
            for number, article in self.articles.items()
            for code in article.locales
        ]

    def _projected(self, number: int) -> Projection:
        article = self.articles.get(number)
        made = (
            [self._made(Item(number, code, article)) for code in article.locales] if article else []
        )
        return Projection(_group(number), made, frozenset())

    def _made(self, item: Item) -> ProjectedEntry:
        article, group = item.article, _group(item.number)
        facets = ["all", "type:news", f"translations:{group}"]
        facets += [f"year:{article.published_at.year}"] if article.published_at else []
        facets += (
            [f"category:{dependency_keys.group(self.category)}"] if article.in_category else []
        )
        old, new = str(self.template.id), str(item.id)
        texts = {
            name: self.template.fields[name].replace(old, new)
            for name in ("full_json", "list_json", "card_json")
        }
        fields = self.template.fields | texts | {
            "id": item.id,
            "group": group,
            "locale": item.locale,
            "slug": f"a-{item.number}",
            "path": f"/{item.locale}/novini/a-{item.number}/",
            "title_key": f"заглавие {article.title}".encode(),
            "published_at": article.published_at,
            "updated_at": article.updated_at,
        }  # fmt: skip
        return replace(
            self.template,
            fields=fields,
            facets=frozenset(add_untranslated_facets(facets, article.locales)),
            position=f"{article.place:04}",
        )


def _group(number: int) -> str:
    return f"page:{UUID(int=number)}"
