"""Whoever saves what another has changed since is told, keeps their words, and decides.

That it holds for many at once is in tests/processes/test_two_editors.py.
"""

from typing import Any

import pytest
from django.contrib.auth.models import User
from wagtail.test.utils.form_data import querydict_from_html

from tests import factories
from tests.admin_client import (
    PUBLISH,
    Form,
    Office,
    administrator,
    body,
    edit_address,
    known_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def me() -> Office:
    return Office(administrator("me"))


@pytest.fixture
def other() -> Office:
    user = administrator("other")
    User.objects.filter(pk=user.pk).update(first_name="Ивана", last_name="Петрова")
    return Office(user)


@pytest.fixture(params=["article", "category"])
def thing(request: pytest.FixtureRequest) -> Any:
    return getattr(factories, request.param)()


def save(office: Office, thing: Any, form: Form, title: str, **headers: str) -> Any:
    words = {"title": title} | (body(title) if "body-count" in form else {})
    return office.post(edit_address(thing), form | words, **headers)


def newest(thing: Any) -> str:
    return type(thing).objects.get(pk=thing.pk).get_latest_revision_as_object().title


def is_refused(answer: Any, title: str) -> bool:
    if answer.status_code != 200:
        return False
    html = answer.content.decode()
    form_id = "page-edit-form" if 'id="page-edit-form"' in html else "w-editor-form"
    # As read here, the text of a text area begins with a line break that it does not have.
    kept = querydict_from_html(html, form_id=form_id)["title"].strip()
    assert kept == title, "the words are lost"
    assert 'name="replaced_revision_id"' in html, "nobody could go on"
    return True


def ticked(thing: Any) -> Form:
    """The form that was refused, its box ticked: its hidden field and the box itself."""
    return {"replaced_revision_id": ["", str(known_version(thing)["loaded_revision_id"])]}


def test_a_save_over_anothers_is_refused_and_says_whose_it_is(
    me: Office, other: Office, thing: Any
) -> None:
    form = me.form(thing)
    assert save(other, thing, form, "Техните").status_code == 302
    answer = save(me, thing, form, "Моите")
    assert is_refused(answer, "Моите")
    assert "Ивана Петрова запази по-нова версия" in answer.content.decode()
    assert newest(thing) == "Техните"


def test_nor_is_it_published(me: Office, other: Office, thing: Any) -> None:
    form = me.form(thing)
    save(other, thing, form, "Техните")
    assert is_refused(save(me, thing, form | PUBLISH, "Моите"), "Моите")
    assert type(thing).objects.get(pk=thing.pk).title == thing.title


def test_in_another_window_one_is_told_that_it_was_oneself(me: Office, thing: Any) -> None:
    form = me.form(thing)
    save(me, thing, form, "Единият прозорец")
    answer = save(me, thing, form, "Другият прозорец")
    assert "Запазили сте по-нова версия в друг прозорец" in answer.content.decode()


def test_a_refused_form_is_saved_only_when_its_box_is_ticked(
    me: Office, other: Office, thing: Any
) -> None:
    form = me.form(thing)
    save(other, thing, form, "Техните")
    # It came back with the newer version as the one it knows, and the box not ticked.
    form |= known_version(thing) | {"replaced_revision_id": ""}
    assert is_refused(save(me, thing, form, "Моите"), "Моите")
    assert save(me, thing, form | ticked(thing), "Моите").status_code == 302
    assert newest(thing) == "Моите"
    assert "Техните" in {each.as_object().title for each in thing.revisions.all()}, "it is lost"


def test_a_refused_form_does_not_save_itself(me: Office, other: Office, thing: Any) -> None:
    form = me.form(thing)
    save(other, thing, form, "Техните")
    form |= known_version(thing) | {"replaced_revision_id": ""}
    answer = save(me, thing, form, "Моите", Accept="application/json")
    assert answer.status_code == 400
    assert newest(thing) == "Техните"


def test_to_replace_one_version_is_not_to_replace_the_next(
    me: Office, other: Office, thing: Any
) -> None:
    form = me.form(thing)
    save(other, thing, form, "Техните")
    consent = ticked(thing)
    save(other, thing, form | known_version(thing), "Още по-новите")
    assert is_refused(save(me, thing, form | consent, "Моите"), "Моите")
    assert newest(thing) == "Още по-новите"


def test_what_another_autosaved_is_a_newer_version_too(
    me: Office, other: Office, thing: Any
) -> None:
    """It goes into the same revision again, at another time."""
    form = me.form(thing)
    save(other, thing, form, "Тех", Accept="application/json")
    form |= known_version(thing)
    autosaved = {"overwrite_revision_id": form["loaded_revision_id"]}
    save(other, thing, form | autosaved, "Техните", Accept="application/json")
    assert is_refused(save(me, thing, form, "Моите"), "Моите")


def test_ones_own_autosave_is_no_conflict(me: Office, thing: Any) -> None:
    form = me.form(thing)
    told = save(me, thing, form, "Чернова", Accept="application/json").json()
    # What backoffice/conflicts.js writes into the form.
    known = {
        "loaded_revision_id": told["revision_id"],
        "loaded_revision_created_at": told["revision_created_at"],
    }
    assert save(me, thing, form | known, "Готово").status_code == 302
    assert newest(thing) == "Готово"
