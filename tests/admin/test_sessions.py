"""What the server answers a page of the back office whose user is no longer logged in."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from cms.admin.sessions import HEADER
from tests import factories
from tests.admin_client import administrator

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SESSION, LOGIN = "/admin/session/", "/admin/login/"
LOGGED_OUT = {"user": None, "name": "", "enters": False}
BY_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
CATEGORY = "/admin/snippets/news/newscategory/add/bg/"


@pytest.fixture
def maria() -> Any:
    """Return an editor, whose password is “secret”."""
    maria = get_user_model().objects.create_user(
        "maria", password="secret", first_name="Мария", last_name="Петрова"
    )
    maria.groups.add(Group.objects.get(name="Редактори (bg)"))
    return maria


@pytest.fixture
def tab(maria: Any) -> Client:
    """Return Maria's browser, in which she has logged in."""
    tab = Client(enforce_csrf_checks=True)
    tab.force_login(maria)
    return tab


def end_session(tab: Client, maria: Any) -> None:
    Session.objects.all().delete()


def change_password(tab: Client, maria: Any) -> None:
    maria.set_password("another")
    maria.save()


def deactivate(tab: Client, maria: Any) -> None:
    maria.is_active = False
    maria.save()


def log_in_as_root(tab: Client, maria: Any) -> None:
    tab.force_login(administrator("root"))


def take_rights(tab: Client, maria: Any) -> None:
    maria.groups.clear()


ENDS: dict[Any, dict[str, Any]] = {
    end_session: LOGGED_OUT,
    change_password: LOGGED_OUT,
    deactivate: LOGGED_OUT,
    log_in_as_root: {"name": "root", "enters": True},
    take_rights: {"name": "Мария Петрова", "enters": False},
}


@pytest.mark.parametrize("end", ENDS)
def test_request_of_a_page_whose_user_may_not_act_is_answered_401(
    end: Any, tab: Client, maria: Any
) -> None:
    headers = {HEADER: str(maria.pk)}
    assert tab.get("/admin/", headers=headers).status_code == 200
    end(tab, maria)
    # With neither its CSRF token nor its fields: nothing of the request is looked at.
    answer = tab.post(CATEGORY, headers=headers)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"]
    assert "no-store" in answer["Cache-Control"]
    assert answer.json().items() >= ENDS[end].items()
    session = tab.get(SESSION)
    assert (session.status_code, session.json()) == (200, answer.json())


def test_session_names_its_user(tab: Client, maria: Any) -> None:
    assert tab.get(SESSION).json() == {"user": maria.pk, "name": "Мария Петрова", "enters": True}
    assert Client().get(SESSION).json() == LOGGED_OUT


def test_public_page_ignores_the_user_that_a_script_names() -> None:
    factories.home()
    assert Client().get("/bg/", headers={HEADER: "7"}).status_code == 200


# A form without a script


def test_form_sent_after_the_session_ended_is_said_to_be_lost(tab: Client, maria: Any) -> None:
    end_session(tab, maria)
    tab.handler.enforce_csrf_checks = False
    answer = tab.post(CATEGORY, {"title": "Вода"}, follow=True)
    assert answer.redirect_chain == [(f"{LOGIN}?next={CATEGORY}", 302)]
    assert "изпратеното не е запазено" in answer.content.decode()


@pytest.mark.parametrize("address", [LOGIN, "/admin/logout/"])
def test_form_without_text_is_not_said_to_be_lost(address: str) -> None:
    answer = Client().post(address)
    assert not list(get_messages(answer.wsgi_request))


# The login form in the dialog


def element(answer: Any, selector: str) -> Any:
    """Return an element of the login form that is answered, or None."""
    return BeautifulSoup(answer.content, "html.parser").select_one(f"form.login-form {selector}")


@pytest.mark.parametrize(("language", "button"), [("bg", "Влез"), ("en", "Sign in")])
def test_login_form_for_the_dialog_is_in_the_language_of_its_page(
    language: str, button: str
) -> None:
    answer = Client().get(LOGIN, headers={**BY_SCRIPT, "Accept-Language": language})
    assert element(answer, "[type=submit]").get_text(strip=True) == button
    # The page below may have a field of a user name.
    assert not element(answer, "#id_username")


def test_login_page_is_in_the_language_of_the_site() -> None:
    answer = Client().get(LOGIN, headers={"Accept-Language": "en"})
    assert element(answer, "[type=submit]").get_text(strip=True) == "Влез"
    assert element(answer, "#id_username")


def test_login_form_is_shown_in_the_dialog_while_another_user_is_logged_in(tab: Client) -> None:
    assert tab.get(LOGIN).status_code == 302
    assert element(tab.get(LOGIN, headers=BY_SCRIPT), "[type=password]")


def test_logging_in_from_the_dialog_says_who_is_logged_in(tab: Client, maria: Any) -> None:
    log_in_as_root(tab, maria)
    token = element(tab.get(LOGIN, headers=BY_SCRIPT), "[name=csrfmiddlewaretoken]")["value"]
    sent = {
        "username": "maria",
        "csrfmiddlewaretoken": token,
        "next": reverse("backoffice_session"),
    }
    refused = tab.post(LOGIN, sent | {"password": "wrong"}, headers=BY_SCRIPT)
    assert element(refused, "[type=password]")
    taken = tab.post(LOGIN, sent | {"password": "secret"}, headers=BY_SCRIPT, follow=True)
    assert taken.json()["user"] == maria.pk
