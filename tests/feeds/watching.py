"""What readers of all feeds see after each act, held against a look that knows nothing of the store
(tests/store/oracle.py) and against what they saw before."""

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from django.conf import settings
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction

from members.models import MemberPage
from news.models import NewsCategory, NewsIndexPage, NewsPage
from tests.feeds.fetched import TYPES, Fetched
from tests.feeds.parsed_feed import Feed, told
from tests.store.oracle import Look, Public, spoken

FORMS = list(TYPES)
# What is an article's own: a change of anything else is no news.
FACTS = (
    "title", "summary", "body", "date", "picture", "picture_alt", "picture_credit", "author",
    "source_url", "categories", "members", "share_image", "seo_title", "search_description",
)  # fmt: skip
GONE = {404, 410}
WALKS = 2


@dataclass(frozen=True)
class Answer:
    """What was last answered at an address."""

    body: bytes
    tag: str
    moment: datetime


@dataclass(frozen=True)
class Known:
    """What was last known of a feed: its date, its articles, and what these say themselves."""

    updated: datetime
    ids: set[str]
    facts: Any


@dataclass
class Walk:
    """Somebody who reads a feed page by page while it changes; `steady` are the articles that have
    stood in the same place since they began, by their ids."""

    head: Public
    address: str
    steady: dict[str, Any]
    seen: list[str] = field(default_factory=list)


class Watcher:
    """Reads after each act, and remembers."""

    def __init__(self) -> None:
        self.client = Client()
        self.turn = 0
        self.answers: dict[str, Answer] = {}
        # The body behind each address and tag there ever was.
        self.bodies: dict[tuple[str, str], bytes] = {}
        self.known: dict[str, Known] = {}
        self.walks: list[Walk] = []

    def watch(self, now: Look, everything: bool) -> None:
        """Read every feed that there is, in every format or in one after the other."""
        self.turn += 1
        self.now = now
        media = _media()
        heads = _heads(now)
        for number, head in enumerate(heads):
            articles = _articles(now, head)
            turn = FORMS[(self.turn + number) % len(FORMS)]
            for form in FORMS if everything else [turn]:
                first = self._feed(head, form, articles)
                if first.updated:
                    self._date(head, first.updated, articles, media)
        gone = self.known.keys() - {head.id for head in heads}
        for identity in gone:
            del self.known[identity]
        self._walk(heads)

    def _feed(self, head: Public, form: str, articles: list[Public]) -> Feed:
        """Read a feed to its end: it has every public article, and nothing else."""
        pages, address = [], f"{settings.BASE_URL}{head.path}feed.{form}"
        while address:
            pages.append(told(Fetched(address, form, self._answer(address))))
            assert pages[-1].own == address
            address = pages[-1].next
            assert len(pages) <= len(articles) + 1, "the pages do not end"
        items = [(item.id, item.title, item.url) for page in pages for item in page.items]
        assert items == [
            (f"urn:uuid:{each.id}", each.thing.title, f"{settings.BASE_URL}{each.path}")
            for each in articles
        ], f"{head.path} {form}"
        assert pages[0].home == f"{settings.BASE_URL}{head.path}"
        assert pages[0].id in (None, f"urn:uuid:{head.id}")
        return pages[0]

    def _answer(self, address: str) -> bytes:
        """An answer that is the same as ever under the same tag, tells nothing private, and is
        another to whoever asks by tag or moment if it says something else than before."""
        path = address.removeprefix(settings.BASE_URL)
        response = self.client.get(path)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        body: bytes = response.content
        new = Answer(body, response["ETag"], parsedate_to_datetime(response["Last-Modified"]))
        private = spoken(body.decode()) - self.now.words
        assert not private, f"{address} tells {private}"
        assert self.bodies.setdefault((address, new.tag), body) == body, f"{address} under its tag"
        old = self.answers.get(address)
        if old and old.body != body:
            assert new.tag != old.tag
            assert new.moment > old.moment, f"{address} has changed, and is as old as before"
        elif old:
            assert new.moment >= old.moment
        else:
            again = self.client.get(path)
            assert (again.content, again["ETag"]) == (body, new.tag)
        known = {"If-None-Match": new.tag, "If-Modified-Since": response["Last-Modified"]}
        for name, value in known.items():
            assert self.client.get(path, headers={name: value}).status_code == 304, name
        self.answers[address] = new
        return body

    def _date(self, head: Public, updated: datetime, articles: list[Public], media: Any) -> None:
        """A feed's date moves with its articles, and with nothing else."""
        ids = {each.id for each in articles}
        facts = ({each.id: _facts(each.thing) for each in articles}, media)
        old = self.known.get(head.id)
        if old and old.ids != ids:
            assert updated > old.updated, f"{head.path} has other articles and its old date"
        elif old and updated != old.updated:
            assert updated > old.updated
            assert facts != old.facts, f"{head.path} has a new date and nothing new"
        self.known[head.id] = Known(updated, ids, facts)

    def _walk(self, heads: list[Public]) -> None:
        """Everybody reads one more page of what they have begun."""
        by_id = {head.id: head for head in heads}
        self.walks = [walk for walk in self.walks if self._goes_on(walk, by_id.get(walk.head.id))]
        if heads and len(self.walks) < WALKS:
            head = heads[self.turn % len(heads)]
            steady = {each.id: _place(each) for each in _articles(self.now, head)}
            begun = Walk(head, f"{head.path}feed.atom", steady)
            if self._goes_on(begun, head):
                self.walks.append(begun)

    def _goes_on(self, walk: Walk, head: Public | None) -> bool:
        """Read a page; at the end whatever stood still was there once."""
        if head is None:
            return False
        places = {each.id: _place(each) for each in _articles(self.now, head)}
        walk.steady = {
            identity: place
            for identity, place in walk.steady.items()
            if places.get(identity) == place
        }
        response = self.client.get(walk.address)
        if response.status_code == 301:
            assert response["Location"].partition("?")[2] == walk.address.partition("?")[2]
            response = self.client.get(response["Location"])
        if response.status_code in GONE:
            return False
        assert response.status_code == 200, walk.address
        page = told(Fetched(walk.address, "atom", response.content))
        if page.id != f"urn:uuid:{head.id}":
            return False  # another one stands there by now
        walk.seen += [item.id.removeprefix("urn:uuid:") for item in page.items]
        walk.address = page.next.removeprefix(settings.BASE_URL)
        if walk.address:
            return True
        counts = {identity: walk.seen.count(identity) for identity in walk.steady}
        assert set(counts.values()) <= {1}, f"{head.path}: {counts}"
        return False


def _heads(now: Look) -> list[Public]:
    """Everything public that has a feed."""
    return [*now.of(NewsIndexPage), *now.of(NewsCategory), *now.of(MemberPage)]


def _articles(now: Look, head: Public) -> list[Public]:
    """The articles that belong into its feed, the newest first."""
    found = now.of(NewsPage, head.locale)
    if isinstance(head.thing, NewsIndexPage):
        return found
    name = "categories" if isinstance(head.thing, NewsCategory) else "members"
    key = head.thing.translation_key
    return [
        each
        for each in found
        if key in getattr(each.thing, name).values_list("translation_key", flat=True)
    ]


def _place(article: Public) -> tuple[Any, ...]:
    return article.thing.date, article.place


def _facts(page: NewsPage) -> dict[str, Any]:
    data = page.serializable_data()
    return {name: data[name] for name in FACTS}


def _media() -> Any:
    """All that there is to know of pictures and files: which of them shows where is not asked."""
    models = (get_image_model(), get_document_model(), CollectionViewRestriction)
    return [list(model.objects.order_by("pk").values()) for model in models]
