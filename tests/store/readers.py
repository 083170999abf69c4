"""What readers get from the API, the site and the feeds, held against the second look."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any
from urllib.parse import quote

import feedparser
from django.conf import settings
from django.test import Client

from members.models import MemberPage
from news.models import NewsCategory, NewsIndexPage, NewsPage
from tests.api.mirror import Mirror
from tests.store.oracle import Look, Public, spoken

API = "/api/v1/"
FEED_SIZE = 20
GONE, NOTHING = {410}, {404, 410}
HEADING = re.compile(r"<h1[^>]*>\s*(.*?)\s*</h1>", re.DOTALL)
LOGIN = "/admin/login/?next="
# How many of the addresses that an act did not change are read after it.
SAMPLE = 3


class Readers:
    """They read after each act, and remember what they were told before."""

    def __init__(self) -> None:
        self.client = Client()
        self.last = Look()
        self.turn = 0
        # Every path and id that ever was public, and the language of each.
        self.paths: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        # The id of what left a path for another while everybody could read it.
        self.moved: dict[str, str] = {}
        # What the change log tells, and nothing else.
        self.mirror = Mirror(self.client)
        # The answer behind each address and tag.
        self.bodies: dict[tuple[str, str], bytes] = {}

    def read(self, now: Look, everything: bool = False) -> None:
        """Read what an act has changed and a sample of the rest, or all there is."""
        self.turn += 1
        self.now = now
        said, before = (
            {(public.id, public.path): public.said for public in look.things}
            for look in (now, self.last)
        )
        changed = {key for key in said.keys() | before.keys() if said.get(key) != before.get(key)}
        self._remember()
        self._lists()
        self._follow(everything)
        for public in now.of(NewsIndexPage):
            self._feed(public)
        for path in self._some(self.paths, {path for _, path in changed}, everything):
            self._address(path)
            self._resolve(path)
        for identity in self._some(self.ids, {identity for identity, _ in changed}, everything):
            self._entry(identity)
        self.last = now

    def _remember(self) -> None:
        for public in self.now.things:
            before = self.last.ids.get(public.id)
            if before and before.path != public.path:
                self.moved[before.path] = public.id
        for public in self.now.things:
            self.moved.pop(public.path, None)
            self.paths[public.path] = self.ids[public.id] = public.locale

    def _some(self, known: Iterable[str], changed: set[str], everything: bool) -> set[str]:
        found = sorted(known)
        if everything or not found:
            return set(found)
        return changed | {found[(self.turn * SAMPLE + n) % len(found)] for n in range(SAMPLE)}

    def _get(self, address: str) -> Any:
        """An answer that says nothing private, and nothing else than before under the same tag."""
        response = self.client.get(address)
        assert response.status_code < 500, address
        private = spoken(response.content.decode()) - self.now.words
        assert not private, f"{address} tells {private}"
        if tag := response.get("ETag"):
            known = self.bodies.setdefault((address, tag), response.content)
            assert known == response.content, f"{address} changed under the tag {tag}"
        return response

    # The API

    def _lists(self) -> None:
        everything = {public.said for public in self.now.things}
        told = list(self._list("pages/"))
        assert len(told) == len(everything)
        assert set(told) == everything
        kinds = {"news/": NewsPage, "members/": MemberPage}
        for code in ("", *dict(settings.LANGUAGES)):
            for name, kind in kinds.items():
                assert list(self._list(name, code)) == [p.said for p in self.now.of(kind, code)]
        categories = {public.said for public in self.now.of(NewsCategory)}
        assert set(self._list("news/categories/")) == categories

    def _list(self, name: str, locale: str = "") -> Iterable[tuple[str, ...]]:
        """Turn all pages of a list; every fourth time they are short."""
        limit = 100 if self.turn % 4 else 4
        url = f"{settings.BASE_URL}{API}{name}?limit={limit}{locale and f'&locale={locale}'}"
        while url:
            assert url.startswith(f"{settings.BASE_URL}{API}{name}?"), url
            page = self._get(url.removeprefix(settings.BASE_URL)).json()
            yield from map(_said, page["results"])
            url = page["next"]

    def _follow(self, everything: bool) -> None:
        """Now and then in small steps, after a restart, or not at all for a while."""
        if not everything and self.turn % 3 == 0:
            return
        if self.turn % 5 == 0:
            self.mirror = self.mirror.restarted()
        self.mirror.follow(limit=100 if self.turn % 4 else 3)
        held = {_said(entry) for entry in self.mirror.entries.values()}
        assert held == {public.said for public in self.now.things}

    def _resolve(self, path: str) -> None:
        response = self._get(f"{API}resolve/?path={quote(path)}")
        answer = response.json()
        if public := self.now.paths.get(path):
            assert (response.status_code, _said(answer)) == (200, public.said), path
        elif response.status_code == 200:
            site = self.client.get(path)
            # `path` is null where an operator's redirect leads to another site.
            redirect = answer["redirect"]
            assert site["Location"] == (redirect["path"] or redirect["url"]), path
        else:
            assert response.status_code in NOTHING, path

    def _entry(self, identity: str) -> None:
        public = self.now.ids.get(identity)
        response = self._get(f"{API}pages/{identity}/")
        if public is None:
            assert response.status_code in GONE, identity
            return
        entry = response.json()
        assert _said(entry) == public.said
        elsewhere = {other["locale"]: other["path"] for other in entry["translations"]}
        assert elsewhere == self.now.translations(public), public.path

    # The site

    def _address(self, path: str) -> None:
        response = self._get(path)
        status, target = response.status_code, response.get("Location", "")
        if public := self.now.paths.get(path):
            (heading,) = HEADING.findall(response.content.decode())
            assert (status, unescape(heading)) == (200, public.thing.title), path
        elif self.paths[path] not in dict(settings.LANGUAGES):
            assert status in NOTHING, path
        elif wanted := self.now.redirects(path):
            assert (status, target) in wanted, f"{path}: {status} {target}, not {wanted}"
        elif path in self.now.restricted:
            assert (status, target) == (302, f"{LOGIN}{path}"), f"{path}: {status} {target}"
        elif moved := self.now.ids.get(self.moved.get(path, "")):
            assert (status, target) == (301, moved.path), f"{path}: {status} {target}"
        else:
            # What came back to another address may be found from this one.
            assert status in NOTHING or target in self.now.paths, f"{path}: {status} {target}"

    # The feeds

    def _feed(self, section: Public) -> None:
        response = self._get(f"{section.path}feed.rss")
        assert response.status_code == 200, section.path
        feed = feedparser.parse(response.content, sanitize_html=False)
        assert feed.feed.link == f"{settings.BASE_URL}{section.path}"
        told = [(item.id, item.link, item.title) for item in feed.entries]
        for path in (path for path, identity in self.moved.items() if identity == section.id):
            assert self._get(f"{path}feed.rss").get("Location") == f"{section.path}feed.rss", path
        articles = self.now.of(NewsPage, section.locale)[:FEED_SIZE]
        assert told == [
            (f"urn:uuid:{each.id}", f"{settings.BASE_URL}{each.path}", each.thing.title)
            for each in articles
        ]


def _said(entry: dict[str, Any]) -> tuple[str, ...]:
    """As `Public.said`; the addresses must agree."""
    assert entry["url"] == f"{settings.BASE_URL}{entry['path']}", entry["url"]
    return tuple(entry[name] for name in ("id", "type", "locale", "title", "path", "summary"))
