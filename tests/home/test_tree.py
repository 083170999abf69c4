"""The page tree offers what makes sense, and its fixed pages stay."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from home.models import AboutPage, HomePage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def offered(parent: Page) -> set[str]:
    models = parent.specific.creatable_subpage_models()
    return {model.__name__ for model in models if model.can_create_at(parent.specific)}


@pytest.mark.usefixtures("no_sections")
def test_each_place_offers_what_may_stand_there() -> None:
    home = factories.home()
    assert offered(home) == {"AboutPage", "ContentPage", "MembersIndexPage", "NewsIndexPage"}
    assert offered(factories.about()) == {"ContentPage"}
    assert offered(factories.members_index()) == {"MemberPage"}
    assert offered(factories.news_index()) == {"NewsPage"}
    assert offered(factories.article()) == set()
    assert offered(Page.get_first_root_node()) == set()


def test_a_section_is_there_once() -> None:
    factories.about()
    assert not AboutPage.can_create_at(factories.home())


@pytest.mark.parametrize("make", [factories.home, factories.about, factories.news_index])
def test_nobody_deletes_a_fixed_page_by_accident(admin: Client, make: object) -> None:
    page = make()  # type: ignore[operator]
    admin.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    admin.post(f"{bulk}?id={page.pk}&next=/admin/", {"id": page.pk})
    other = factories.text_page(factories.home(), title="Друга")
    admin.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk]))
    assert Page.objects.filter(pk=page.pk, path=page.path).exists()


def test_another_page_is_deleted() -> None:
    """The control: the refusal above is not the test's own doing."""
    page = factories.text_page(factories.home(), title="Друга")
    assert page.permissions_for_user(User.objects.create_superuser("root")).can_delete()


def test_a_homes_slug_is_its_language() -> None:
    home = factories.home()
    home.slug = "друго"
    home.save()
    assert HomePage.objects.get(pk=home.pk).url_path == "/bg/"


@pytest.mark.parametrize("slug", ["category", "kategoria", "2026", "tarsene", "abonament"])
def test_a_fixed_word_of_the_addresses_is_refused(slug: str) -> None:
    page = factories.article(live=False)
    page.slug = slug
    with pytest.raises(ValidationError, match=r"fixed|адрес"):
        page.full_clean()
