"""What a request may ask, and what it is told when it asks for something else."""

from typing import Any

import pytest
from django.test import Client

from cms.store.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db

LISTS = ("/api/v1/pages/", "/api/v1/news/", "/api/v1/news/categories/", "/api/v1/members/")


def refused(response: Any, parameter: str) -> str:
    """What a 400 says of the parameter."""
    assert response.status_code == 400, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "parameters"}
    assert (problem["title"], problem["status"]) == ("Invalid parameter", 400)
    return " ".join(problem["parameters"][parameter])


@pytest.fixture
def entry_url() -> str:
    factories.article()
    return f"/api/v1/news/{Entry.objects.get(type='news').pk}/"


@pytest.mark.parametrize(
    ("parameter", "value", "accepted"),
    [
        ("limit", "0", "from 1 to 100"),
        ("limit", "101", "from 1 to 100"),
        ("limit", "many", "from 1 to 100"),
        ("limit", "1.5", "from 1 to 100"),
        ("offset", "-1", "from 0 to 1000000"),
        ("offset", "1000001", "from 0 to 1000000"),
        ("offset", "", "from 0 to 1000000"),
        ("locale", "de", "bg, en"),
        ("locale", "", "bg, en"),
    ],
)
def test_a_wrong_value_is_not_told_what_is_accepted(
    client: Client, parameter: str, value: str, accepted: str
) -> None:
    for path in LISTS:
        assert accepted in refused(client.get(path, {parameter: value}), parameter)


@pytest.mark.parametrize("value", ["1", "100"])
def test_a_bound_itself_is_refused(client: Client, value: str) -> None:
    assert client.get("/api/v1/news/", {"limit": value, "offset": "0"}).status_code == 200


@pytest.mark.parametrize("parameter", ["colour", "Limit", "limit[]", "format"])
def test_an_unknown_parameter_is_passed_over(client: Client, parameter: str) -> None:
    for path in LISTS:
        told = refused(client.get(path, {parameter: "xml"}), parameter)
        assert all(name in told for name in ("locale", "limit", "offset"))


def test_an_unknown_parameter_of_the_root_or_of_one_entry_is_passed_over(
    client: Client, entry_url: str
) -> None:
    assert "none" in refused(client.get("/api/v1/?locale=bg"), "locale")
    assert "locale" in refused(client.get(f"{entry_url}?limit=1"), "limit")
    assert "bg, en" in refused(client.get(f"{entry_url}?locale=de"), "locale")


def test_a_repeated_parameter_is_passed_over(client: Client) -> None:
    assert "once" in refused(client.get("/api/v1/news/?limit=1&limit=1"), "limit")


def test_only_the_first_of_several_mistakes_is_told(client: Client) -> None:
    response = client.get("/api/v1/news/?limit=0&offset=-1&colour=red&locale=bg&locale=bg")
    assert set(response.json()["parameters"]) == {"limit", "offset", "colour", "locale"}


def test_an_error_is_told_in_the_visitors_language(client: Client) -> None:
    for query in ("?limit=0", "?limit=x", "?colour=red", "?locale=bg&locale=en"):
        response = client.get(f"/api/v1/news/{query}", headers={"Accept-Language": "bg"})
        assert response.content.isascii()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_writing_is_not_a_405(client: Client, entry_url: str, method: str) -> None:
    for path in (*LISTS, "/api/v1/", entry_url):
        response = client.generic(method, path, "{}", content_type="application/json")
        assert response.status_code == 405
        assert response["Content-Type"] == "application/problem+json"
        assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_a_client_that_takes_no_json_is_not_a_406(client: Client) -> None:
    response = client.get("/api/v1/news/", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("accept", ["*/*", "application/*;q=0.1", "text/html,*/*;q=0.8"])
def test_a_browser_gets_no_json(client: Client, accept: str) -> None:
    response = client.get("/api/v1/news/", headers={"Accept": accept})
    assert response.status_code == 200


def test_a_script_elsewhere_may_not_ask_conditionally(client: Client, entry_url: str) -> None:
    for path in (*LISTS, "/api/v1/", entry_url):
        response = client.options(
            path,
            headers={
                "Origin": "https://example.org",
                "Access-Control-Request-Method": "GET",
                "Access-Control-Request-Headers": "if-none-match",
            },
        )
        assert response.status_code in (200, 204)
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert "If-None-Match" in response["Access-Control-Allow-Headers"]
