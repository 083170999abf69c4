"""Feed readers follow feeds through everything that editors and operators do to them: nothing is
there twice, nothing is lost, what is edited is seen, and who asks without need is told so.

The readers are programs that people use, each with a memory of its own.
"""

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import ClassVar, NamedTuple

import pytest
from pytest_django import Settings
from wagtail.models import Page

from cms.operations import prepare_steps
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from news.models import NewsPage
from tests import factories
from tests.serving import Served, served

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HERE = Path(__file__).parent
NEWSBOAT = shutil.which("newsboat") or ""


class Held(NamedTuple):
    """What a reader holds of an article."""

    id: str
    title: str
    url: str
    text: str


@dataclass
class Reader:
    """A reader that was given the addresses of some feeds once; its memory is a folder."""

    server: Served
    folder: Path
    addresses: list[str]
    notes_removals: ClassVar[bool] = True

    def poll(self) -> dict[str, list[Held]]:
        """Have it ask for what is new; return all that it holds of each feed."""
        raise NotImplementedError

    def statuses(self) -> list[list[int]]:
        """Have it ask once more; return what it was answered for each feed."""
        self.server.asked.clear()
        self.poll()
        answers: dict[str, list[int]] = {}
        for asked in self.server.asked:
            answers.setdefault(asked.path.rpartition(".")[2], []).append(asked.status)
        return list(answers.values())


class Library(Reader):
    """A program of ours around a library."""

    program: str

    def poll(self) -> dict[str, list[Held]]:
        command = [sys.executable, "-I", str(HERE / self.program), str(self.folder)]
        told = json.loads(self.server.run([*command, *self.addresses]))
        return {address: [Held(*entry) for entry in held] for address, held in told.items()}


class OfReader(Library):
    program = "follow_reader.py"
    # It keeps no tag of an answer in which it finds nothing new.
    notes_removals = False


class OfFeedparser(Library):
    program = "follow_feedparser.py"


class Newsboat(Reader):
    """With a memory for each feed: it knows an article by its id alone, in whatever feed."""

    def poll(self) -> dict[str, list[Held]]:
        return {address: self.held(address) for address in self.addresses}

    def held(self, address: str) -> list[Held]:
        folder = self.folder / address.rpartition(".")[2]
        folder.mkdir(exist_ok=True)
        urls, config, cache = (folder / name for name in ("urls", "config", "cache.db"))
        urls.write_text(address)
        config.touch()
        files = ["-u", str(urls), "-C", str(config), "-c", str(cache)]
        environment = {"HOME": str(folder), "LANG": "C.UTF-8"}
        self.server.run([NEWSBOAT, *files, "-x", "reload"], env=environment)
        with closing(sqlite3.connect(cache)) as database:
            found = database.execute("SELECT guid, title, url, content FROM rss_item")
            return [Held(*row) for row in found]


READERS = {
    "reader": (OfReader, ["rss", "atom", "json"]),
    "feedparser": (OfFeedparser, ["rss", "atom"]),
    "newsboat": (Newsboat, ["rss", "atom"]),
}


@pytest.fixture
def server(settings: Settings) -> Iterator[Served]:
    """The product at the one name of its host; at the other it was before."""
    with served() as server:
        settings.BASE_URL = server.url
        yield server


@pytest.fixture
def article(server: Served) -> NewsPage:
    factories.site_profile()
    factories.article(title="Друга", body=text("Друг текст."))
    return factories.article(title="Първа копка", body=text("Текст."))


@pytest.fixture(params=list(READERS))
def reader(
    request: pytest.FixtureRequest, server: Served, tmp_path: Path, article: NewsPage
) -> Reader:
    if request.param == "newsboat" and not NEWSBOAT:
        pytest.skip("no newsboat here (Debian: apt install newsboat)")
    kind, forms = READERS[request.param]
    made = kind(server, tmp_path, [f"{server.url}/bg/novini/feed.{form}" for form in forms])
    made.poll()
    # Newsboat remembers no tag of what it sees for the first time.
    made.poll()
    return made


def text(words: str) -> list[tuple[str, str]]:
    return [("text", f"<p>{words}</p>")]


def change(page: NewsPage, **fields: object) -> None:
    page = NewsPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    factories.publish(page)


# What is done, one after the other, with the number of articles that there have ever been after it.


def nothing(page: NewsPage, server: Served, settings: Settings) -> int:
    return 2


def publish(page: NewsPage, server: Served, settings: Settings) -> int:
    factories.article(title="Нова", body=text("Нов текст."))
    return 3


def save_a_draft(page: NewsPage, server: Served, settings: Settings) -> int:
    with publish_transaction():
        draft = NewsPage.objects.get(pk=page.pk)
        draft.title = "Чернова"
        draft.save_revision()
    return 3


def edit(page: NewsPage, server: Served, settings: Settings) -> int:
    change(page, title="Втора копка", body=text("Поправен текст."))
    return 3


def rename(page: NewsPage, server: Served, settings: Settings) -> int:
    change(page, slug="vtora-kopka")
    return 3


def rename_the_section(page: NewsPage, server: Served, settings: Settings) -> int:
    section = factories.news_index()
    section.slug = "vesti"
    factories.publish(section)
    return 3


def unpublish(page: NewsPage, server: Served, settings: Settings) -> int:
    with publish_transaction():
        NewsPage.objects.get(pk=page.pk).unpublish()
    return 3


def publish_again(page: NewsPage, server: Served, settings: Settings) -> int:
    change(page, body=text("Пак тук."))
    return 3


def delete(page: NewsPage, server: Served, settings: Settings) -> int:
    with publish_transaction():
        Page.objects.get(pk=page.pk).delete()
    return 3


def move_to_another_domain(page: NewsPage, server: Served, settings: Settings) -> int:
    """The old one sends everybody on (docs/configuration.md)."""
    old, settings.BASE_URL = server.url, server.url.replace("127.0.0.1", "localhost")
    server.moved[old.removeprefix("http://")] = settings.BASE_URL
    prepare_steps.update_store(StringIO())
    return 3


def publish_there(page: NewsPage, server: Served, settings: Settings) -> int:
    factories.article(title="Последна", body=text("Последен текст."))
    return 4


STEPS: list[Callable[[NewsPage, Served, Settings], int]] = [
    nothing, publish, save_a_draft, edit, rename, rename_the_section, unpublish, publish_again,
    move_to_another_domain, delete, publish_there,
]  # fmt: skip


def test_a_reader_has_something_twice_or_misses_something(
    reader: Reader, article: NewsPage, server: Served, settings: Settings
) -> None:
    known: set[str] = set()
    for step in STEPS:
        ever = step(article, server, settings)
        factories.settle()
        for address, held in reader.poll().items():
            where = f"{address} after {step.__name__}"
            by_id = {each.id: each for each in held}
            assert len(by_id) == len(held), f"something twice in {where}"
            assert len(by_id) == ever, where
            known |= by_id.keys()
            for entry in Entry.objects.filter(type="news", live=True):
                said, seen = json.loads(entry.full_json), by_id[f"urn:uuid:{entry.pk}"]
                assert (seen.title, seen.url) == (said["title"], said["url"]), where
                assert said["body"][0]["value"] in seen.text, where
        # Only who is sent on is answered more than once.
        unchanged = 304 if reader.notes_removals or step not in (unpublish, delete) else 200
        for answers in reader.statuses():
            assert {*answers[:-1]} <= {301}, step.__name__
            assert answers[-1] == unchanged, step.__name__
    assert len(known) == 4
