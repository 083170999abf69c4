"""The people of an installation: one for each group, and some beside the groups."""

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from tests.upgrade.filling.accounts import MEMBERS, PASSWORD
from tests.upgrade.installation import HOST


def fill() -> None:
    """Make the people. The administrator that `prepare` has made gets the common password."""
    _make_club()
    superuser = user("admin")
    superuser.set_password(PASSWORD)
    superuser.save()
    groups = set(Group.objects.values_list("name", flat=True))
    if groups != set(MEMBERS):
        raise RuntimeError(f"Groups without a user here: {groups ^ set(MEMBERS)}")
    for group, (name, language) in MEMBERS.items():
        made = _make(name, language)
        made.groups.add(Group.objects.get(name=group))
    # In no group: may read what is for everybody with an account.
    _make("reader", "bg")
    _make("former-colleague", "bg", is_active=False)


def user(name: str) -> Any:
    return get_user_model().objects.get(username=name)


def browser(name: str) -> Client:
    """Return a client that is logged in; its requests pass through the whole product."""
    client = Client(headers={"host": HOST})
    client.force_login(user(name))
    return client


def _make(name: str, language: str, **fields: Any) -> Any:
    made = get_user_model().objects.create_user(
        name,
        f"{name}@example.org",
        PASSWORD,
        first_name=name.replace("-", " ").title(),
        last_name="Примерен",
        **fields,
    )
    apps.get_model("wagtailusers.UserProfile").objects.create(
        user=made, preferred_language=language, theme="dark"
    )
    return made


def _make_club() -> None:
    """A group that an administrator has made, with a right of its own."""
    club = Group.objects.create(name="Клуб")
    access = apps.get_model("auth.Permission").objects.get(codename="access_admin")
    club.permissions.add(access)
