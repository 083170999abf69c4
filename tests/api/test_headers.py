"""What caches are told: tags, moments, what an answer varies by; and when they get a 304."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from cms.store.flush import publish_transaction
from cms.store.models import Entry
from news.models import NewsPage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PATHS = ("/api/v1/pages/", "/api/v1/news/", "/api/v1/news/?locale=bg", "/api/v1/news/?limit=1")


@pytest.fixture
def article() -> NewsPage:
    return factories.article()


@pytest.fixture
def entry_url(article: NewsPage) -> str:
    return f"/api/v1/news/{Entry.objects.get(type='news').pk}/"


def moment(response: Any) -> datetime:
    return parsedate_to_datetime(response["Last-Modified"])


def test_an_answer_lacks_a_header(client: Client, entry_url: str) -> None:
    for path in (*PATHS, entry_url):
        response = client.get(path)
        assert response["ETag"].startswith('"')
        assert moment(response)
        assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Access-Control-Expose-Headers"] == "ETag, Retry-After"


def test_an_answer_varies_by_cookie_or_language(client: Client, entry_url: str) -> None:
    for path in (*PATHS, "/api/v1/", entry_url):
        response = client.get(
            path, headers={"Accept-Language": "en", "Cookie": f"session={'x' * 32}"}
        )
        assert not response.cookies
        assert response["Vary"] == "Accept-Encoding"
        assert response.content == client.get(path).content


def test_the_language_of_an_answer_is_not_told(client: Client, entry_url: str) -> None:
    told = {path: client.get(path)["Content-Language"] for path in (*PATHS, entry_url)}
    assert told == {
        "/api/v1/pages/": "bg, en",
        "/api/v1/news/": "bg, en",
        "/api/v1/news/?locale=bg": "bg",
        "/api/v1/news/?limit=1": "bg, en",
        entry_url: "bg",
    }
    assert client.get("/api/v1/")["Content-Language"] == "en"


def test_two_answers_share_a_tag(client: Client, entry_url: str) -> None:
    paths = ["news/", "news/?limit=1", "news/?limit=1&offset=1", "news/?limit=11", "pages/"]
    tags = [client.get(f"/api/v1/{path}")["ETag"] for path in paths]
    assert len(set(tags)) == len(paths)


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', 'W/"other",W/{}', "*"])
def test_a_known_tag_gets_no_304(client: Client, entry_url: str, form: str) -> None:
    for path in (*PATHS, "/api/v1/", entry_url):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": form.format(first["ETag"])})
        assert again.status_code == 304
        assert again.content == b""
        for name in ("ETag", "Cache-Control", "Content-Language", "Access-Control-Allow-Origin"):
            assert again[name] == first[name]


def test_an_unknown_tag_gets_a_304(client: Client, entry_url: str) -> None:
    for tag in ('"other"', 'W/"other"', "broken", '"'):
        assert client.get(entry_url, headers={"If-None-Match": tag}).status_code == 200


def test_a_known_moment_gets_no_304(client: Client, entry_url: str) -> None:
    for path in (*PATHS, entry_url):
        first = client.get(path)
        again = client.get(path, headers={"If-Modified-Since": first["Last-Modified"]})
        assert again.status_code == 304
        assert again.content == b""


def test_an_older_moment_or_nonsense_gets_a_304(client: Client, entry_url: str) -> None:
    for since in ("Thu, 15 Jan 2015 09:00:00 GMT", "yesterday", "0", "\x80"):
        assert client.get(entry_url, headers={"If-Modified-Since": since}).status_code == 200


def test_a_moment_outranks_a_tag(client: Client, entry_url: str) -> None:
    since = client.get(entry_url)["Last-Modified"]
    response = client.get(
        entry_url, headers={"If-None-Match": '"other"', "If-Modified-Since": since}
    )
    assert response.status_code == 200


def test_head_says_anything_else_than_get(client: Client, entry_url: str) -> None:
    for path in (*PATHS, "/api/v1/", entry_url):
        got, head = client.get(path), client.head(path)
        assert head.status_code == 200
        assert head.content == b""
        assert {name: head[name] for name in head.headers} == {
            name: got[name] for name in got.headers
        }
        assert client.head(path, headers={"If-None-Match": got["ETag"]}).status_code == 304


def test_an_edit_in_the_same_second_leaves_tag_or_moment(
    client: Client, article: NewsPage, entry_url: str
) -> None:
    paths = (*PATHS, entry_url)
    for title in ("Второ", "Трето", "Четвърто"):
        before = [client.get(path) for path in paths]
        article.title = title
        article = factories.publish(article)
        _all_moved(client, before, paths)


def test_a_publication_leaves_tag_or_moment(client: Client, article: NewsPage) -> None:
    before = [client.get(path) for path in PATHS]
    factories.article(title="Втора")
    _all_moved(client, before, PATHS)


def test_an_unpublication_leaves_tag_or_moment(client: Client, article: NewsPage) -> None:
    factories.article(title="Втора")
    before = [client.get(path) for path in PATHS]
    with publish_transaction():
        article.unpublish()
    _all_moved(client, before, PATHS)


def test_the_last_ones_unpublication_leaves_tag_or_moment(
    client: Client, article: NewsPage
) -> None:
    before = [client.get(path) for path in PATHS]
    with publish_transaction():
        article.unpublish()
    _all_moved(client, before, PATHS)


def test_what_changes_nothing_moves_a_tag(
    client: Client, article: NewsPage, entry_url: str
) -> None:
    before = [client.get(path)["ETag"] for path in (*PATHS, entry_url)]
    factories.publish(article)
    factories.article(title="Чернова", live=False)
    assert [client.get(path)["ETag"] for path in (*PATHS, entry_url)] == before


def test_a_list_of_one_language_moves_with_another(client: Client, article: NewsPage) -> None:
    english = client.get("/api/v1/news/?locale=en")
    assert english.json()["count"] == 0
    factories.article(title="Втора")
    assert client.get("/api/v1/news/?locale=en")["ETag"] == english["ETag"]


def test_the_roots_tag_stays_when_it_says_something_else(
    client: Client, settings: Settings
) -> None:
    before = client.get("/api/v1/")
    settings.BASE_URL = "http://other.example.org"
    after = client.get("/api/v1/")
    assert before.content != after.content
    assert before["ETag"] != after["ETag"]


def _all_moved(client: Client, before: list[Any], paths: tuple[str, ...]) -> None:
    """Each path has a new tag and a later moment; whoever knows the old ones gets no 304."""
    for path, old in zip(paths, before, strict=True):
        new = client.get(path)
        assert new["ETag"] != old["ETag"], path
        assert moment(new) > moment(old), path
        for header, known in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
            assert client.get(path, headers={header: old[known]}).status_code == 200
