"""Whoever deletes or unpublishes something is told by name what uses it, drafts included."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ReferenceIndex

from cms.admin.usage import Use, find_uses
from cms.operations import prepare_steps
from cms.references.models import IndexState
from cms.store.consistency import find_differences
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from news.models import NewsCategory, NewsPage
from tests import factories
from tests.admin.test_following import administrator, bulk, page_route, someone

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@dataclass(frozen=True)
class Site:
    """One of each that can be used, and an article, translated, that uses them all.

    The article links to a page below the section.
    """

    category: Any
    section: Any
    member: Any
    image: Any
    document: Any
    article_number: int

    @property
    def article(self) -> NewsPage:
        """As it is now: the other tests have changed it and taken that back."""
        return NewsPage.objects.get(pk=self.article_number)

    @property
    def translation(self) -> NewsPage:
        same = NewsPage.objects.filter(translation_key=self.article.translation_key)
        return same.get(locale__language_code="en")


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """One for all tests: each leaves nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def build() -> Site:
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {})
    category = factories.category(title="Събития")
    factories.translate(category, {"Събития": "Events"})
    member, image, document = factories.member(), factories.image(), factories.document()
    section = factories.text_page(factories.home(), title="Проекти")
    project = factories.text_page(section, title="Проект")
    link = f'<p><a linktype="page" id="{member.pk}">Член</a></p>'
    link += f'<p><a linktype="page" id="{project.pk}">Проект</a></p>'
    article = factories.article(
        title="Открихме завод",
        categories=[category],
        members=[member],
        picture=image,
        picture_alt="Цех",
        body=[("text", link), ("file", {"title": "", "description": "", "file": document})],
    )
    factories.translate(article, {"Открихме завод": "Plant opened"})
    return Site(category, section, member, image, document, article.pk)


# Where each is deleted or unpublished, one by one and in bulk.
ROUTES: dict[str, Callable[[Site], str]] = {
    "delete the category": lambda site: category_route("delete", site.category),
    "delete categories": lambda site: bulk("news.newscategory", "delete", site.category),
    "unpublish the category": lambda site: category_route("unpublish", site.category),
    "delete the member": lambda site: page_route("delete", site.member.pk),
    "delete members": lambda site: bulk("wagtailcore.page", "delete", site.member),
    "unpublish the member": lambda site: page_route("unpublish", site.member.pk),
    "unpublish members": lambda site: bulk("wagtailcore.page", "unpublish", site.member),
    "delete the list": lambda site: page_route("delete", site.section.pk),
    "delete the picture": lambda site: reverse("wagtailimages:delete", args=[site.image.pk]),
    "delete pictures": lambda site: bulk("wagtailimages.image", "delete", site.image),
    "delete the file": lambda site: reverse("wagtaildocs:delete", args=[site.document.pk]),
    "delete files": lambda site: bulk("wagtaildocs.document", "delete", site.document),
}


def category_route(name: str, category: Any) -> str:
    return reverse(f"wagtailsnippets_news_newscategory:{name}", args=[category.pk])


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def lines(html: str) -> list[str]:
    """What the page names as a use, without its markup."""
    rows = re.findall(r'<ul class="uses">(.*?)</ul>', html)
    return [
        " ".join(re.sub(r"<[^>]+>", " ", row).split()).replace(" :", ":")
        for rows_of_one in rows
        for row in re.findall("<li>(.*?)</li>", rows_of_one)
    ]


@pytest.mark.parametrize("route", ROUTES)
def test_every_page_that_uses_it_is_named_in_all_languages(site: Site, route: str) -> None:
    html = read(administrator(), ROUTES[route](site))
    named = "\n".join(lines(html))
    assert "Новина Открихме завод (български, публикувана): " in named
    assert "Новина Plant opened (English, публикувана): " in named
    for article in (site.article, site.translation):
        assert f'href="{page_route("edit", article.pk)}"' in html


@pytest.mark.parametrize("route", [name for name in ROUTES if name.startswith("delete")])
def test_deleting_leaves_the_public_store_right(site: Site, route: str) -> None:
    client = administrator()
    answer = client.post(ROUTES[route](site), {"translations_follow": "on"})
    assert answer.status_code == 302
    factories.settle()
    assert list(find_differences()) == []
    html = read(client, page_route("edit", site.article.pk))
    assert "page-edit-form" in html
    assert client.get(site.article.url_path).status_code == 200


def test_a_deleted_category_leaves_its_articles_at_once_in_all_languages(site: Site) -> None:
    administrator().post(category_route("delete", site.category), {"translations_follow": "on"})
    for code in ("bg", "en"):
        (article,) = Entry.objects.filter(type="news", locale=code, live=True)
        assert json.loads(article.full_json)["categories"] == []
        assert not Entry.objects.filter(type="news_category", locale=code, live=True).exists()


def test_the_number_of_uses_and_their_list_know_them(site: Site) -> None:
    client = administrator()
    html = read(client, category_route("delete", site.category))
    assert "водят 2 препратки" in html
    html = read(client, category_route("usage", site.category))
    assert "Открихме завод" in html
    assert "Plant opened" in html
    assert "English" in html


def test_uses_that_are_only_in_a_draft_are_named(site: Site) -> None:
    category = factories.category(title="Награди")
    assert uses(category) == []
    draft = site.article.get_latest_revision_as_object()
    draft.categories = [site.category, category]
    draft.save_revision()
    found = lines(read(administrator(), category_route("delete", category)))
    assert found == [
        "Новина Открихме завод (български, публикувана; използва се само в черновата): Категории"
    ]
    assert not uses(site.category)[0].drafts_only


def test_uses_in_a_scheduled_version_are_named_though_a_newer_draft_has_none(site: Site) -> None:
    category = factories.category(title="Награди")
    version = site.article.get_latest_revision_as_object()
    version.categories = [category]
    version.go_live_at = timezone.now() + timedelta(days=1)
    version.save_revision().publish()
    assert [use.content for use in uses(category)] == [site.article]
    newer = site.article.get_latest_revision_as_object()
    newer.categories, newer.go_live_at = [], None
    newer.save_revision()
    assert [use.content for use in uses(category)] == [site.article]


def test_what_no_longer_uses_it_is_not_named(site: Site) -> None:
    article = NewsPage.objects.get(pk=site.article.pk)
    article.categories, article.members = [], []
    factories.publish(article)
    assert [use.content for use in uses(site.category)] == [site.translation]
    # The text of the article still links to the member.
    assert uses(site.member)[0].fields == ["Основен текст → Текст"]


def test_what_uses_the_translation_is_named_with_it(site: Site) -> None:
    english = NewsCategory.objects.get(title="Events")
    other = NewsPage(title="Written in English", categories=[english])
    factories.child(site.translation.get_parent(), other)
    found = lines(read(administrator(), category_route("delete", site.category)))
    assert len(found) == 3
    assert found[-1].startswith("Новина Written in English")


def test_another_languages_article_is_named_by_its_public_page_and_no_draft_is(site: Site) -> None:
    factories.publish(site.article)
    client = someone("Редактори (bg)")
    html = read(client, category_route("delete", site.category))
    english = site.translation
    assert f'href="{settings.BASE_URL}{english.url_path}"' in html
    assert page_route("edit", english.pk) not in html
    english.unpublish()
    html = read(client, category_route("delete", site.category))
    assert "Plant opened" not in html
    assert "Новина (English, чернова): Категории" in lines(html)
    listed = read(client, category_route("usage", site.category))
    assert "(не е публично)" in listed
    assert "Plant opened" not in listed


def test_a_redirect_that_goes_with_its_page_is_named(site: Site) -> None:
    Redirect.add_redirect("/old-member", site.member)
    found = lines(read(administrator(), page_route("delete", site.member.pk)))
    assert "Пренасочване /old-member: Пренасочване към страница – изтрива се и то." in found


def test_pages_that_go_with_it_are_no_uses(site: Site) -> None:
    page = factories.text_page(factories.home())
    link = f'<p><a linktype="page" id="{page.pk}">Нагоре</a></p>'
    factories.text_page(page, title="Под нея", body=[("text", link)])
    client = administrator()
    assert lines(read(client, page_route("delete", page.pk))) == []
    assert "Под нея" in lines(read(client, page_route("unpublish", page.pk)))[0]


def test_an_older_installation_is_indexed_once(site: Site) -> None:
    ReferenceIndex.objects.all().delete()
    IndexState.objects.all().delete()
    assert uses(site.category) == []
    assert prepare_steps.update_references(StringIO()) == "indexed"
    assert len(uses(site.category)) == 2
    assert prepare_steps.update_references(StringIO()) == "up to date"


def test_uses_are_looked_up_in_few_queries(site: Site) -> None:
    user = User.objects.create_superuser("root")
    find_uses(user, [site.category])
    with CaptureQueriesContext(connection) as two:
        find_uses(user, [site.category])
    factories.many_articles(3)
    for article in NewsPage.objects.filter(title__startswith="Новина"):
        article.categories = [site.category]
        with publish_transaction():
            article.save()
    with CaptureQueriesContext(connection) as five:
        assert len(find_uses(user, [site.category]).named) == 5
    assert len(five) == len(two)


def uses(thing: Any) -> list[Use]:
    user = User.objects.filter(username="root").first() or User.objects.create_superuser("root")
    return find_uses(user, [thing]).named
