"""Preview links in the back office. Who may do what is in tests/admin/role_table.txt."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from wagtail.models import Page

from cms.previews import links
from cms.previews.models import PreviewLink
from cms.store.flush import publish_transaction
from home.models import HomePage
from news.models import NewsPage
from tests import factories

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def article() -> NewsPage:
    page = factories.article(title="Първа копка")
    with publish_transaction():
        page.title = "Втора копка"
        page.save_revision()
    return page


def links_of(page: Page) -> str:
    return reverse("previews:of_page", args=[page.pk])


def shown(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return BeautifulSoup(answer.content, "html.parser")


def addresses(html: BeautifulSoup) -> list[str]:
    return [str(field["value"]) for field in html.select("input[readonly]")]


def test_the_editor_or_the_tree_does_not_lead_to_the_links(
    admin: Client, article: NewsPage
) -> None:
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    english = factories.translate(article, {}, live=False)
    for address, page in (
        (reverse("wagtailadmin_pages:edit", args=[article.pk]), article),
        (reverse("wagtailadmin_explore", args=[article.get_parent().pk]), article),
        (reverse("wagtailadmin_explore", args=[english.get_parent().pk]), english),
    ):
        assert f'href="{links_of(page)}"' in admin.get(address).content.decode(), address
    assert reverse("previews:index") in admin.get("/admin/").content.decode()


def test_a_made_link_is_not_the_newest_versions_or_is_not_shown(
    admin: Client, article: NewsPage
) -> None:
    assert addresses(shown(admin, links_of(article))) == []
    made = admin.post(links_of(article))
    assert (made.status_code, made["Location"]) == (302, links_of(article))
    (address,) = addresses(shown(admin, links_of(article)))
    link = PreviewLink.objects.get()
    assert link.revision == article.get_latest_revision()
    assert link.created_by == User.objects.get(username="admin")
    assert addresses(shown(admin, reverse("previews:index"))) == [address]
    assert "Втора копка" in Client().get(address.removeprefix("http://testserver")).content.decode()


def test_making_a_link_saves_or_publishes(admin: Client, article: NewsPage) -> None:
    before = list(Page.objects.filter(pk=article.pk).values()), article.revisions.count()
    admin.post(links_of(article))
    assert (list(Page.objects.filter(pk=article.pk).values()), article.revisions.count()) == before


def test_to_look_makes_a_link(admin: Client, article: NewsPage) -> None:
    admin.get(links_of(article))
    assert not PreviewLink.objects.exists()


def test_a_list_of_links_is_kept_by_a_cache(admin: Client, article: NewsPage) -> None:
    for address in (links_of(article), reverse("previews:index")):
        assert "no-store" in admin.get(address)["Cache-Control"]


def test_a_page_without_a_version_is_a_fault_of_ours(admin: Client) -> None:
    home = HomePage.objects.get(locale=factories.locale("en"))
    assert home.latest_revision is None
    html = shown(admin, links_of(home))
    assert html.find("button", string="Създай връзка") is None
    assert admin.post(links_of(home)).status_code == 200
    assert not PreviewLink.objects.exists()
    editor = admin.get(reverse("wagtailadmin_pages:edit", args=[home.pk]))
    assert links_of(home) not in editor.content.decode()


def test_a_revoked_or_expired_link_is_listed(admin: Client, article: NewsPage) -> None:
    kept, revoked = links.create_link(article, None), links.create_link(article, None)
    list_of_all = reverse("previews:index")
    answer = admin.post(reverse("previews:revoke", args=[revoked.pk]), {"next": list_of_all})
    assert (answer.status_code, answer["Location"]) == (302, list_of_all)
    assert addresses(shown(admin, list_of_all)) == [links.get_link_url(kept)]
    PreviewLink.objects.update(expires_at=kept.created_at)
    assert addresses(shown(admin, links_of(article))) == []


def test_revoking_twice_moves_its_moment(article: NewsPage) -> None:
    link = links.create_link(article, None)
    links.revoke_link(link)
    (first,) = PreviewLink.objects.values_list("revoked_at", flat=True)
    links.revoke_link(link)
    assert PreviewLink.objects.get().revoked_at == first


def test_a_link_is_made_or_revoked_by_another_sites_form(article: NewsPage) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.create_superuser("admin"))
    link = links.create_link(article, None)
    for address in (links_of(article), reverse("previews:revoke", args=[link.pk])):
        assert strict.post(address).status_code == 403
    assert list(PreviewLink.objects.open()) == [link]


def test_looking_revokes(admin: Client, article: NewsPage) -> None:
    link = links.create_link(article, None)
    assert admin.get(reverse("previews:revoke", args=[link.pk])).status_code == 405
    assert PreviewLink.objects.open().exists()


def test_one_is_sent_to_another_site(admin: Client, article: NewsPage) -> None:
    revoke = reverse("previews:revoke", args=[links.create_link(article, None).pk])
    answer = admin.post(revoke, {"next": "https://evil.example/"})
    assert answer["Location"] == links_of(article)


def test_a_page_that_is_not_there_has_links(admin: Client) -> None:
    root = Page.objects.get(depth=1)
    assert admin.get(reverse("previews:of_page", args=[10**25])).status_code == 404
    assert admin.get(links_of(root)).status_code == 302


def test_a_list_of_all_asks_more_for_each_link(
    client: Client, article: NewsPage, django_assert_max_num_queries: Any
) -> None:
    user = User.objects.create_user("editor")
    user.groups.add(Group.objects.get(name="Редактори (bg)"))
    client.force_login(user)
    for number in range(10):
        links.create_link(factories.article(title=f"Новина {number}", live=False), None)
    client.get(reverse("previews:index"))
    with django_assert_max_num_queries(45):
        assert len(addresses(shown(client, reverse("previews:index")))) == 10


def test_a_front_ends_link_is_not_listed(
    admin: Client, article: NewsPage, settings: Settings
) -> None:
    settings.FRONTENDS = {"bg": "https://front.example"}
    admin.post(links_of(article))
    (address,) = addresses(shown(admin, links_of(article)))
    assert address.startswith("https://front.example/preview/?token=")
