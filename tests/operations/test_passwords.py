"""A password has to keep to Django's rules, wherever a person chooses one."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.test.utils.form_data import querydict_from_html

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Too short and common, only digits, too common, too like the name.
WEAK = ("1", "9812376450", "password123", "petrova.maria")
STRONG = "мед-злато-и-сребро"
PERSON = {
    "username": "petrova.maria",
    "email": "petrova@example.org",
    "first_name": "Мария",
    "last_name": "Петрова",
    "is_active": "on",
}


@pytest.mark.parametrize("password", WEAK)
def test_weak_password_is_refused_by_the_user_form(admin: Client, password: str) -> None:
    sent = PERSON | {"password1": password, "password2": password}
    answer = admin.post("/admin/users/new/", sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() & {"password1", "password2"}
    assert not get_user_model().objects.filter(username=PERSON["username"]).exists()


def test_strong_password_is_taken_by_the_user_form(admin: Client) -> None:
    sent = PERSON | {"password1": STRONG, "password2": STRONG}
    assert admin.post("/admin/users/new/", sent).status_code == 302
    user = get_user_model().objects.get(username=PERSON["username"])
    assert user.check_password(STRONG)
    weak = PERSON | {"password1": "1", "password2": "1"}
    assert admin.post(f"/admin/users/edit/{user.pk}/", weak).status_code == 200
    user.refresh_from_db()
    assert user.check_password(STRONG)


@pytest.mark.parametrize(("password", "is_changed"), [("1", False), (STRONG, True)])
def test_own_password_is_changed_only_to_a_strong_one(
    admin: Client, password: str, is_changed: bool
) -> None:
    html = admin.get("/admin/account/").content.decode()
    forms = (dict(querydict_from_html(html, form_index=place).lists()) for place in range(3))
    sent = next(form for form in forms if "password-old_password" in form)
    person = {"name_email-first_name": "a", "name_email-last_name": "b"}
    person |= {"name_email-email": "a@example.org", "password-old_password": "admin"}
    chosen = {"password-new_password1": password, "password-new_password2": password}
    admin.post("/admin/account/", sent | person | chosen)
    user = get_user_model().objects.get(username="admin")
    assert user.check_password(password) == is_changed


def test_createsuperuser_refuses_a_weak_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal, it asks again until a password keeps to the rules."""
    asked = iter(["1", "1", STRONG, STRONG])
    command = "django.contrib.auth.management.commands.createsuperuser"
    monkeypatch.setattr(f"{command}.getpass.getpass", lambda prompt="": next(asked))
    monkeypatch.setattr("builtins.input", lambda prompt="": "n")

    class Terminal:
        def isatty(self) -> bool:
            return True

    options = {"username": "root", "email": "root@example.org", "stdin": Terminal()}
    try:
        call_command("createsuperuser", interactive=True, **options)
    except CommandError as error:
        raise AssertionError(str(error)) from error
    assert get_user_model().objects.get(username="root").check_password(STRONG)
