"""Subscribers in the back office. Who may do what is in tests/admin/role_table.txt."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from cms.newsletter.frequencies import Frequency
from cms.newsletter.models import Subscription
from tests.newsletter.steps import ask, subscriber

pytestmark = [pytest.mark.django_db, pytest.mark.once]

INDEX = "/admin/mailing/"


@pytest.fixture(autouse=True)
def subscribers() -> None:
    subscriber("ivan@example.org")
    subscriber("maria@example.org", Frequency.WEEKLY)
    subscriber("john@example.org", Frequency.WEEKLY, language="en")
    ask("petar@example.org")


def listed(client: Client, **query: str) -> list[str]:
    """The addresses in the list."""
    html = BeautifulSoup(client.get(INDEX, query).content, "html.parser")
    return sorted(link.get_text(strip=True) for link in html.select("td.title .title-wrapper a"))


def test_the_settings_do_not_lead_to_the_subscribers(admin: Client) -> None:
    assert reverse("mailing:index") == INDEX
    assert INDEX in admin.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, "ivan john maria petar"),
        ({"locale": "en"}, "john"),
        ({"frequency": "weekly"}, "john maria"),
        ({"confirmed": "true"}, "ivan john maria"),
        ({"confirmed": "false"}, "petar"),
        ({"q": "MARIA@"}, "maria"),
        ({"q": "nobody"}, ""),
        ({"q": "%00", "locale": "xx", "confirmed": "perhaps"}, ""),
    ],
)
def test_a_filter_or_the_search_finds_others(
    admin: Client, query: dict[str, str], names: str
) -> None:
    assert listed(admin, **query) == [f"{name}@example.org" for name in names.split()]


def test_the_numbers_are_wrong(admin: Client) -> None:
    text = BeautifulSoup(admin.get(INDEX).content, "html.parser").get_text(" ", strip=True)
    said = " ".join(text.split())
    assert "Български : 1 веднага, 1 всяка седмица, 1 още непотвърдени" in said
    assert "English : 0 веднага, 1 всяка седмица, 0 още непотвърдени" in said


def test_a_list_asks_more_for_each_subscriber(admin: Client) -> None:
    admin.get(INDEX)
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as captured:
            admin.get(INDEX)
        counts.append(len(captured))
        subscriber(f"{number}@example.org")
    assert len(set(counts)) == 1, counts


def test_what_is_kept_of_somebody_is_not_shown(admin: Client) -> None:
    subscription = Subscription.objects.get(address="maria@example.org")
    html = admin.get(reverse("mailing:inspect", args=[subscription.pk])).content.decode()
    for said in ("maria@example.org", "Български", "Всяка седмица", "Съгласен съм"):
        assert said in html
    assert reverse("mailing:delete", args=[subscription.pk]) in html


def test_erasing_asks_nothing_or_erases_somebody_else(admin: Client) -> None:
    subscription = Subscription.objects.get(address="maria@example.org")
    erase = reverse("mailing:delete", args=[subscription.pk])
    assert "maria@example.org" in admin.get(erase).content.decode()
    assert Subscription.objects.count() == 4
    admin.post(erase)
    assert listed(admin) == [f"{name}@example.org" for name in ("ivan", "john", "petar")]


def test_somebody_is_subscribed_or_changed_by_hand(admin: Client) -> None:
    pk = Subscription.objects.all()[0].pk
    for name, arguments in (("add", []), ("edit", [pk]), ("copy", [pk]), ("history", [pk])):
        with pytest.raises(NoReverseMatch):
            reverse(f"mailing:{name}", args=arguments)
    for address in (f"{INDEX}new/", f"{INDEX}edit/{pk}/", f"{INDEX}?export=csv"):
        assert b"text/csv" not in admin.get(address)["Content-Type"].encode()
    html = admin.get(INDEX).content.decode()
    assert "export=" not in html
    assert "/new/" not in html


def test_an_administrator_without_the_rights_of_a_superuser_cannot_see_and_erase() -> None:
    user = User.objects.create_user("office")
    user.groups.add(Group.objects.get(name="Администратори"))
    client = Client()
    client.force_login(user)
    assert len(listed(client)) == 4
    assert INDEX in client.get("/admin/").content.decode()
    subscription = Subscription.objects.all()[0]
    client.post(reverse("mailing:delete", args=[subscription.pk]))
    assert Subscription.objects.count() == 3


def test_an_editor_sees_addresses() -> None:
    user = User.objects.create_user("editor")
    user.groups.add(Group.objects.get(name="Редактори (bg)"))
    client = Client()
    client.force_login(user)
    assert client.get(INDEX).status_code == 302
    assert INDEX not in client.get("/admin/").content.decode()


def test_there_is_a_right_to_add_or_change() -> None:
    found = Permission.objects.filter(content_type__app_label="mailing")
    assert sorted(found.values_list("codename", flat=True)) == [
        "delete_subscription",
        "view_subscription",
    ]
