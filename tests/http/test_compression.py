"""Compressed answers, their tags, and what a client that knows one is told."""

import gzip

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cms.store.models import Entry
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NEWS = "/api/v1/news/"
ROBOTS = "/robots.txt"
# What changes with the store, and what stays as long as the settings do.
MOVING = ["/bg/novini/", "/bg/novini/feed.rss", "/sitemap-bg-1.xml", "/sitemap.xml", NEWS]
FIXED = ["/api/v1/", "/api/v1/problems/gone/", ROBOTS]
EMPTY = "/api/v1/members/"
# Too short to be compressed.
SHORT = {EMPTY, ROBOTS}

PLAIN: dict[str, str] = {}
GZIP = {"Accept-Encoding": "br, gzip;q=0.8"}


@pytest.fixture
def moving() -> list[str]:
    """The addresses of a list, an entry, a page, a feed, sitemaps."""
    factories.site_profile()
    factories.article(summary="Кратко " * 50)
    return [*MOVING, f"{NEWS}{Entry.objects.get(type='news').pk}/"]


@pytest.fixture
def paths(moving: list[str]) -> list[str]:
    return [*moving, *FIXED, EMPTY]


def test_an_answer_is_not_compressed_or_not_the_same(client: Client, paths: list[str]) -> None:
    for path in paths:
        plain, small = client.get(path), client.get(path, headers=GZIP)
        assert plain["Vary"] == small["Vary"] == "Accept-Encoding", path
        assert "Content-Encoding" not in plain
        if path in SHORT:
            assert small.content == plain.content
            continue
        assert small["Content-Encoding"] == "gzip", path
        assert len(small.content) < len(plain.content)
        assert gzip.decompress(small.content) == plain.content
        assert small["Content-Type"] == plain["Content-Type"]


def test_a_tag_is_strong_where_it_must_be_weak(client: Client, paths: list[str]) -> None:
    for path in paths:
        strong = client.get(path)["ETag"]
        assert strong.startswith('"')
        assert client.get(path, headers=GZIP)["ETag"] == f"W/{strong}"


@pytest.mark.parametrize("wish", ["GZIP", "br, GZip;q=0.5", "x-gzip", "X-GZIP;Q=1"])
def test_the_name_of_a_coding_has_no_case(client: Client, paths: list[str], wish: str) -> None:
    for path in set(paths) - SHORT:
        response = client.get(path, headers={"Accept-Encoding": wish})
        assert response["Content-Encoding"] == "gzip", path
        assert response["ETag"] == f"W/{client.get(path)['ETag']}"


@pytest.mark.parametrize(
    "refusal", ["", "identity", "br", "gzip;q=0", "gzip; q=0.000, br", "GZIP;Q=0"]
)
def test_who_wants_no_gzip_gets_it(client: Client, paths: list[str], refusal: str) -> None:
    for path in paths:
        response = client.get(path, headers={"Accept-Encoding": refusal})
        assert "Content-Encoding" not in response
        assert response["ETag"].startswith('"')


@pytest.mark.parametrize("accepts", [PLAIN, GZIP], ids=["plain", "gzip"])
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', 'W/"other",W/{}', "*"])
def test_a_known_tag_gets_no_304(
    client: Client, paths: list[str], form: str, accepts: dict[str, str]
) -> None:
    for path in paths:
        known = form.format(client.get(path)["ETag"])
        first = client.get(path, headers=accepts)
        again = client.get(path, headers={**accepts, "If-None-Match": known})
        assert (again.status_code, again.content) == (304, b""), path
        for name in ("ETag", "Vary", "Cache-Control", "Last-Modified"):
            assert again.get(name) == first.get(name), name
        assert "Content-Encoding" not in again


@pytest.mark.parametrize("accepts", [PLAIN, GZIP], ids=["plain", "gzip"])
def test_a_moment_outranks_a_tag(
    client: Client, moving: list[str], accepts: dict[str, str]
) -> None:
    old = "Thu, 15 Jan 2015 09:00:00 GMT"
    for path in moving:
        first = client.get(path, headers=accepts)
        tag, moment = first["ETag"], first["Last-Modified"]
        for conditions, status in (
            ({"If-Modified-Since": moment}, 304),
            ({"If-Modified-Since": moment, "If-None-Match": '"other"'}, 200),
            ({"If-Modified-Since": old, "If-None-Match": tag}, 304),
            ({"If-Modified-Since": old}, 200),
        ):
            response = client.get(path, headers={**accepts, **conditions})
            assert response.status_code == status, (path, conditions)


def test_what_has_no_moment_tells_none_and_is_known_by_none(client: Client) -> None:
    """It changes with the settings and the code, which the store's clock knows nothing of."""
    later = {"If-Modified-Since": "Thu, 01 Jan 2099 09:00:00 GMT"}
    for path in FIXED:
        assert "Last-Modified" not in client.get(path)
        assert client.get(path, headers=later).status_code == 200


@pytest.mark.parametrize("accepts", [PLAIN, GZIP], ids=["plain", "gzip"])
def test_head_says_anything_else_than_get(
    client: Client, paths: list[str], accepts: dict[str, str]
) -> None:
    for path in paths:
        got, head = client.get(path, headers=accepts), client.head(path, headers=accepts)
        assert (head.status_code, head.content) == (200, b"")
        assert dict(head.headers) == dict(got.headers)


def test_an_answer_is_anothers_for_another_visitor(client: Client, paths: list[str]) -> None:
    for path in paths:
        headers = {"Accept-Language": "en", "Cookie": f"session={'x' * 32}"}
        other = client.get(path, headers=headers)
        assert other.content == client.get(path).content
        assert other["Vary"] == "Accept-Encoding"
        assert not other.cookies


def test_the_back_office_or_a_file_is_compressed(admin: Client) -> None:
    document = factories.document()
    file = settings.MEDIA_ROOT / document.file.name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"%PDF" * 1000)
    login = Client().get(reverse("wagtailadmin_login"), headers=GZIP)
    for response in (
        login,
        admin.get(reverse("wagtailadmin_home"), headers=GZIP),
        admin.get(document.url, headers=GZIP),
    ):
        assert response.status_code == 200
        assert response.get("Content-Encoding") != "gzip"
        assert "Accept-Encoding" not in response.get("Vary", "")
        response.close()
