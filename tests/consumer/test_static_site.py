"""A front end that was written from docs/api.md alone, as a client of the real server."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings
from wagtail.contrib.redirects.models import Redirect

from cms.store import consistency
from cms.store.flush import publish_transaction
from cms.store.models import Entry, ListState, Sequence
from home.models import SiteProfile
from news.models import NewsPage
from tests import factories
from tests.content.entries import pages
from tests.serving import Served, served

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PROGRAM = django_settings.ROOT / "tests/consumer/static_site.py"
FRONT = "http://static.example"
ELSEWHERE = ("https://example.org/", "http://127.0.0.1")
Files = dict[str, str]


@pytest.fixture
def server(settings: Settings) -> Iterator[Served]:
    """One page of each kind, with every block; people read them at a front end of their own."""
    with served() as server:
        settings.BASE_URL = server.url
        settings.FRONTENDS = {"bg": FRONT, "en": FRONT}
        pages.make()
        yield server


class Consumer:
    """The program, with a folder of its own."""

    def __init__(self, server: Served, folder: Path) -> None:
        self.server, self.folder = server, folder

    def run(self, *more: str) -> Files:
        """Run it, alone with Python; return the site that it leaves."""
        self.server.asked.clear()
        # -I: nothing of the product can be imported.
        command = [sys.executable, "-I", "-W", "error", str(PROGRAM)]
        self.server.run([*command, f"{self.server.url}/api/v1/", str(self.folder), *more])
        assert all(asked.path.startswith("/api/v1/") for asked in self.server.asked)
        public = self.folder / "public"
        found = (path for path in public.rglob("*") if path.is_file())
        return {str(path.relative_to(public)): path.read_text() for path in found}

    def afresh(self, folder: Path) -> Files:
        """Run it from nothing, with the old addresses that its operators know."""
        known = json.loads((self.folder / "state.json").read_text())["paths"]
        folder.mkdir()
        (folder / "addresses").write_text("\n".join(known))
        return Consumer(self.server, folder / "site").run(str(folder / "addresses"))


@pytest.fixture
def consumer(server: Served, tmp_path: Path) -> Consumer:
    return Consumer(server, tmp_path / "kept")


def redirects(files: Files) -> set[str]:
    return set(files["_redirects"].splitlines())


def test_the_copy_lacks_a_page_or_has_one_that_is_not_public(consumer: Consumer) -> None:
    factories.article(title="Чернова", live=False)
    files = consumer.run()
    live = Entry.objects.filter(live=True).exclude(type="site")
    paths = {f"{path[1:]}index.html" for path in live.values_list("path", flat=True)}
    assert files.keys() == paths | {"_redirects"}
    assert not any("Чернова" in text for text in files.values())


def test_a_page_lacks_what_the_guide_promises(consumer: Consumer) -> None:
    files = consumer.run()
    bulgarian = files["bg/novini/parva-kopka/index.html"]
    english = files["en/news/breaking-ground/index.html"]
    assert '<html lang="bg">' in bulgarian
    assert '<a href="/en/news/breaking-ground/">en</a>' in bulgarian
    assert '<a href="/bg/novini/parva-kopka/">bg</a>' in english
    assert "<h2>Началото</h2>" in bulgarian
    assert '<source type="image/avif" srcset="' in bulgarian
    assert 'style="object-position: 25% 50%"' in bulgarian
    shown = [
        "Рудник", "Галерия", "Заедно можем.", "Членовете по години", "45 %", "/documents/7/",
        "https://example.org/video", "Станете член", "Вижте още",
    ]  # fmt: skip
    assert [words for words in shown if words not in bulgarian] == []
    for path in ("bg/novini/", "bg/", "bg/novini/kategoria/proekti/", "bg/chlenove/asarel-medet/"):
        assert "Първа копка" in files[f"{path}index.html"], path
    assert "Асарел-Медет" in files["bg/chlenove/index.html"]
    assert "Клъстер" in files["bg/za-nas/index.html"]
    assert files["bg/za-nas/index.html"].count('hreflang="bg"') == 3


def test_a_page_leads_to_a_page_that_is_not_in_the_copy(
    consumer: Consumer, subtests: pytest.Subtests
) -> None:
    files = consumer.run()
    for name, text in files.items():
        with subtests.test(name):
            for link in re.findall(r' href="([^"]+)"', text):
                path = link.removeprefix(FRONT)
                here = f"{path[1:]}index.html" in files
                assert here or link.startswith(ELSEWHERE), link


def test_a_second_run_asks_for_what_has_not_changed(consumer: Consumer) -> None:
    consumer.run()
    assert {asked.status for asked in consumer.server.asked} == {200}
    rename()
    unpublish()
    before = consumer.run()
    assert consumer.run() == before
    changes, *others = consumer.server.asked
    assert (changes.path.split("?")[0], changes.status) == ("/api/v1/changes/", 200)
    # Whether what is gone is still gone is asked anew: an error has no tag.
    old = "/api/v1/resolve/"
    assert {each.status for each in others if not each.path.startswith(old)} == {304}
    assert {each.status for each in others if each.path.startswith(old)} == {304, 410}


def test_what_is_kept_current_is_not_what_is_made_anew(consumer: Consumer, tmp_path: Path) -> None:
    consumer.run()
    for number, step in enumerate((edit, rename, publish, translate, reorder, unpublish, delete)):
        before = consumer.run()
        step()
        factories.settle()
        after = consumer.run()
        assert after != before, f"{step.__name__} changed nothing"
        assert after == consumer.afresh(tmp_path / str(number)), step.__name__


def edit() -> None:
    page = NewsPage.objects.get(slug="parva-kopka")
    page.summary = "Вече започна"
    factories.publish(page)


def rename() -> None:
    section = factories.news_index()
    section.slug, section.title = "vesti", "Вести"
    factories.publish(section)


def publish() -> None:
    factories.article(title="Втора")


def translate() -> None:
    factories.translate(NewsPage.objects.get(slug="vtora"), {"Втора": "Second"})


def reorder() -> None:
    last = factories.member(title="Последен")
    with publish_transaction():
        last.move(factories.members_index(), pos="first-child")


def unpublish() -> None:
    with publish_transaction():
        NewsPage.objects.get(slug="breaking-ground").unpublish()


def delete() -> None:
    with publish_transaction():
        NewsPage.objects.get(slug="vtora").delete()


def test_an_old_address_leads_nowhere(consumer: Consumer) -> None:
    assert redirects(consumer.run()) == set()
    rename()
    assert "/bg/novini/parva-kopka/ /bg/vesti/parva-kopka/ 301" in redirects(consumer.run())
    unpublish()
    assert "/en/news/breaking-ground/ 410" in redirects(consumer.run())


def test_an_address_of_before_the_cms_leads_nowhere(consumer: Consumer, tmp_path: Path) -> None:
    with publish_transaction():
        Redirect.objects.create(old_path="/staro", redirect_link="/bg/novini/")
    known = tmp_path / "addresses"
    known.write_text("/staro/\n/nyama/\n")
    assert redirects(consumer.run(str(known))) == {"/staro/ /bg/novini/ 301", "/nyama/ 404"}


def test_a_store_that_was_built_anew_stops_the_consumer(consumer: Consumer) -> None:
    before = consumer.run()
    Entry.objects.all().delete()
    ListState.objects.all().delete()
    Sequence.objects.all().delete()
    consistency.sync(lambda done, of: None)
    assert consumer.run() == before
    assert 410 in {asked.status for asked in consumer.server.asked}


def test_a_run_that_fails_loses_what_has_changed(consumer: Consumer, tmp_path: Path) -> None:
    consumer.run()
    edit()
    profile = SiteProfile.objects.get(locale=factories.locale("en"))
    with publish_transaction():
        profile.unpublish()
    with pytest.raises(AssertionError, match="404"):
        consumer.run()
    factories.publish(profile)
    files = consumer.run()
    assert "Вече започна" in files["bg/novini/index.html"]
    assert files == consumer.afresh(tmp_path / "afresh")
