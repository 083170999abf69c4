"""Public answers read no cookie; what needs a session still has it."""

from http import cookies
from typing import Any
from unittest.mock import Mock

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from wagtail.models import PageViewRestriction

from cms.store.flush import publish_transaction
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PUBLIC = (
    "/", "/bg/", "/bg/novini/", "/bg/novini/?page=1", "/bg/novini/feed.rss", "/bg/nyama/",
    "/bg/tarsene/?q=a", "/bg/abonament/", "/api/v1/", "/api/v1/news/", "/api/v1/nyama/",
    "/sitemap.xml", "/robots.txt", "/health/live", "/nosuch/", f"/preview/{'0' * 32}.{'a' * 43}/",
)  # fmt: skip
BAD_KEYS = ("x", "A" * 32, "a" * 31, "a" * 33, "a" * 31 + "-", "\xd0\xb0" * 16, '"\\000abcdefghij"')


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """Fails whoever parses a value of a cookie."""
    parse = Mock(side_effect=AssertionError("a cookie is read"))
    monkeypatch.setattr(cookies, "_unquote", parse)
    return parse


def ask(client: Client, address: str, header: str, **more: Any) -> Any:
    return client.get(address, headers={"Cookie": header}, **more)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_answer_reads_no_cookie(client: Client, unread: Mock, address: str) -> None:
    factories.article()
    factories.site_profile()
    plain = Client().get(address)
    answer = ask(client, address, f"session={'a' * 32}; csrf={'b' * 32}")
    assert not unread.called
    assert (answer.status_code, answer.content) == (plain.status_code, plain.content)
    assert "Set-Cookie" not in answer
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("key", BAD_KEYS)
def test_session_key_of_another_form_is_none(client: Client, key: str) -> None:
    for address in ("/admin/login/", "/documents/1/x", "/admin/"):
        answer = ask(client, address, f"session={key}")
        assert answer.status_code in (200, 302, 404)
    assert not Session.objects.exists()


def test_restricted_page_still_knows_its_reader(admin: Client) -> None:
    page = factories.about()
    factories.site_profile()
    with publish_transaction():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    factories.settle()
    assert Client().get(page.url_path).status_code == 302
    shown = admin.get(page.url_path)
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]
    assert "Cookie" in shown["Vary"]


def test_form_of_a_password_is_accepted_with_csrf_checks() -> None:
    page = factories.about(summary="Тайни думи")
    factories.site_profile()
    with publish_transaction():
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="meden"
        )
    factories.settle()
    browser = Client(enforce_csrf_checks=True)
    form = browser.get(page.url_path)
    token = form.context["csrf_token"]
    door = f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"
    sent = {"password": "meden", "return_url": page.url_path, "csrfmiddlewaretoken": str(token)}
    assert browser.post(door, sent).status_code == 302
    assert "Тайни думи" in browser.get(page.url_path).content.decode()
