"""Who may work on one section's translations works on no other's, by any of the routes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from wagtail.models import GroupPagePermission
from wagtail_localize.models import Translation

from tests import factories
from tests.admin.world import digest

pytestmark = [pytest.mark.django_db, pytest.mark.once]
L = "wagtail_localize:"


@dataclass(frozen=True)
class Section:
    """Somebody's browser, a translation in their section, and one outside of it."""

    client: Client
    own: Translation
    other: Translation


@pytest.fixture(scope="module")
def section(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Section]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def build() -> Section:
    factories.translate(factories.home(), {})
    news = factories.translate(factories.news_index(), {})
    own = factories.article(title="Своя", source_url="https://example.org/")
    index = factories.members_index()
    factories.translate(index, {})
    other = factories.member(title="Чужда", website="https://example.org/")
    for page in (own, other):
        factories.translate(page, {}, live=False)
    user = User.objects.create_user("section")
    group = Group.objects.create(name="Преводачи и проверяващи на новините (en)")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    group.permissions.add(Permission.objects.get(codename="submit_translation"))
    for action in ("change", "publish", "add", "lock"):
        permission = Permission.objects.get(codename=f"{action}_page")
        GroupPagePermission.objects.create(group=group, page=news, permission=permission)
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return Section(client, _job(own), _job(other))


def _job(source: Any) -> Translation:
    return Translation.objects.get(source__object_id=source.translation_key)


ROUTES: dict[str, tuple[str, str]] = {
    "open": ("get", "wagtailadmin_pages:edit"),
    "publish": ("post", "wagtailadmin_pages:edit"),
    "see the draft": ("get", "wagtailadmin_pages:view_draft"),
    "see the history": ("get", "wagtailadmin_pages:history"),
    "copy": ("get", "wagtailadmin_pages:copy"),
    "make a preview link": ("post", "previews:of_page"),
    "translate": ("put", "translation_editor:segment"),
    "override": ("put", "translation_editor:override"),
    "download": ("get", L + "download_pofile"),
    "upload": ("post", L + "upload_pofile"),
    "preview": ("get", L + "preview_translation"),
    "stop": ("post", L + "stop_translation"),
    "make an alias": ("post", L + "convert_to_alias"),
    "take over": ("post", L + "update_translations"),
}


def ask(section: Section, job: Translation, name: str) -> Any:
    method, route = ROUTES[name]
    page = job.get_target_instance()
    parts: list[Any] = [job.pk] if route.startswith(L) else [page.pk]
    if name == "translate":
        segment = job.source.stringsegment_set.all()[0]
        parts = [job.pk, segment.string_id, segment.context_id]
    if name == "override":
        parts = [job.pk, job.source.overridablesegment_set.all()[0].context_id]
    if name == "take over":
        parts = [job.source_id]
    if name == "make an alias":
        parts = [page.pk]
    return getattr(section.client, method)(reverse(route, args=parts), {"action": "publish"})


@pytest.mark.parametrize("name", ROUTES)
def test_what_is_outside_of_ones_section_is_reached(section: Section, name: str) -> None:
    before = digest()
    answer = ask(section, section.other, name)
    body = b"" if answer.streaming else answer.content
    assert answer.status_code in (302, 403, 404)
    assert "Чужда" not in body.decode(errors="replace")
    assert answer.get("Location", "/admin/") == "/admin/"
    assert {name for name, rows in digest().items() if rows != before[name]} == set()


def test_ones_own_section_is_closed(section: Section) -> None:
    """The control."""
    assert ask(section, section.own, "open").status_code == 200
    assert "Своя" in ask(section, section.own, "download").content.decode()
    assert ask(section, section.own, "stop").status_code == 302
    assert not Translation.objects.get(pk=section.own.pk).enabled
