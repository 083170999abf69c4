"""Every public answer there is, found as a stranger would who knew every address there ever was.

`walk` asks for whatever the database has an address for, public or not, for the fixed addresses of
the public contract, whether they are built yet or not, and for every address that an answer names.
The API tells its endpoints and their parameters itself. So what is added later is walked too.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import product
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page

from cms.content.entry_types import TYPES, list_snippet_models
from cms.content.serializers.links import get_entry_id
from cms.store.models import Entry

FIXED = [
    "/", "/nyama/", "/api/", "/api/v1/", "/api/nyama/", "/admin/", "/admin/login/",
    "/health/live", "/health/ready", "/_util/login/", "/documents/",
    "/sitemap.xml", "/sitemap-news.xml", "/robots.txt", "/feeds.opml", "/llms.txt",
    "/.well-known/security.txt", "/api/write/",
]  # fmt: skip
# Below a language's home, and below every page.
IN_A_LANGUAGE = [
    "", "nyama/", "abonament/", "abonament/poshta/", "subscribe/", "subscribe/mail/", "tarsene/",
    "search/",
]  # fmt: skip
SEARCHES = ["tarsene/?q=", "search/?q="]
BELOW_A_PAGE = ["", "feed.rss", "feed.atom", "feed.json", "?page=2", "index.md", "contact.vcf"]
API = [
    "site/", "resolve/", "search/", "search/suggest/", "changes/", "schema/", "docs/",
    "news/categories/", "members.geojson", "nyama/",
]  # fmt: skip
# Asked for where words are looked for: texts that are to be found hold it.
WORD = "птица"
VALUES = {
    "locale": ["bg", "en", "xx"],
    "limit": ["1", "100"],
    "offset": ["1", "60"],
    "q": [WORD],
    "type": list(TYPES),
    "order": ["title", "-updated_at"],
    "path": ["/bg/", "/bg/nyama/"],
}
# For a parameter that is not in the list.
SOME_VALUES = ["bg", "en", "1", WORD]

# More addresses than any test's site has.
MOST = 20_000

NAMES = re.compile(r"there are: ([\w, ]+)\.")
ATTRIBUTES = re.compile(r'\b(?:href|src|action)="([^"]*)"')
PATHS = re.compile(r'"(/[^"\s<>\\]*)"')


@dataclass(frozen=True)
class Answer:
    """One answer; `request` tells how it was got, such as "GET /bg/"."""

    request: str
    address: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """All that it says, headers included."""
        lines = [f"{name}: {value}" for name, value in self.headers.items()]
        return "\n".join([*lines, "", self.body.decode(errors="replace")])


def walk(also: Iterable[str] = ()) -> list[Answer]:
    """Return every answer a stranger can get, beginning with every address that is known."""
    return list(_Walk([*_fixed(), *_everything(), *also]).run())


def tags(answers: Iterable[Answer]) -> dict[str, tuple[Any, ...]]:
    """By request, what a cache goes by: status, tag, moment; and the body they stand for."""
    names = ("ETag", "Last-Modified")
    return {
        answer.request: (
            answer.status,
            *(answer.headers.get(name) for name in names),
            answer.body if "ETag" in answer.headers else b"",
        )
        for answer in answers
    }


class _Walk:
    """Each address is asked for once, in every way."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self.client = Client()
        self.known: set[str] = set()
        self.waiting: deque[str] = deque()
        self.add(addresses)

    def add(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            if address not in self.known:
                self.known.add(address)
                self.waiting.append(address)
        assert len(self.known) < MOST, f"the walk does not end: {list(self.waiting)[-3:]}"

    def run(self) -> Iterator[Answer]:
        while self.waiting:
            address = self.waiting.popleft()
            for answer in self.ask(address):
                self.add(_named(answer))
                yield answer

    def ask(self, address: str) -> Iterator[Answer]:
        """Ask in every way, unless nothing is there, or another address."""
        got = self.request("GET", address)
        yield got
        if "?" in address or got.status in (301, 404):
            return
        for method in ("HEAD", "OPTIONS", "POST"):
            yield self.request(method, address)
        if address.startswith("/api/"):
            yield self.request("GET", address, "text/html")
            refused = self.request("GET", f"{address}?nyama={WORD}")
            self.add(_with_parameters(address, refused.text))
            yield refused

    def request(self, method: str, address: str, accept: str = "*/*") -> Answer:
        response = self.client.generic(method, address, headers={"Accept": accept})
        return Answer(
            f"{method} {address} as {accept}" if accept != "*/*" else f"{method} {address}",
            address,
            response.status_code,
            {**response.headers, "Set-Cookie": response.cookies.output()},
            response.getvalue(),
        )


def _fixed() -> Iterator[str]:
    """The addresses that have a name in the contract."""
    yield from FIXED
    for code, _ in settings.LANGUAGES:
        yield from (f"/{code}/{path}" for path in IN_A_LANGUAGE)
        yield from (f"/{code}/{path}{WORD}" for path in SEARCHES)
    yield from (f"/api/v1/{path}" for path in API)


def _everything() -> Iterator[str]:
    """The address that each thing in the database has, would have if it were public, or had."""
    pages = Page.objects.filter(depth__gt=1).select_related("locale")
    snippets: list[Any] = [
        each for model in list_snippet_models() for each in model._default_manager.all()
    ]
    paths = [page.url_path for page in pages] + [each.get_public_path() for each in snippets]
    paths += Entry.objects.values_list("path", flat=True)
    ids = [get_entry_id(it.translation_key, it.locale.language_code) for it in [*pages, *snippets]]
    ids += Entry.objects.values_list("pk", flat=True)
    for path, below in product(dict.fromkeys(paths), BELOW_A_PAGE):
        if path.startswith("/"):
            yield path + below
    for identity, endpoint in product(dict.fromkeys(ids), ("pages", "news", "members")):
        yield f"/api/v1/{endpoint}/{identity}/"
    yield from (f"{path}/" for path in Redirect.objects.values_list("old_path", flat=True))
    yield from (document.url for document in get_document_model().objects.all())


def _with_parameters(address: str, refusal: str) -> Iterator[str]:
    """The address with each parameter that its refusal of an unknown one names, by itself and in
    each language."""
    names = NAMES.search(refusal)
    for name in names[1].split(", ") if names and names[1] != "none" else ():
        for value in VALUES.get(name, SOME_VALUES):
            yield f"{address}?{name}={value}"
            if name != "locale":
                languages = (code for code, _ in settings.LANGUAGES)
                yield from (f"{address}?locale={code}&{name}={value}" for code in languages)


def _named(answer: Answer) -> Iterator[str]:
    """The addresses of ours that an answer names; the back office is not public."""
    own = re.compile(re.escape(settings.BASE_URL) + r"(/[^\s\"'<>\\,;)]*)")
    text = answer.text
    found = [*ATTRIBUTES.findall(text), *PATHS.findall(text), *own.findall(text)]
    found.append(answer.headers.get("Location", ""))
    for address in found:
        full = urlsplit(urljoin(settings.BASE_URL + answer.address, unescape(address)))
        path = full._replace(scheme="", netloc="", fragment="").geturl()
        ours = f"{full.scheme}://{full.netloc}" == settings.BASE_URL
        if ours and not path.startswith(("/admin/", "/_util/login/", settings.STATIC_URL)):
            yield path
