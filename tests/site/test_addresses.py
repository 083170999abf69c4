"""Addresses that are no page's: old ones, gone ones, mistyped ones, the bare domain."""

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.store.flush import publishing
from home.models import AboutPage, ContentPage
from tests import factories

pytestmark = pytest.mark.django_db


def rename(page: Page, slug: str) -> None:
    page = type(page).objects.get(pk=page.pk)
    page.slug = slug
    factories.publish(page)


def test_an_old_address_leads_nowhere_after_a_rename(client: Client) -> None:
    about = factories.about()
    factories.text_page(about, title="История")
    rename(about, "nas")
    rename(about, "koi-sme")
    for old, new in (
        ("/bg/za-nas/", "/bg/koi-sme/"),
        ("/bg/nas/", "/bg/koi-sme/"),
        ("/bg/za-nas/istoria/", "/bg/koi-sme/istoria/"),
        ("/bg/nas/istoria/", "/bg/koi-sme/istoria/"),
    ):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)
        assert client.get(new).status_code == 200


def test_an_old_address_leads_nowhere_after_a_move(client: Client) -> None:
    about = factories.about()
    page = factories.text_page(factories.home(), title="История")
    with publishing():
        page.move(about, pos="last-child")
    factories.settle()
    response = client.get("/bg/istoria/")
    assert (response.status_code, response["Location"]) == (301, "/bg/za-nas/istoria/")


def test_a_categorys_old_address_leads_nowhere(client: Client) -> None:
    factories.news_index()
    category = factories.category()
    category.slug = "obshti"
    factories.publish(category)
    response = client.get("/bg/novini/kategoria/proekti/")
    assert response.status_code == 301
    assert response["Location"] == "/bg/novini/kategoria/obshti/"


def test_a_new_page_at_an_old_address_is_hidden_by_the_redirect(client: Client) -> None:
    rename(factories.text_page(factories.home(), title="История"), "minalo")
    factories.text_page(factories.home(), title="История")
    assert client.get("/bg/istoria/").status_code == 200


def test_a_redirect_leads_to_a_page_that_is_not_public(client: Client) -> None:
    page = factories.text_page(factories.home(), title="История")
    rename(page, "tayno-minalo")
    with publishing():
        ContentPage.objects.get(pk=page.pk).unpublish()
    response = client.get("/bg/istoria/")
    assert response.status_code in (404, 410)
    assert "tayno" not in response.content.decode()


@pytest.mark.parametrize(("permanent", "status"), [(True, 301), (False, 302)])
def test_an_operators_redirect_is_not_followed(
    client: Client, permanent: bool, status: int
) -> None:
    target = "https://example.org/new"
    Redirect.add_redirect("/bg/staro/", target, is_permanent=permanent)
    response = client.get("/bg/staro/")
    assert (response.status_code, response["Location"]) == (status, target)


@pytest.mark.parametrize("end", ["unpublish", "delete", "expire"])
def test_a_page_that_is_gone_is_no_410(client: Client, end: str) -> None:
    page = factories.about()
    factories.site_profile()
    with publishing():
        if end == "expire":
            page.expired = True
            page.unpublish(set_expired=True)
        else:
            getattr(AboutPage.objects.get(pk=page.pk), end)()
    response = client.get("/bg/za-nas/")
    assert response.status_code == 410
    assert response["Content-Language"] == "bg"
    html = response.content.decode()
    assert "Клъстер" in html, "the frame is missing"
    assert "За нас</h1>" not in html


def test_a_draft_or_scheduled_page_has_an_address(client: Client) -> None:
    factories.child(factories.home(), ContentPage(title="Чернова"), live=False)
    assert client.get("/bg/chernova/").status_code == 404


@pytest.mark.parametrize(("locale", "words"), [("bg", "Няма такава страница"), ("en", "no such")])
def test_a_mistyped_address_gets_no_help(client: Client, locale: str, words: str) -> None:
    factories.translate(factories.home(), {})
    factories.translate(factories.site_profile(), {"Клъстер": "Cluster"})
    response = client.get(f"/{locale}/nyama/takava/")
    assert response.status_code == 404
    assert response["Content-Language"] == locale
    assert response["Content-Type"].startswith("text/html")
    html = response.content.decode()
    assert words in html
    assert f'href="/{locale}/"' in html
    assert {"bg": "Клъстер", "en": "Cluster"}[locale] in html
    assert "noindex" in html
    assert "ETag" not in response


@pytest.mark.parametrize(
    "path", ["/nyama/", "/nyama", "/de", "/de/", "/wp-login.php", "/xx/news/", "/BG/"]
)
def test_an_address_outside_the_languages_is_not_a_plain_404(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_an_address_without_its_last_slash_is_lost(client: Client) -> None:
    factories.about()
    response = client.get("/bg/za-nas")
    assert (response.status_code, response["Location"]) == (301, "/bg/za-nas/")


@pytest.mark.parametrize(
    ("header", "home"),
    [
        ("", "/bg/"),
        ("en", "/en/"),
        ("en-GB,en;q=0.9,bg;q=0.1", "/en/"),
        ("bg-BG,en;q=0.5", "/bg/"),
        ("de,fr;q=0.5", "/bg/"),
        ("de,en;q=0.5", "/en/"),
        ("*", "/bg/"),
        ("\x00;q=x,,", "/bg/"),
    ],
)
def test_the_bare_domain_leads_to_another_language(client: Client, header: str, home: str) -> None:
    factories.translate(factories.home(), {})
    response = client.get("/", headers={"Accept-Language": header})
    assert (response.status_code, response["Location"]) == (302, home)
    assert "Accept-Language" in response["Vary"]


def test_the_bare_domain_leads_to_a_home_that_is_not_public(client: Client) -> None:
    factories.home()
    assert client.get("/", headers={"Accept-Language": "en"})["Location"] == "/bg/"


@pytest.mark.parametrize("path", ["/", "/bg/"])
def test_writing_to_the_site_is_not_a_405(client: Client, path: str) -> None:
    factories.home()
    assert client.post(path).status_code == 405
