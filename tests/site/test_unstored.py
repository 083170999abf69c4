"""Pages that are shown and not stored: restricted ones, and previews of drafts."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core.timestamps import format_moment
from cms.store.flush import publish_transaction
from cms.store.models import Entry, ListState
from home.models import AboutPage
from news.models import NewsPage
from tests import factories

pytestmark = pytest.mark.django_db

ABOUT = "/bg/za-nas/"
SECRET = "Тайни думи"


def restricted(kind: str, **more: Any) -> PageViewRestriction:
    """Restrict a page that was public before."""
    page = factories.about(summary=SECRET)
    factories.site_profile()
    with publish_transaction():
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, **more)
    factories.settle()
    return restriction


def is_uncached(response: Any) -> bool:
    told = response.get("Cache-Control", "")
    return "no-store" in told and "private" in told and "ETag" not in response


def test_a_password_is_not_asked_for_or_asked_in_vain(client: Client) -> None:
    restriction = restricted(PageViewRestriction.PASSWORD, password="meden")
    asked = client.get(ABOUT)
    html = asked.content.decode()
    assert asked.status_code == 200
    assert is_uncached(asked)
    assert asked["X-Robots-Tag"] == "noindex"
    assert 'type="password"' in html
    assert "Клъстер" in html, "the frame is missing"
    assert SECRET not in html
    door = f"/_util/authenticate_with_password/{restriction.pk}/{restriction.page_id}/"
    assert door in html
    wrong = client.post(door, {"password": "srebaren", "return_url": ABOUT})
    assert SECRET not in wrong.content.decode()
    assert SECRET not in client.get(ABOUT).content.decode()
    right = client.post(door, {"password": "meden", "return_url": ABOUT})
    assert (right.status_code, right["Location"]) == (302, ABOUT)
    page = client.get(ABOUT)
    assert SECRET in page.content.decode()
    assert is_uncached(page)
    assert page["X-Robots-Tag"] == "noindex"
    assert SECRET not in Client().get(ABOUT).content.decode()


def test_a_page_for_those_logged_in_shows_to_others(client: Client, admin: Client) -> None:
    restricted(PageViewRestriction.LOGIN)
    stranger = Client().get(ABOUT)
    assert stranger.status_code == 302
    assert stranger["Location"].startswith("/admin/login/?next=")
    page = admin.get(ABOUT)
    assert page.status_code == 200
    assert SECRET in page.content.decode()
    assert is_uncached(page)


def test_restricted_article_was_updated_when_it_was_published(admin: Client) -> None:
    published_at = timezone.now() - timedelta(days=40)
    article = factories.article()
    with publish_transaction():
        PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
    factories.settle()
    NewsPage.objects.update(last_published_at=published_at)
    page = admin.get(article.url_path).content.decode()
    assert f'<time datetime="{format_moment(published_at)}">' in page


def test_a_page_for_a_group_shows_to_others(client: Client) -> None:
    restricted(PageViewRestriction.GROUPS)
    assert client.get(ABOUT).status_code == 302


def test_a_page_below_a_restricted_one_shows(client: Client) -> None:
    page = factories.about()
    factories.text_page(page, title="История", summary=SECRET)
    with publish_transaction():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    factories.settle()
    assert client.get(f"{ABOUT}istoria/").status_code == 302


def test_a_restricted_page_that_is_unpublished_asks_for_a_password(client: Client) -> None:
    restriction = restricted(PageViewRestriction.PASSWORD, password="meden")
    with publish_transaction():
        AboutPage.objects.get(pk=restriction.page_id).unpublish()
    assert client.get(ABOUT).status_code == 410


def test_a_restricted_page_shows_in_a_list_or_the_menu(client: Client) -> None:
    page = factories.about(title="Вътрешно", show_in_menus=True)
    factories.site_profile()
    assert "Вътрешно" in client.get("/bg/").content.decode()
    with publish_transaction():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    factories.settle()
    for path in ("/bg/", "/api/v1/pages/", "/bg/nyama/"):
        assert "Вътрешно" not in client.get(path).content.decode()


def test_a_preview_shows_something_else_than_the_draft_or_touches_the_store(admin: Client) -> None:
    page = factories.article(summary="както беше")
    before = [list(model.objects.order_by("pk").values()) for model in (Entry, ListState)]
    public = Client().get("/bg/novini/parva-kopka/").content
    with publish_transaction():
        page.title, page.summary = "Втора копка", SECRET
        page.save_revision()
    draft = admin.get(f"/admin/pages/{page.pk}/view_draft/")
    html = draft.content.decode()
    assert draft.status_code == 200
    assert "Втора копка" in html
    assert SECRET in html
    assert 'class="preview-note"' in html
    assert 'content="noindex"' in html
    assert is_uncached(draft)
    assert [list(model.objects.order_by("pk").values()) for model in (Entry, ListState)] == before
    assert Client().get("/bg/novini/parva-kopka/").content == public


def test_a_page_that_was_never_public_has_no_preview(admin: Client) -> None:
    page = factories.article(title="Нова", summary=SECRET, live=False)
    assert SECRET in admin.get(f"/admin/pages/{page.pk}/view_draft/").content.decode()
    assert not Entry.objects.filter(type="news").exists()
    assert Client().get("/bg/novini/nova/").status_code == 404


@pytest.mark.parametrize("make", [factories.home, factories.news_index, factories.member])
def test_a_kind_of_page_has_no_preview(admin: Client, make: Any) -> None:
    page = make()
    response = admin.get(f"/admin/pages/{page.pk}/view_draft/")
    assert response.status_code == 200
    assert page.title in response.content.decode()


def test_a_category_has_no_preview(admin: Client) -> None:
    factories.news_index()
    category = factories.category(summary=SECRET)
    url = f"/admin/snippets/news/newscategory/preview/{category.pk}/"
    data = {"title": "Друго име", "slug": "drugo", "summary": SECRET}
    assert admin.post(url, data).json()["is_valid"]
    html = admin.get(url).content.decode()
    assert "Друго име" in html
    assert "Друго име" not in Client().get("/bg/novini/").content.decode()
