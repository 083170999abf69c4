"""Roles: who may do what after the migrations, and after a language is added."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Task,
    Workflow,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LIBRARY = {
    f"{action}_{kind}" for action in ("add", "change", "choose") for kind in ("image", "document")
}
GROUPS = {
    "Администратори",
    "Координатори",
    "Редактори (bg)",
    "Проверяващи (bg)",
    "Проверяващи (en)",
    "Преводачи (bg)",
    "Преводачи (en)",
}


def home(language: str) -> Page:
    return Page.objects.get(depth=2, slug=language)


def page_permissions(group: str) -> set[tuple[str, str]]:
    rows = GroupPagePermission.objects.filter(group__name=group)
    return set(rows.values_list("page__slug", "permission__codename"))


def on(language: str, *actions: str) -> set[tuple[str, str]]:
    return {(language, f"{action}_page") for action in actions}


def member_of(*groups: str) -> Client:
    """A client signed in as someone of these groups."""
    user = User.objects.create_user("someone")
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user)
    return client


def may_open(client: Client, name: str, *args: Any) -> bool:
    return client.get(reverse(name, args=args)).status_code == 200


# After the migrations


def test_groups_are_ours_alone() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == GROUPS


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("Администратори", on("root", "add", "bulk_delete", "change", "lock", "publish", "unlock")),
        ("Редактори (bg)", on("bg", "add", "change", "publish", "lock", "unlock")),
        ("Координатори", on("bg", "lock")),
        ("Проверяващи (bg)", on("bg", "change", "publish")),
        ("Проверяващи (en)", on("en", "change", "publish")),
        ("Преводачи (bg)", on("bg", "change")),
        ("Преводачи (en)", on("en", "change")),
    ],
)
def test_page_permissions(group: str, expected: set[tuple[str, str]]) -> None:
    assert page_permissions(group) == expected


def test_every_group_may_enter() -> None:
    entering = Group.objects.filter(permissions__codename="access_admin")
    assert set(entering.values_list("name", flat=True)) == GROUPS


def test_only_coordinators_and_administrators_submit_translations() -> None:
    submitting = Group.objects.filter(permissions__codename="submit_translation")
    assert set(submitting.values_list("name", flat=True)) == {"Администратори", "Координатори"}


def test_editors_have_the_library_and_the_snippets() -> None:
    library = GroupCollectionPermission.objects.filter(group__name="Редактори (bg)")
    assert set(library.values_list("permission__codename", flat=True)) == LIBRARY
    everywhere = Permission.objects.filter(group__name="Редактори (bg)")
    snippets = {f"change_{model}" for model in ("newscategory", "siteprofile")}
    assert snippets <= set(everywhere.values_list("codename", flat=True))


@pytest.mark.parametrize("language", ["bg", "en"])
def test_each_language_is_reviewed_by_its_reviewers(language: str) -> None:
    workflow = home(language).get_workflow()
    assert workflow.name == f"Проверка ({language})"
    (task,) = workflow.tasks
    assert [group.name for group in task.specific.groups.all()] == [f"Проверяващи ({language})"]


def test_wagtails_own_review_is_gone() -> None:
    assert set(Workflow.objects.values_list("name", flat=True)) == {
        "Проверка (bg)",
        "Проверка (en)",
    }


# By request


@pytest.mark.parametrize(
    ("group", "language", "expected"),
    [
        ("Преводачи (en)", "en", True),
        ("Преводачи (en)", "bg", False),
        ("Проверяващи (en)", "en", True),
        ("Проверяващи (en)", "bg", False),
        ("Редактори (bg)", "bg", True),
        ("Редактори (bg)", "en", False),
        ("Координатори", "bg", False),
        ("Координатори", "en", False),
    ],
)
def test_who_may_edit(group: str, language: str, expected: bool) -> None:
    someone = member_of(group)
    assert may_open(someone, "wagtailadmin_pages:edit", home(language).pk) is expected


@pytest.mark.parametrize(
    ("group", "language"),
    [("Координатори", "bg"), ("Координатори", "en"), ("Преводачи (en)", "bg")],
)
def test_no_draft_is_shown_outside_ones_language(group: str, language: str) -> None:
    assert not may_open(member_of(group), "wagtailadmin_pages:view_draft", home(language).pk)


@pytest.mark.parametrize(("group", "expected"), [("Координатори", True), ("Преводачи (en)", False)])
def test_who_may_submit_a_page_for_translation(group: str, expected: bool) -> None:
    Locale.objects.create(language_code="de")
    someone = member_of(group)
    address = "wagtail_localize:submit_page_translation"
    assert may_open(someone, address, home("bg").pk) is expected


@pytest.mark.parametrize(
    ("group", "language", "expected"),
    [
        ("Преводачи (en)", "en", False),
        ("Координатори", "bg", False),
        ("Проверяващи (en)", "en", True),
        ("Проверяващи (en)", "bg", False),
    ],
)
def test_who_may_publish(group: str, language: str, expected: bool) -> None:
    user = User.objects.create_user("someone")
    user.groups.set(Group.objects.filter(name=group))
    assert home(language).permissions_for_user(user).can_publish() is expected


def test_coordinator_sees_the_page_tree() -> None:
    assert may_open(member_of("Координатори"), "wagtailadmin_explore", home("bg").pk)


# A new language


@pytest.fixture
def german(settings: Settings) -> None:
    settings.LANGUAGES = [("bg", "Български"), ("en", "English"), ("de", "Deutsch")]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES


def everything() -> Iterable[Any]:
    rows = Group.objects.order_by("name", "page_permissions", "permissions")
    yield from rows.values_list("name", "page_permissions__page", "permissions")
    yield from Page.objects.values_list("path", "slug", "live", "latest_revision")
    yield from Locale.objects.values_list("language_code")
    for model in (Workflow, Task):
        yield from model.objects.values_list("name")


@pytest.mark.usefixtures("german")
def test_added_language_has_a_draft_home_and_roles() -> None:
    call_command("add_language", "de", verbosity=0)
    page = home("de")
    assert (page.live, page.alias_of, page.locale.language_code) == (False, None, "de")
    assert page.get_latest_revision_as_object().slug == "de"
    assert page.translation_key == home("bg").translation_key
    assert page_permissions("Преводачи (de)") == on("de", "change")
    assert page_permissions("Проверяващи (de)") == on("de", "change", "publish")
    assert page.get_workflow().name == "Проверка (de)"


@pytest.mark.usefixtures("german")
def test_adding_it_again_changes_nothing() -> None:
    call_command("add_language", "de", verbosity=0)
    before = list(everything())
    call_command("add_language", "de", verbosity=0)
    call_command("add_language", "bg", verbosity=0)
    assert list(everything()) == before


def test_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(CommandError, match=r"“xx” is not among .*bg, en"):
        call_command("add_language", "xx")
    assert not Locale.objects.filter(language_code="xx").exists()
