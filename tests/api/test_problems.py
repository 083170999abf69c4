"""Errors: each is a problem with a type that leads to its explanation, whoever notices it."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any, NoReturn

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.test import Client
from rest_framework.exceptions import Throttled

from cms.api import problems
from cms.store import entry_queries, lists
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from tests import factories
from tests.queries import reads_of_the_store

pytestmark = pytest.mark.django_db

TYPE = re.compile(r"http://testserver(/api/v1/problems/([a-z-]+)/)")


def told(response: Any) -> tuple[int, str]:
    """The status and the kind of a problem, which must be explained at its address."""
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    body = response.json()
    assert set(body) - {"parameters"} == {"type", "title", "status", "detail"}
    assert body["status"] == response.status_code
    found = TYPE.fullmatch(body["type"])
    assert found is not None
    page = Client().get(found[1])
    assert page.status_code == 200
    assert f"<h1>{body['title']}</h1>" in page.content.decode()
    return response.status_code, found[2]


def fails(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Have every endpoint and page fail."""

    def fail(*args: Any, **kwargs: Any) -> NoReturn:
        raise error

    monkeypatch.setattr(entry_queries, "get_by_paths", fail)
    monkeypatch.setattr(lists, "get_list_info", fail)


def gone() -> str:
    page = factories.article()
    with publish_transaction():
        page.unpublish()
    return f"/api/v1/pages/{Entry.objects.get(type='news').pk}/"


@pytest.mark.parametrize(
    ("method", "path", "headers", "answer"),
    [
        ("GET", "/api/v1/pages/?colour=red", {}, (400, "invalid-parameter")),
        ("GET", "/api/v1/pages/", {"Host": "evil.example.org"}, (400, "bad-request")),
        ("GET", "/api/nyama/", {}, (404, "not-found")),
        ("POST", "/api/", {}, (404, "not-found")),
        ("GET", "/api/v1/nyama/", {}, (404, "not-found")),
        ("GET", "/api/v1/problems/nyama/", {}, (404, "not-found")),
        (
            "GET",
            "/api/v1/pages/5f0c6b1e-0000-5000-8000-000000000000/",
            {},
            (404, "not-found"),
        ),
        ("POST", "/api/v1/pages/", {}, (405, "method-not-allowed")),
        ("GET", "/api/v1/pages/", {"Accept": "text/csv"}, (406, "not-acceptable")),
        ("GET", gone, {}, (410, "gone")),
    ],
)
def test_a_request_is_answered_with_another_problem(
    client: Client,
    method: str,
    path: str | Callable[[], str],
    headers: dict[str, str],
    answer: tuple[int, str],
) -> None:
    address = path if isinstance(path, str) else path()
    assert told(client.generic(method, address, headers=headers)) == answer


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("/api/v1/news", "/api/v1/news/"),
        ("/api/v1/news?locale=bg", "/api/v1/news/?locale=bg"),
        ("/api/v1//news/", "/api/v1/news/"),
        ("/api/v1/News", "/api/v1/news/"),
        ("/api/v1", "/api/v1/"),
        ("/api/", "/api/v1/"),
        ("/api", "/api/v1/"),
        ("/api/v1/members.geojson/", "/api/v1/members.geojson"),
        (
            "/api/v1/pages/5f0c6b1e-0000-5000-8000-000000000000",
            "/api/v1/pages/5f0c6b1e-0000-5000-8000-000000000000/",
        ),
        ("/api/v1/nyama", ""),
        ("/api/v1/nyama/", ""),
        ("/api/v2/news/", ""),
    ],
)
def test_a_misspelt_address_is_told_the_right_one(client: Client, asked: str, right: str) -> None:
    response = client.get(asked, headers={"Accept": "text/html"})
    assert told(response) == (404, "not-found")
    found = re.search(r"The right one is (\S+)", response.json()["detail"])
    assert (found[1] if found else "") == (f"http://testserver{right}" if right else "")


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (problems.Gone(), (410, "gone")),
        (problems.CursorTooOld(), (410, "cursor-too-old")),
        (problems.PreviewEnded(), (410, "preview-ended")),
        (Throttled(wait=7.2), (429, "too-many-requests")),
        (Throttled(), (429, "too-many-requests")),
        (OperationalError("secret"), (503, "unavailable")),
        (InterfaceError("secret"), (503, "unavailable")),
        (ValueError("secret"), (500, "server-error")),
        (SuspiciousOperation("secret"), (400, "bad-request")),
    ],
    ids=str,
)
def test_what_a_view_raises_is_another_problem(
    monkeypatch: pytest.MonkeyPatch, error: Exception, answer: tuple[int, str]
) -> None:
    client = Client(raise_request_exception=False)
    fails(monkeypatch, error)
    response = client.get("/api/v1/pages/")
    monkeypatch.undo()
    assert told(response) == answer
    assert "secret" not in response.content.decode()
    if answer[0] in (429, 503):
        assert int(response["Retry-After"]) > 0
    if getattr(error, "wait", None):
        assert response["Retry-After"] == "8"


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError("secret"), 503), (ValueError("secret"), 500)], ids=str
)
def test_a_fault_is_told_as_a_problem_or_in_full_on_the_site(
    monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    fails(monkeypatch, error)
    response = Client(raise_request_exception=False).get("/bg/")
    assert response.status_code == status
    html = response.content.decode()
    assert f'<p class="kicker">{status}</p>' in html
    assert "secret" not in html
    assert "Traceback" not in html
    assert response.has_header("Retry-After") == (status == 503)


def test_another_hosts_name_is_told_in_full_on_the_site(client: Client) -> None:
    response = client.get("/bg/", headers={"Host": "evil.example.org"})
    assert (response.status_code, response.content) == (400, b"Bad Request\n")
    assert response["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("name", problems.KINDS)
def test_a_problem_is_not_explained(client: Client, name: str) -> None:
    path = f"/api/v1/problems/{name}/"
    with reads_of_the_store(at_most=0):
        response = client.get(path)
    html = unescape(response.content.decode())
    kind = problems.KINDS[name]
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Content-Language"] == "en"
    assert 'name="viewport"' in html
    for text in (kind.title, kind.meaning, kind.remedy, str(int(kind.status)), kind.type):
        assert text in html
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html), "it needs something from elsewhere"
    assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert client.head(path).content == b""
    assert client.post(path).status_code == 405


def test_an_error_of_the_framework_has_no_kind() -> None:
    """Every status that an error of the framework can have is in the table."""
    for status in (400, 404, 405, 406, 410, 429, 500, 503):
        assert problems.KINDS[problems.BY_STATUS[status]].status == status  # type: ignore[index]
