"""Whoever takes a source away is shown its translations, and only what they say happens to them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from wagtail.models import Page
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.content.translatable import query_translation_records
from cms.store.consistency import find_differences
from cms.store.models import Entry
from cms.translation.cascade.actions import UnpublishCascade
from cms.translation.cascade.translations import find_translations
from home.models import ContentPage
from news.models import NewsCategory
from tests import factories

pytestmark = [pytest.mark.once, pytest.mark.django_db]
FOLLOW = {"translations_follow": "on"}
BOX = 'name="translations_follow"'


@dataclass(frozen=True)
class Site:
    """A page of text with one below it, a place to move to, a category; each with a translation."""

    page: Any
    child: Any
    place: Any
    category: Any

    def english(self, thing: Any) -> Any:
        found = type(thing).objects.filter(translation_key=thing.translation_key)
        return found.filter(locale=factories.locale("en")).first()


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """One for all tests: each leaves nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def build() -> Site:
    home = factories.home()
    factories.translate(home, {})
    factories.translate(factories.news_index(), {})
    page = factories.text_page(home, title="Проекти")
    site = Site(
        page=page,
        child=factories.text_page(page, title="Първи"),
        place=factories.text_page(home, title="Архив"),
        category=factories.category(title="Събития"),
    )
    titles = {
        "Проекти": "Projects", "Първи": "First", "Архив": "Archive", "Събития": "Events",
    }  # fmt: skip
    for thing in (site.page, site.child, site.place, site.category):
        factories.translate(thing, titles)
    return site


def someone(*groups: str) -> Client:
    user = User.objects.create_user("someone")
    user.groups.set(Group.objects.filter(name__in=groups))
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "bg"
    profile.save()
    client = Client()
    client.force_login(user)
    return client


def administrator() -> Client:
    return someone("Администратори")


def page_route(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def bulk(model: str, action: str, *things: Any) -> str:
    ids = "&".join(f"id={thing.pk}" for thing in things)
    app_label, model_name = model.split(".")
    route = reverse("wagtail_bulk_action", args=[app_label, model_name, action])
    return f"{route}?{ids}&next=/admin/"


def category_route(site: Site, name: str) -> str:
    return reverse(f"wagtailsnippets_news_newscategory:{name}", args=[site.category.pk])


Route = Callable[[Site], str]
ROUTES: dict[str, tuple[Route, str]] = {
    "unpublish": (lambda site: page_route("unpublish", site.page.pk), "page"),
    "delete": (lambda site: page_route("delete", site.page.pk), "page"),
    "move": (lambda site: page_route("move_confirm", site.page.pk, site.place.pk), "page"),
    "unpublish in bulk": (lambda site: bulk("wagtailcore.page", "unpublish", site.page), "page"),
    "delete in bulk": (lambda site: bulk("wagtailcore.page", "delete", site.page), "page"),
    "move in bulk": (lambda site: bulk("wagtailcore.page", "move", site.page), "page"),
    "unpublish the snippet": (lambda site: category_route(site, "unpublish"), "category"),
    "delete the snippet": (lambda site: category_route(site, "delete"), "category"),
    "delete snippets in bulk": (
        lambda site: bulk("news.newscategory", "delete", site.category),
        "category",
    ),
}
routes = pytest.mark.parametrize("route", ROUTES)


def form(site: Site, **more: str) -> dict[str, Any]:
    """What every one of these forms may be sent with."""
    return {"chooser": site.place.pk, **more}


def where(thing: Any) -> tuple[bool, bool, str]:
    """Whether it is there, whether it is public, and where it stands."""
    if thing is None:
        return False, False, ""
    place = thing.get_parent().slug if isinstance(thing, Page) else ""
    return True, thing.live, place


def before_and_after(site: Site, route: str, client: Client, **more: str) -> tuple[Any, Any, Any]:
    """Where the source is in the end, where its translation was, and where that is in the end."""
    address, name = ROUTES[route]
    source = getattr(site, name)
    was = where(site.english(source))
    answer = client.post(address(site), form(site, **more))
    assert answer.status_code == 302, answer.content.decode()[:500]
    factories.settle()
    return (
        where(type(source).objects.filter(pk=source.pk).first()),
        was,
        where(site.english(source)),
    )


AFTER = {
    "unpublish": (True, False),
    "delete": (False, False),
    "move": (True, True),
}


@routes
def test_the_translations_are_listed_and_offered(site: Site, route: str) -> None:
    address, name = ROUTES[route]
    html = administrator().get(address(site)).content.decode()
    translation = site.english(getattr(site, name))
    assert f">{translation}</a>" in html
    assert "(публикувана)" in html
    assert BOX in html
    assert "checked" in html


@routes
def test_they_follow_where_that_is_said(site: Site, route: str) -> None:
    source, was, is_now = before_and_after(site, route, administrator(), **FOLLOW)
    there, live = AFTER[route.split()[0]]
    assert source[:2] == is_now[:2] == (there, live)
    if route.startswith("move"):
        assert (source[2], was[2], is_now[2]) == ("arhiv", "en", "archive")
    assert list(find_differences()) == []


@routes
def test_they_stay_where_it_is_not(site: Site, route: str) -> None:
    source, was, is_now = before_and_after(site, route, administrator())
    assert source[:2] == AFTER[route.split()[0]]
    assert was == is_now == (True, True, was[2])
    assert list(find_differences()) == []


@routes
def test_those_that_one_may_not_touch_stay_whatever_is_sent(site: Site, route: str) -> None:
    """An editor has no rights on English pages, and is told who has."""
    client = someone("Редактори (bg)")
    # Who may not delete in bulk deletes what nothing stands below.
    ContentPage.objects.get(pk=site.child.pk).delete()
    address, name = ROUTES[route]
    html = client.get(address(site)).content.decode()
    assert BOX not in html
    assert str(site.english(getattr(site, name))) in html
    who = "Проверяващи (en)" if "unpublish" in route else "Администратори"
    assert who in html
    _, was, is_now = before_and_after(site, route, client, **FOLLOW)
    assert was == is_now


def test_what_stands_below_goes_with_its_source(site: Site) -> None:
    """Deleting a page deletes those below it; their translations are none but with theirs."""
    site.english(site.child).move(site.english(site.place), pos="last-child")
    client = administrator()
    html = client.get(page_route("delete", site.page.pk)).content.decode()
    assert ">Projects</a>" in html
    assert ">First</a>" in html
    client.post(page_route("delete", site.page.pk), FOLLOW)
    left = set(Page.objects.filter(depth__gt=2).values_list("title", flat=True))
    assert left == {"Новини", "en: Новини", "Архив", "Archive"}


def test_the_translations_of_unpublished_subpages_are_unpublished_too(site: Site) -> None:
    client = administrator()
    client.post(page_route("unpublish", site.page.pk), {**FOLLOW, "include_descendants": "on"})
    live = ContentPage.objects.filter(live=True).values_list("title", flat=True)
    assert set(live) == {"Архив", "Archive"}


def test_a_locked_translation_stays(site: Site) -> None:
    Page.objects.filter(pk=site.english(site.page).pk).update(locked=True)
    client = administrator()
    html = client.get(page_route("delete", site.page.pk)).content.decode()
    assert "Заключена е или е на проверка." in html
    assert BOX not in html
    client.post(page_route("delete", site.page.pk), FOLLOW)
    assert site.english(site.page).live


def test_a_move_to_where_no_translation_is(site: Site) -> None:
    place = factories.text_page(factories.home(), title="Ново място")
    client = administrator()
    address = page_route("move_confirm", site.page.pk, place.pk)
    assert "няма страница на този език" in client.get(address).content.decode()
    client.post(address, FOLLOW)
    assert where(site.english(site.page)) == (True, True, "en")


def test_a_translations_own_end_concerns_nobody(site: Site) -> None:
    """What is a translation itself has none, and its source stays without a question."""
    client = administrator()
    address = page_route("delete", site.english(site.page).pk)
    html = client.get(address).content.decode()
    assert 'id="translations"' not in html
    client.post(address, FOLLOW)
    assert ContentPage.objects.get(pk=site.page.pk).live


def test_the_title_of_anothers_draft_is_not_told(site: Site) -> None:
    draft = factories.text_page(factories.home(), title="Тайна")
    factories.translate(draft, {"Тайна": "Secret"}, live=False)
    client = someone("Редактори (bg)")
    html = client.get(page_route("delete", draft.pk)).content.decode()
    assert "(чернова)" in html
    assert "Secret" not in html


def test_what_is_translated_outlives_the_pages(site: Site) -> None:
    """And it is there at once when the same page is translated again."""
    client = administrator()
    client.post(page_route("delete", site.english(site.child).pk))
    client.post(page_route("delete", site.page.pk), FOLLOW)
    kept = set(StringTranslation.objects.values_list("data", flat=True))
    assert {"Projects", "First"} <= kept


def test_a_translation_that_stays_is_a_page_of_its_own(site: Site) -> None:
    someone_else = administrator()
    someone_else.post(page_route("delete", site.page.pk))
    factories.settle()
    english = site.english(site.page)
    key = english.translation_key
    assert not TranslationSource.objects.filter(object_id=key).exists()
    assert not Translation.objects.filter(source__object_id=key).exists()
    entry = Entry.objects.get(locale="en", live=True, group=f"page:{key}")
    assert '"state":"source"' in entry.full_json
    answer = someone_else.get(page_route("edit", english.pk))
    assert 'id="page-edit-form"' in answer.content.decode()


@pytest.mark.parametrize("name", ["page", "category"])
def test_translations_expire_with_their_source(site: Site, name: str) -> None:
    source = getattr(site, name)
    type(source).objects.filter(pk=source.pk).update(
        expire_at=timezone.now() - timedelta(minutes=1)
    )
    call_command("worker", once=True)
    for thing in (type(source).objects.get(pk=source.pk), site.english(source)):
        assert (thing.live, thing.expired) == (False, True)
    assert site.english(site.place).live


def test_a_translation_that_is_no_longer_kept_expires_alone(site: Site) -> None:
    english = site.english(site.category)
    query_translation_records(english).update(enabled=False)
    NewsCategory.objects.filter(pk=english.pk).update(
        expire_at=timezone.now() - timedelta(minutes=1)
    )
    call_command("worker", once=True)
    assert not site.english(site.category).live
    assert NewsCategory.objects.get(pk=site.category.pk).live


def test_a_kept_translation_expires_no_earlier_than_its_source(site: Site) -> None:
    english = site.english(site.category)
    NewsCategory.objects.filter(pk=english.pk).update(
        expire_at=timezone.now() - timedelta(minutes=1)
    )
    call_command("worker", once=True)
    assert (site.english(site.category).live, site.english(site.category).expire_at) == (True, None)


def test_the_editor_is_told_of_the_expiry(site: Site) -> None:
    client = administrator()
    for address in (page_route("edit", site.page.pk), category_route(site, "edit")):
        html = client.get(address).content.decode()
        assert "Когато срокът изтече, изтича и срокът на преводите." in html


def test_the_list_is_looked_up_in_few_queries(site: Site) -> None:
    """Two for each further translation: whether it is locked, and whether in review."""
    user = User.objects.create_superuser("root")
    things = [site.page, site.child, site.place]
    find_translations(user, UnpublishCascade(), things)
    with CaptureQueriesContext(connection) as one:
        find_translations(user, UnpublishCascade(), things[:1])
    with CaptureQueriesContext(connection) as three:
        find_translations(user, UnpublishCascade(), things)
    assert len(three) <= len(one) + 2 * 2
