"""What an installation answers to the public, and to its people, in a form that can be compared."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from tests.upgrade.changes import (
    OFF_THE_STORE,
    REWORDED,
    UNCOMPARED_HEADERS,
    UNCOMPARED_OFF_THE_STORE,
    UNCOMPARED_ON_THE_SITE,
    UNCOMPARED_WORDS,
)
from tests.upgrade.installation import HOST, Answer, Browser

JSON = dict[str, Any]

# Where a stranger begins; what these name is asked for too.
STARTS = [
    "/", "/sitemap.xml", "/robots.txt", "/feeds.opml", "/api/v1/", "/api/v1/changes/?limit=100",
    *(f"/api/v1/{each}/?locale={code}&limit=100"
      for each in ("pages", "news", "members", "news/categories")
      for code in ("bg", "en", "de")),
    *(f"/api/v1/{each}" for each in (
        "site/?locale=bg", "site/?locale=en", "site/?locale=de", "members.geojson?locale=bg",
        "members.geojson?locale=en", "pages/?locale=bg&limit=5", "news/?locale=de&fallback=bg",
        "news/?locale=bg&order=title", "news/?locale=bg&order=-updated_at",
        "search/?q=%D0%BA%D0%BB%D1%8A%D1%81%D1%82%D0%B5%D1%80", "search/?q=EN&locale=en",
        "search/suggest/?q=%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD&locale=bg", "resolve/?path=/bg/nyama/",
        "news/00000000-0000-4000-8000-000000000000/",
    )),
    "/bg/tarsene/?q=%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B0", "/en/search/?q=news", "/de/search/",
    "/bg/abonament/", "/en/subscribe/", "/bg/abonament/poshta/", "/de/subscribe/mail/",
    "/nyama/", "/bg/nyama/",
]  # fmt: skip
# Of these answers no further addresses are taken: they name too many, or none.
LEAVES = re.compile(r"^/(documents|media|static|admin|_util|preview|api/v1/(schema|docs))")
# The news sitemap holds the articles of the last two days.
SKIPPED = re.compile(r"^/(admin|static|_util|sitemap-news|api/v1/(schema|docs|problems)|api/write)")
OWN_ADDRESS = re.compile(rf"http://{HOST}(/[^\s\"'<>\\,;)\]]*)")


def walk(browser: Browser, known: Iterable[str]) -> JSON:
    """Ask for the known addresses, and for all that their answers name; return the answers."""
    waiting, answers = list(dict.fromkeys([*STARTS, *known])), {}
    for address in waiting:
        answer = browser.get(address)
        answers[address] = reduced(answer)
        if not LEAVES.match(address):
            new = dict.fromkeys(_named(address, answer))
            waiting += [each for each in new if each not in answers and each not in waiting]
    return answers


def ask(browser: Browser, addresses: Iterable[str]) -> JSON:
    return {address: reduced(browser.get(address)) for address in addresses}


def reduced(answer: Answer) -> JSON:
    """Return what is kept of an answer."""
    kind = answer.headers.get("content-type", "")
    # Cookies stay out of a fixture.
    headers = _without(answer.headers, UNCOMPARED_HEADERS)
    return {"status": answer.status, "headers": headers, "body": _body(kind, answer.body)}


def differences(recorded: Mapping[str, JSON], answers: Mapping[str, JSON]) -> list[str]:
    """Return in words where answers differ from those that were recorded."""
    found = []
    for address, was in recorded.items():
        expected, now = _reworded(address, _compared(address, was)), answers[address]
        found += [f"{address}: {line}" for line in _differing(expected, _compared(address, now))]
    return found


def _compared(address: str, answer: JSON) -> JSON:
    """Return what is compared of an answer: without what the reviewed lists name."""
    is_page = "html" in answer["headers"].get("content-type", "")
    ignored = UNCOMPARED_HEADERS | (UNCOMPARED_ON_THE_SITE if is_page else {})
    headers = _without(answer["headers"], ignored)
    text = json.dumps(answer | {"headers": headers}, ensure_ascii=False)
    off_the_store = OFF_THE_STORE.match(address)
    for words in UNCOMPARED_WORDS | (UNCOMPARED_OFF_THE_STORE if off_the_store else {}):
        text = words.sub("", text)
    compared: JSON = json.loads(text)
    return compared


def _without(headers: Mapping[str, str], ignored: Iterable[str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in ignored}


def _reworded(address: str, recorded: JSON) -> JSON:
    """Return a recorded answer with the words that were changed on purpose since."""
    text = json.dumps(recorded, ensure_ascii=False)
    for each in REWORDED:
        if each.addresses.search(address):
            text = each.was.sub(each.now, text)
    reworded: JSON = json.loads(text)
    return reworded


def _differing(expected: Any, now: Any, where: str = "") -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(now, dict):
        for name in expected.keys() | now.keys():
            absent = "(absent)"
            yield from _differing(
                expected.get(name, absent), now.get(name, absent), f"{where}/{name}"
            )
    elif isinstance(expected, list) and isinstance(now, list) and len(expected) == len(now):
        for number, (one, other) in enumerate(zip(expected, now, strict=True)):
            yield from _differing(one, other, f"{where}/{number}")
    elif expected != now:
        yield f"{where} was {str(expected)[:300]!r} and is {str(now)[:300]!r}"


def _body(kind: str, body: bytes) -> Any:
    if "json" in kind:
        return json.loads(body)
    if "html" in kind:
        return _page(BeautifulSoup(body.decode(), "html.parser"))
    if kind.startswith("text/") or "xml" in kind:
        return body.decode().splitlines()
    return hashlib.sha256(body).hexdigest()


def _page(page: BeautifulSoup) -> JSON:
    """Return what a page of the site says to a reader and to a search engine."""
    main = page.select_one("main") or page
    head = {
        f"{each.name} {each.get('rel') or each.get('name') or each.get('property')} "
        f"{each.get('hreflang', '')}": each.get("href") or each.get("content")
        for each in page.select("link[rel=canonical], link[rel=alternate], link[rel=hub], "
                                "meta[name=description], meta[name=robots], meta[property]")
    }  # fmt: skip
    root = page.select_one("html")
    return {
        "language": root.get("lang") if root else None,
        "title": page.title.get_text() if page.title else None,
        "head": head,
        "words": [" ".join(each.split()) for each in main.stripped_strings],
        "links": [_target(each) for each in main.select("a[href], form[action], img[src]")],
    }


def _target(element: Tag) -> str:
    return str(element.get("href") or element.get("action") or element.get("src"))


def _named(address: str, answer: Answer) -> Iterator[str]:
    """Yield the public addresses of this installation that an answer names."""
    kind = answer.headers.get("content-type", "")
    found = [answer.headers["location"]] if "location" in answer.headers else []
    if "html" in kind:
        page = BeautifulSoup(answer.text, "html.parser")
        found += [_target(each) for each in page.select("main a[href], main img[src]")]
        found += [str(each["href"]) for each in page.select("link[rel=alternate]")]
    elif "json" in kind or "xml" in kind or "text" in kind:
        found += OWN_ADDRESS.findall(answer.text)
    for each in found:
        full = urlsplit(urljoin(f"http://{HOST}{address}", each))
        path = full._replace(scheme="", netloc="", fragment="").geturl()
        if full.netloc == HOST and not SKIPPED.match(path):
            yield path
