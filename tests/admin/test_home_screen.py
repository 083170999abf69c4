"""The home screen, the menu and the page editor, as the back office shows them."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Collection, Page
from wagtail.users.models import UserProfile

from cms.store.models import PendingChange

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def office(client: Client) -> Client:
    """A member of no group yet, who reads English."""
    user = User.objects.create_user("someone", is_staff=True)
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


def join(name: str) -> None:
    User.objects.get(username="someone").groups.add(Group.objects.get(name=name))


def home_screen(office: Client) -> str:
    response = office.get(reverse("wagtailadmin_home"))
    assert response.status_code == 200
    return response.content.decode()


def edit_address(language: str) -> str:
    return reverse("wagtailadmin_pages:edit", args=[Page.objects.get(depth=2, slug=language).pk])


def test_editor_finds_the_source_language_alone(office: Client) -> None:
    join("Редактори (bg)")
    screen = home_screen(office)
    assert "Where things are" in screen
    assert edit_address("bg") in screen
    assert edit_address("en") not in screen


def test_translator_finds_the_target_language_alone(office: Client) -> None:
    join("Преводачи (en)")
    screen = home_screen(office)
    assert edit_address("en") in screen
    assert edit_address("bg") not in screen
    assert "Translate this page" not in screen


@pytest.mark.parametrize("role", ["Редактори (bg)", "Преводачи (en)", "Координатори"])
def test_people_are_greeted_with_a_host(office: Client, settings: Settings, role: str) -> None:
    join(role)
    screen = home_screen(office)
    heading = screen.partition("<h1")[2].partition("</h1>")[0]
    assert settings.WAGTAIL_SITE_NAME in heading
    assert "localhost" not in screen


@pytest.mark.parametrize(
    ("role", "languages"),
    [("Редактори (bg)", {"bg"}), ("Преводачи (en)", {"en"}), ("Координатори", set())],
)
def test_who_writes_categories_does_not_find_them(
    office: Client, role: str, languages: set[str]
) -> None:
    join(role)
    screen = home_screen(office)
    for language in ("bg", "en"):
        address = f"/admin/snippets/news/newscategory/?locale={language}"
        assert (address in screen) == (language in languages)
        assert language not in languages or office.get(address).status_code == 200


def test_coordinator_is_told_how_to_send_a_page(office: Client) -> None:
    join("Координатори")
    screen = home_screen(office)
    assert "Translate this page" in screen
    assert edit_address("bg") not in screen


def test_who_has_no_pages_has_no_panel(office: Client) -> None:
    User.objects.get(username="someone").user_permissions.add(
        Permission.objects.get(codename="access_admin")
    )
    assert "Where things are" not in home_screen(office)


def test_sites_are_not_in_the_menu(admin_client: Client) -> None:
    assert reverse("wagtailsites:index") not in home_screen(admin_client)


def test_title_names_the_site(admin_client: Client, settings: Settings) -> None:
    settings.WAGTAIL_SITE_NAME = "The <Cluster>"
    assert "The &lt;Cluster&gt;</title>" in home_screen(admin_client)
    assert (
        "The &lt;Cluster&gt;</h1>" in Client().get(reverse("wagtailadmin_login")).content.decode()
    )


def test_page_editor_carries_the_slug_rules(admin_client: Client) -> None:
    editor = admin_client.get(edit_address("bg")).content.decode()
    assert 'id="slug-rules"' in editor
    assert "backoffice/slugs.js" in editor


def test_the_home_screen_says_what_a_wide_change_has_left(admin_client: Client) -> None:
    assert "която засяга много страници" not in admin_client.get("/admin/").content.decode()
    PendingChange.objects.bulk_create(
        PendingChange(key=f"entry:{number}", due_at=timezone.now()) for number in range(3)
    )
    assert "остават още 3 страници" in admin_client.get("/admin/").content.decode()


def test_roots_have_bulgarian_names() -> None:
    """Wagtail's first migrations call them Root."""
    assert Page.get_first_root_node().title == "Всички страници"
    assert Collection.get_first_root_node().name == "Основна"
