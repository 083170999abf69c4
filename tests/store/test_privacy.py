"""What was public and is private now is in no public answer and in no column of the store.

Each place that can be hidden has a word of its own. Every answer there is (`tests.public`) is
searched for the words; the same search finds them all while the same things are public.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from cms.search.models import Document
from cms.store.flush import publish_transaction
from cms.store.models import Dependency, Entry, ListMembership, ListState, PendingChange, Sequence
from tests import factories, public
from tests.canaries import Canaries
from tests.search.indexed import indexed
from tests.store import hiding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_line"), pytest.mark.once]

TABLES: list[Any] = [
    Entry,
    Dependency,
    ListMembership,
    ListState,
    PendingChange,
    Sequence,
    Document,
]


@pytest.fixture(autouse=True)
def files_on_disk(settings: Settings) -> Iterator[None]:
    """Files are served from the disk, and from nowhere else."""
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = settings.STORAGES | {"default": disk}
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)  # where there are any


class Site:
    """Public things in both languages, with a word in each place."""

    def __init__(self) -> None:
        self.words = Canaries()
        self.things: dict[str, Any] = {}
        self.collection = hiding.collection("Вътрешни")
        self._sections()
        for name in hiding.PAGES:
            self.things[name] = self._page(name)
        self._others()
        for name in ("page for those logged in", "page below a private one"):
            with publish_transaction():
                slug = self.words.slug(f"alias of a {name}: slug")
                self.things[name].create_alias(parent=factories.home(), update_slug=slug)
        hiding.pointing([it for name, it in self.things.items() if name in hiding.PAGES])
        factories.settle()

    def _sections(self) -> None:
        sections = (factories.home(), factories.news_index(), factories.members_index())
        for page in sections:
            factories.translate(page, {})
        private = factories.text_page(factories.home(), title="Само за някои")
        factories.translate(private, {"Само за някои": "Samo za nyakoi"})
        hiding.apply(hiding.restrict, private)

    def _page(self, name: str) -> Any:
        parent = factories.home()
        if name == "page below a private one":
            parent = factories.text_page(parent, title="Отгоре")
            factories.translate(parent, {"Отгоре": "Above"})
        page = factories.text_page(parent, **hiding.fields(self.words, name))
        hiding.in_english(self.words, page)
        return page

    def _others(self) -> None:
        words = self.words
        category = factories.category(
            title=words.text("category: title"),
            slug=words.slug("category: slug"),
            summary=words.text("category: summary"),
        )
        member = factories.member(**hiding.member_fields(words, "member"))
        image, file = hiding.picture(words, "article"), hiding.file(words, "open")
        article = factories.article(**hiding.article_fields(words, "article", image, file))
        profile = factories.site_profile(**hiding.profile_fields(words, "profile"))
        self.things |= {
            "category": category, "member": member, "article": article, "profile": profile,
        }  # fmt: skip
        for thing in (category, member, article, profile):
            hiding.in_english(words, thing)
        inner = hiding.collection("Още по-вътрешни", self.collection)
        shown = factories.article(
            title="Открита",
            categories=[category],
            members=[member],
            **hiding.with_media(words, "private", inner),
        )
        hiding.in_english(words, shown)

    def hide(self) -> None:
        for name, way in hiding.WAYS.items():
            hiding.apply(way.hide, self.things[name], way.languages)
        hiding.close(self.collection)

    def hidden(self) -> set[str]:
        """The places that are hidden by `hide`."""
        one_language = {"unpublished translation": True, "unpublished source": False}
        return {
            place
            for place in self.words.of("alias", "private", *hiding.WAYS)
            if place.endswith(", in English")
            == one_language.get(place.partition(":")[0], place.endswith(", in English"))
        }


def in_tables(words: Canaries) -> dict[str, str]:
    """The words in the store, but in the last path of what is gone: that was public."""
    rows = [row for model in TABLES for row in model.objects.values()] + indexed()
    for row in rows:
        if row.get("live") is False:
            del row["path"]
    return words.found("\n".join(map(str, rows)))


def answers() -> list[public.Answer]:
    """Every public answer, without the last path of what the change log tells to be removed."""
    return [_without_last_paths(answer) for answer in public.walk()]


def _without_last_paths(answer: public.Answer) -> public.Answer:
    if not answer.address.startswith("/api/v1/changes/") or answer.status != HTTPStatus.OK:
        return answer
    told = json.loads(answer.body or "{}")
    for change in told.get("results", ()):
        if change["event"] == "removed":
            del change["path"]
    return replace(answer, body=json.dumps(told, ensure_ascii=False).encode())


def test_what_is_public_no_more_is_in_no_answer_and_in_no_table() -> None:
    site = Site()
    seen = site.words.seen(public.walk())
    assert set(site.words.places.values()) - seen.keys() == set(), "the search finds too little"
    site.hide()
    seen = site.words.seen(answers())
    assert {place: seen[place][:3] for place in seen.keys() & site.hidden()} == {}
    assert {*in_tables(site.words).values()} & site.hidden() == set()
