"""Eight editors publish at once; a reader follows the store's numbers without any lock."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from statistics import median
from time import monotonic
from typing import Any

from django.db import connection
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from cms.content.serializers.links import get_entry_id
from cms.core.slugs import slugify
from cms.store import consistency
from cms.store.flush import drain
from cms.store.models import Entry, ListState, Sequence
from home.models import AboutPage, ContentPage
from news.models import NewsIndexPage, NewsPage
from tests import factories
from tests.admin_client import PUBLISH, Form, Office, administrator, body, known_version
from tests.processes.process_actors import fork, start

VERSION = re.compile(r"Версия (\d+) ")
# How often a writer publishes a page before it begins another.
EDITIONS = 6


def play(writers: int, seconds: float) -> dict[str, Any]:
    """Let so many write for so long; return what they and the reader have to tell."""
    factories.home("en")
    about, news = factories.about(), factories.news_index()
    folder = factories.text_page(about, title="Папка")
    offices = [Office(administrator(f"writer-{number}")) for number in range(writers)]
    desk = Desk(
        offices[0].empty_form(ContentPage, about), offices[0].empty_form(NewsPage, news), folder
    )
    first = Sequence.objects.get().number
    ready = fork.Barrier(writers + 1)
    reader = start(read, first)
    reader.hear()
    cast = []
    for number, office in enumerate(offices):
        category = factories.category(title=f"Версия 0 писател {number}")
        cast.append(start(write, ready, Writer(number, office, desk, category)))
    ready.wait()
    begun = monotonic()
    for actor in cast:
        actor.line.send(begun + seconds)
    told = [actor.hear() for actor in cast]
    took = monotonic() - begun
    while drain():
        pass
    reader.line.send("enough")
    return summary(told, took, reader.hear()) | {
        "differences": list(consistency.find_differences()),
        "numbers": Sequence.objects.get().number - first,
        "database": connection.vendor,
    }


def summary(told: list[Any], took: float, followed: Any) -> dict[str, Any]:
    """Put together what the writers and the reader tell."""
    waits = sorted(wait for each in told for wait in each["waits"])
    publishes = sum(each["publishes"] for each in told)
    seen = followed.pop("seen")
    wrong = [problem for each in [*told, followed] for problem in each.pop("wrong")]
    for each in told:
        for path, version in each["promised"].items():
            if seen.get(path, -1) < version:
                wrong.append(f"{path}: the reader never saw version {version}")
    return followed | {
        "wrong": wrong,
        "publishes": publishes,
        "requests": len(waits),
        "seconds": took,
        "publishes_per_second": publishes / took,
        "median_wait": median(waits),
        "longest_wait": waits[-1],
    }


# A writer


@dataclass(frozen=True)
class Desk:
    """What all writers work with: two forms, and a place to move pages to."""

    page: Form
    article: Form
    folder: Any


def write(line: Any, ready: Any, writer: "Writer") -> None:
    """Publish, unpublish, move until the end; tell what was promised, and what went wrong."""
    ready.wait()
    end = line.recv()
    try:
        for act in writer.acts():
            if monotonic() > end:
                break
            act()
    except Exception as error:
        writer.wrong.append(f"{type(error).__name__}: {error}")
    line.send(
        {
            "waits": writer.office.waits,
            "publishes": writer.publishes,
            "promised": writer.promised,
            "wrong": writer.wrong,
        }
    )


class Writer:
    """One of the editors, with articles, pages and a category of their own."""

    def __init__(self, number: int, office: Office, desk: Desk, category: Any) -> None:
        self.number, self.office, self.desk, self.category = number, office, desk, category
        self.form = self.office.form(category)
        self.publishes = 0
        self.promised: dict[str, int] = {}
        self.numbers: dict[Any, int] = {}
        self.wrong: list[str] = []
        self.versions = count(1)

    def acts(self) -> Iterator[Callable[[], None]]:
        """A page and an article by turns: created, published some times, taken off, moved."""
        while True:
            yield from self.life(ContentPage, AboutPage.objects.get(), self.desk.page)
            yield from self.life(NewsPage, NewsIndexPage.objects.get(), self.desk.article)

    def life(self, model: Any, parent: Any, form: Form) -> Iterator[Callable[[], None]]:
        """One page's. Everybody's stand below the same parent."""
        version = next(self.versions)
        yield partial(self.create, model, parent, form, version)
        page = model.objects.get(title=self.title(version))
        publish = partial(self.publish, page, form | {"slug": page.slug})
        yield from [publish] * EDITIONS
        yield partial(self.unpublish, page)
        yield publish
        if model is ContentPage:
            yield partial(self.move, page)
        yield partial(self.publish, self.category, self.form)

    def create(self, model: Any, parent: Any, form: Form, version: int) -> None:
        title = self.title(version)
        # The editor's script fills in the slug.
        words = {"slug": slugify(title)} | self.words(title)
        answer = self.office.create(model, parent, form | words | PUBLISH)
        assert answer.status_code == 302, f"creating {title}: {answer.status_code}"
        self.told_published(model.objects.get(title=title), version)

    def publish(self, thing: Any, form: Form) -> None:
        version = next(self.versions)
        words = self.words(self.title(version)) | known_version(thing)
        answer = self.office.edit(thing, form | words | PUBLISH)
        assert answer.status_code == 302, f"publishing {thing}: {answer.status_code}"
        self.told_published(thing, version)

    def unpublish(self, page: Any) -> None:
        answer = self.office.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
        assert answer.status_code == 302, f"unpublishing {page}: {answer.status_code}"
        if stored(page).live:
            self.wrong.append(f"{page.url_path} is live although it was unpublished")

    def move(self, page: Any) -> None:
        arguments = [page.pk, self.desk.folder.pk]
        answer = self.office.post(reverse("wagtailadmin_pages:move_confirm", args=arguments))
        assert answer.status_code == 302, f"moving {page}: {answer.status_code}"
        self.told_published(page, self.promised.pop(page.url_path))

    def told_published(self, thing: Any, version: int) -> None:
        """The answer said so: now it must be there, under a higher number than ever before."""
        self.publishes += 1
        thing.refresh_from_db()
        path, entry = thing.get_public_path(), stored(thing)
        self.promised[path] = version
        if not entry.live or entry.path != path or version_of(entry.card_json) != version:
            self.wrong.append(f"{path} {version}: the store has {entry.path} {entry.card_json}")
        if entry.sequence <= self.numbers.get(entry.pk, 0):
            self.wrong.append(f"{path}: {entry.sequence} came after {self.numbers[entry.pk]}")
        self.numbers[entry.pk] = entry.sequence

    def title(self, version: int) -> str:
        return f"Версия {version} писател {self.number}"

    def words(self, title: str) -> Form:
        return {"title": title, "summary": title} | body(title)


def version_of(text: str) -> int:
    found = VERSION.search(text)
    return int(found[1]) if found else -1


def stored(thing: Any) -> Entry:
    return Entry.objects.get(pk=get_entry_id(thing.translation_key, thing.locale.language_code))


# The reader


def read(line: Any, cursor: int) -> None:
    """Follow the numbers until told to stop; tell what came out of order."""
    follower = Follower(cursor)
    follower.look()
    line.send("reading")
    while not line.poll(0.02):
        follower.look()
    follower.look()
    line.send(
        {
            "seen": follower.seen,
            "looks": follower.looks,
            "changes": follower.changes,
            "wrong": follower.wrong,
        }
    )


class Follower:
    """Somebody who has everything up to a number, and asks for what has a higher one."""

    def __init__(self, cursor: int) -> None:
        self.cursor = cursor
        self.known: dict[str, int] = {}
        self.seen: dict[str, int] = {}
        self.looks = self.changes = 0
        self.wrong: list[str] = []

    def look(self) -> None:
        """Take what is new; and see that nothing old has a number it had not."""
        self.looks += 1
        cursor = self.cursor
        for number, name, text in self.rows():
            if number > cursor:
                self.changes += 1
                self.take(name, number, text)
            elif self.known.setdefault(name, number) != number:
                self.wrong.append(f"{name}: {number} appeared when {cursor} was known")

    def rows(self) -> list[tuple[int, str, str]]:
        """Every entry and list in the order of their numbers, as they are at one moment."""
        entries = Entry.objects.annotate(name=Cast("pk", CharField()))
        lists = ListState.objects.annotate(key=Concat("name", Value(" "), "locale"), text=Value(""))
        rows = entries.values_list("sequence", "name", "full_json")
        return sorted(rows.union(lists.values_list("sequence", "key", "text"), all=True))

    def take(self, name: str, number: int, text: str) -> None:
        if number <= self.known.get(name, 0):
            self.wrong.append(f"{name}: {number} came after {self.known[name]}")
        self.known[name] = self.cursor = number
        if not text:
            return
        told = json.loads(text)
        if (version := version_of(told["title"])) >= 0:
            self.seen[told["path"]] = version
            if set(VERSION.findall(text)) != {str(version)}:
                self.wrong.append(f"{told['path']}: is of more than one version")
