"""A fixed list of requests that no client means well with, and what each is told."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from cms.wsgi import application
from tests.api import world
from tests.hostile import (
    CONTENT_TYPES,
    HEADERS,
    HOSTS,
    NUMBERS,
    VALUES,
    ask,
    check_harmless,
    line,
    some,
)

pytestmark = pytest.mark.django_db

API = "/api/v1/"
# What a refusal tells of a parameter: a part of its sentence.
LANGUAGE = "there are: bg, en"
SIZE = "from 1 to 100"
MOMENT = "A day such as 2026-01-31"
PLACE = "Nothing public is called|Null characters|no more than 2000"
LIST = {
    "locale": LANGUAGE,
    "limit": SIZE,
    "offset": "from 0 to 1000000",
    "cursor": "as it was given",
    "order": "published_at, -published_at",
    "fields": "there are: ",
    "updated_after": MOMENT,
    "colour": "there are: locale, fallback|there are: type|there are: fields",
}
# Every endpoint, and what each of its parameters tells to whatever stands in VALUES.
ENDPOINTS = {
    "": {"colour": "there are: none"},
    "site/": {"locale": LANGUAGE},
    "pages/": LIST
    | {"type": "home, about", "parent": PLACE, "under": PLACE, "translation_of": PLACE},
    "pages/{A}/": {"locale": LANGUAGE, "fallback": LANGUAGE},
    "resolve/": {"path": "A path of the site, such as|Null characters|no more than 2000"},
    "news/": {
        "category": PLACE,
        "member": PLACE,
        "year": "from 1900 to 9000",
        "from": MOMENT,
        "to": MOMENT,
    },
    "news/{A}/": {"locale": LANGUAGE},
    "news/categories/": {"limit": SIZE},
    "members/": {"kind": "industry, high_technology", "founder": "true, false"},
    "members.geojson": {"kind": "industry, high_technology", "limit": "there are: "},
    "search/": {"locale": LANGUAGE, "offset": "from 0 to 1000", "type": "home, about"},
    "search/suggest/": {"locale": LANGUAGE, "limit": SIZE},
    "changes/": {"cursor": "as it was given", "limit": SIZE},
    "schema/": {"colour": "there are: none"},
    "docs/": {"colour": "there are: none"},
}
NUMERIC = (
    "pages/?limit=",
    "pages/?offset=",
    "news/?year=",
    "changes/?limit=",
    "search/?q=a&limit=",
)
# Words like any other, unless they are too long for a word or hold a NUL.
WORDS = (
    "members/?municipality=",
    "members.geojson?municipality=",
    "search/?q=",
    "search/suggest/?q=",
)
NO_WORDS = ("NUL", "NUL in a word", "5,000 letters", "5,000 digits", "a tower of accents")
# Below these no value is an address.
ADDRESSES = ("", "v1/", "v1/pages/", "v1/news/", "v1/members/", "v1/preview/", "v1/problems/")

# One row each: a request, and the status with the parameter that is named.
QUERIES = {
    "news/?limit[]=1": "400 limit[]",
    "news/?limit%5B%5D=1": "400 limit[]",
    "news/?limit%00=1": "400 limit\0",
    "news/?%00=1": "400 \0",
    "news/?=1": "400 ",
    "news/?%FF=1": "400 \ufffd",
    f"news/?{'x' * 5000}=1": f"400 {'x' * 5000}",
    "news/?__proto__=1": "400 __proto__",
    "news/?title__startswith=a": "400 title__startswith",
    "news/?locale__in=bg": "400 locale__in",
    "news/?pk=1": "400 pk",
    "news/?Limit=1": "400 Limit",
    "news/?limit": "400 limit",
    "news/?limit=1;offset=1": "400 limit",
    "news/?limit=1&limit=1": "400 limit",
    "news/?limit=1&%6cimit=1": "400 limit",
    "news/?locale=bg&locale=en": "400 locale",
    "search/?q=a&q=b": "400 q",
    "resolve/?path=/bg/&path=/en/": "400 path",
    "news/?format=api": "400 format",
    "news/?callback=alert(1)": "400 callback",
    "news/?_method=DELETE": "400 _method",
    "news/?page=2": "400 page",
    f"news/?{'limit=1&' * 1001}": "400 limit",
    f"news/?{'limit=1&' * 10_001}": "400",
    "search/": "400 q",
    "search/suggest/": "400 q",
    "resolve/": "400 path",
    "news/?locale=": "400 locale",
    "news/?category=": "400 category",
    "search/?q=": "400 q",
    "changes/?cursor=": "400 cursor",
    # Fields and orders
    f"news/?fields={','.join(f'f{number}' for number in range(1000))}": "400 fields",
    "news/?fields=title,": "400 fields",
    "news/?fields=title.url": "400 fields",
    "news/?fields=*": "400 fields",
    "news/?fields=whole": "400 fields",
    "news/?order=--title": "400 order",
    "news/?order=title,id": "400 order",
    "news/?order=title%20desc": "400 order",
    "news/?order=?": "400 order",
    "news/?order=entry__full_json": "400 order",
    # Days and moments
    "news/?from=0000-01-01": "400 from",
    "news/?from=10000-01-01": "400 from",
    "news/?from=-2026-01-01": "400 from",
    "news/?to=2026-02-30": "400 to",
    "news/?to=9999-12-31T23:59:59Z": "400 to",
    "news/?from=2026-01-01T25:00:00": "400 from",
    "news/?from=2026-01-01T00:00:60": "400 from",
    "news/?from=2026-01-01T00:00:00%2B99:99": "400 from",
    "news/?from=2026-01-01T00:00:00+99:99": "400 from",
    "news/?from=2026-01-01Tx": "400 from",
    "news/?from=2026-W05-1": "400 from",
    "news/?from=20260131": "400 from",
    "news/?from=1767225600": "400 from",
    "news/?from=2026-01-31%0a": "400 from",
    f"news/?from={quote('٢٠٢٦-٠١-٣١')}": "400 from",
    "pages/?updated_after=0001-01-01T00:00:00%2B14:00": "400 updated_after",
    # Cursors
    "changes/?cursor=-1": "400 cursor",
    "changes/?cursor=0x1": "400 cursor",
    "changes/?cursor=1_0": "400 cursor",
    "changes/?cursor=ABC": "400 cursor",
    f"changes/?cursor={'f' * 16}": "400 cursor",
    f"changes/?cursor={quote('١')}": "400 cursor",
    "changes/?cursor=0": "410",
    # Ids, and what looks like one
    "pages/{{{A}}}/": "404",
    "pages/urn:uuid:{A}/": "404",
    "pages/{A}%00/": "404",
    "pages/{A}%0a/": "404",
    "pages/{A};x=1/": "404",
    "pages/{A}//": "404",
    "pages/{A}/../": "404",
    "pages/00000000-0000-0000-0000-000000000000/": "404",
    "pages/0/": "404",
    "news/-1/": "404",
    "members/{A}/": "404",
    "pages/?under=00000000-0000-0000-0000-000000000000": "400 under",
    "pages/?parent={A};x": "400 parent",
    "news/?category={A}": "400 category",
    "news/?member=../{A}": "400 member",
    # Paths
    "resolve/?path=//evil.example.org/": "400 path",
    "resolve/?path=https://evil.example.org/": "400 path",
    "resolve/?path=/%5Cevil.example.org/": "404",
    "resolve/?path=/bg/../admin/": "404",
    "resolve/?path=/bg/%2500/": "404",
    "resolve/?path=/bg/%ff/": "404",
    "resolve/?path=/bg/%ed%a0%80/": "404",
    "resolve/?path=/[bg/": "404",
    "resolve/?path=/bg/;/": "404",
    "resolve/?path=site:bg": "400 path",
    "/": "404",
    "news": "404",
    "news/;x": "404",
    "./news/": "404",
    "..%2fv1%2fnews/": "404",
    "../../admin/": "404",
    "%6eews%00/": "404",
    "NEWS/": "404",
    "problems/__class__/": "404",
    "problems/Gone/": "404",
    f"preview/{'0' * 32}.{'a' * 43}/": "404",
    f"preview/{'0' * 32}%2e{'a' * 43}/": "404",
}
METHODS = ("POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "dispatch", "__init__")
ACCEPTED = (
    "*/*;q=x", "application/json;q=0.1", "application/json;charset=utf-16", "Application/JSON",
)  # fmt: skip
NOT_ACCEPTED = (
    "", "*", "text/csv", ";;;", "/", "\0", "\xff", "a/b," * 2500, "a" * 10_000, "../../etc/passwd",
    "application/json2", "application/x;x*=nosuch''%41",
)  # fmt: skip

# A request: its target, the method, what its environment has besides, and what is expected.
Row = tuple[str, str, dict[str, str], str]


def in_parameters() -> Iterator[Row]:
    asked = [(endpoint, name) for endpoint, names in ENDPOINTS.items() for name in names]
    for place, (endpoint, name) in enumerate(asked):
        before = "q=a&" if endpoint.startswith("search/") else ""
        before += "locale=bg&" if name == "fallback" else ""
        for _, value in some(place):
            yield f"{endpoint}?{before}{name}={value}", "GET", {}, f"400 {name}"
    for start in NUMERIC:
        name = re.split("[?&]", start)[-1].rstrip("=")
        yield from ((f"{start}{value}", "GET", {}, f"400 {name}") for value in NUMBERS.values())


def in_words() -> Iterator[Row]:
    for place, start in enumerate(WORDS):
        name = start.partition("?")[2].rstrip("=")
        for attack, value in (*some(place), *some(place + 1)):
            yield f"{start}{value}", "GET", {}, f"400 {name}" if attack in NO_WORDS else "200"


def in_addresses() -> Iterator[Row]:
    for place, start in enumerate(ADDRESSES):
        yield from ((f"../{start}{value}/", "GET", {}, "404") for _, value in some(place))


def in_queries() -> Iterator[Row]:
    yield from ((target, "GET", {}, expected) for target, expected in QUERIES.items())


def in_methods() -> Iterator[Row]:
    for method in METHODS:
        yield from ((endpoint, method, {}, "405") for endpoint in ENDPOINTS)
        yield f"preview/{'a' * 76}/", method, {}, "405"
        yield from ((target, method, {}, "404") for target in ("../", "nyama/", "../write/"))


def in_headers() -> Iterator[Row]:
    for endpoint in ("", "news/?limit=1", "pages/{A}/", "changes/", "schema/"):
        yield from ((endpoint, "GET", environ, "200") for environ in HEADERS.values())
        yield from ((endpoint, "GET", {"HTTP_ACCEPT": accept}, "200") for accept in ACCEPTED)
        yield from ((endpoint, "GET", {"HTTP_ACCEPT": accept}, "406") for accept in NOT_ACCEPTED)
    for endpoint in ("", "news/", "nyama/", "problems/gone/"):
        yield from ((endpoint, "GET", {"HTTP_HOST": host}, "400") for host in HOSTS)


KINDS = (in_parameters, in_words, in_addresses, in_queries, in_methods, in_headers)


@pytest.fixture(autouse=True)
def nobody_is_too_quick(settings: Settings) -> None:
    settings.PREVIEW_RATE = "100000/minute"


def test_a_hostile_request_is_not_told_what_is_wrong_with_it(subtests: pytest.Subtests) -> None:
    ids = world.make().ids
    for kind in KINDS:
        for path, rows in groupby(kind(), key=lambda row: row[0].partition("?")[0]):
            with subtests.test(f"{kind.__name__}: {path[:100]}"):
                for row in rows:
                    check(row, ids)


def check(row: Row, ids: dict[str, str]) -> None:
    """Fail if a row's request does harm, or is answered otherwise than the row says."""
    target, method, environ, expected = row
    address = _address(target, ids)
    response, queries = ask(address, method, **environ)
    asked = f"{method} {address[:500]} {str(environ)[:100]}"
    assert response.status_code == int(expected[:3]), asked
    check_harmless(response)
    check_refusal(response, expected, asked)
    assert queries <= (1 if expected.startswith("400") else 2), asked


def _address(target: str, ids: dict[str, str]) -> str:
    """The address of a row; `../` is the way out of this version of the API, `{A}` an article."""
    address = API + target if not target.startswith("../") else "/api/" + target[3:]
    return address.replace("{A}", ids["A"])


def check_refusal(response: Any, expected: str, asked: str) -> None:
    """Fail if a refusal leaves open what was wrong."""
    status, named, parameter = expected.partition(" ")
    if status == "200":
        return
    assert response["Content-Type"] == "application/problem+json", asked
    problem = response.json()
    assert problem["status"] == response.status_code
    assert problem["type"].startswith("http://testserver/api/v1/problems/")
    assert problem["title"]
    assert problem["detail"]
    assert set(problem.get("parameters", ())) == ({parameter} if named else set()), asked


def test_a_refusal_does_not_say_what_is_accepted(subtests: pytest.Subtests) -> None:
    for endpoint, parameters in ENDPOINTS.items():
        question = "q=a&" if endpoint.startswith("search/") else ""
        for name, told in parameters.items():
            for attack in ("a quotation mark", "NUL", "5,000 letters"):
                target = f"{endpoint}?{question}{name}={VALUES[attack]}"
                address = _address(target, {"A": str(UUID(int=0))})
                with subtests.test(f"{endpoint} {name}: {attack}"):
                    reasons = ask(address)[0].json()["parameters"][name]
                    assert re.search(told, " ".join(reasons))


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
def test_a_requests_content_type_changes_how_its_query_is_read(content_type: str) -> None:
    """At the door of the server: Django makes its request of the header before any view."""
    status, body = at_the_door(CONTENT_TYPE=content_type)
    assert status == "400 Bad Request"
    assert b"There is no such parameter" in body


def test_a_long_host_is_looked_at_for_long() -> None:
    """Django's pattern is never asked of it: what it is asked of is refused."""
    status, body = at_the_door(HTTP_HOST="a" * 60_000)
    assert status == "400 Bad Request"
    assert b"problems/bad-request/" in body


def at_the_door(**headers: str) -> tuple[str, bytes]:
    statuses: list[str] = []
    environ = RequestFactory().get("/").environ | line("/api/v1/?x=+2AA-%5Cud800") | headers
    body = application(environ, lambda status, headers: statuses.append(status))
    return statuses[0], b"".join(body)
