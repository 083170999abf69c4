"""Addresses that are no page's: old ones, gone ones, mistyped ones, the bare domain."""

from itertools import product
from urllib.parse import quote, unquote, urlsplit

import pytest
from django.test import Client
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from cms.store.flush import publish_transaction
from home.models import AboutPage, ContentPage, HomePage
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
    with publish_transaction():
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
    with publish_transaction():
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
    with publish_transaction():
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


OUTSIDE = ["/nyama/", "/nyama", "/de", "/de/", "/wp-login.php", "/xx/news/", "/BG/", "/новини/а"]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("path", OUTSIDE)
def test_an_unknown_address_is_a_plain_404_for_programs(client: Client, path: str) -> None:
    for accept in ("", "*/*", "application/json", "text/html;q=0, */*", "image/*", "x" * 20_000):
        response = client.get(path, headers={"Accept": accept})
        assert response.status_code == 404
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert {"Accept", "Accept-Language"} <= set(response["Vary"].split(", "))


@pytest.mark.parametrize(
    ("language", "locale"), [("", "bg"), ("en-GB,bg;q=0.5", "en"), ("de", "bg"), ("EN", "en")]
)
def test_an_unknown_address_shows_browsers_the_sites_404_page(
    client: Client, language: str, locale: str
) -> None:
    factories.translate(factories.home(), {})
    factories.translate(factories.site_profile(), {"Клъстер": "Cluster"})
    for path in OUTSIDE:
        response = client.get(path, headers={"Accept": BROWSER, "Accept-Language": language})
        assert response.status_code == 404
        assert response["Content-Language"] == locale
        assert {"Accept", "Accept-Language"} <= set(response["Vary"].split(", "))
        html = response.content.decode()
        assert {"bg": "Няма такава страница", "en": "There is no such page"}[locale] in html
        assert {"bg": "Клъстер", "en": "Cluster"}[locale] in html
        assert f'href="/{locale}/"' in html


def test_an_unknown_address_is_not_shown_in_a_language_without_a_home(client: Client) -> None:
    factories.home()
    response = client.get("/nyama/", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert response["Content-Language"] == "bg"


OLD_ADDRESSES = {
    "/index.php?id=7": "/index.php?id=7",
    "/index.php?b=2&a=1": "/index.php?a=1&b=2",
    "/новини/статия/": "/новини/статия",
    "/новини/?страница=две": "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/?"
    "%D1%81%D1%82%D1%80%D0%B0%D0%BD%D0%B8%D1%86%D0%B0=%D0%B4%D0%B2%D0%B5",
    "/old": "/old/",
    "/old/deep/page.html": "/old/deep/page.html?utm_source=mail",
    "/media/old.pdf": "/media/old.pdf",
    "/de/": "/de",
    "/bg/staro": "/bg/staro/",
    "/bg/staro.php?id=1": "/bg/staro.php/?id=1",
    "/bg/stari-novini/feed.rss": "/bg/stari-novini/feed.rss",
}


def test_a_redirect_is_followed_at_any_address(client: Client, admin: Client) -> None:
    about = factories.about()
    for entered, asked in OLD_ADDRESSES.items():
        form = {"old_path": entered, "is_permanent": "on", "redirect_page": str(about.pk)}
        saved = admin.post("/admin/redirects/add/", {**form, "site": "", "redirect_link": ""})
        assert saved.status_code == 302, entered
        for path in (asked, quote(asked, safe="/?=&%")):
            response = client.get(path)
            assert (response.status_code, response["Location"]) == (301, "/bg/za-nas/"), path
        told = client.get("/api/v1/resolve/", {"path": asked}).json()
        assert told["redirect"]["path"] == "/bg/za-nas/"


TAKEN = [
    "/", "/admin/", "/admin", "/admin/pages/7/?x=1", "/api/", "/api", "/api/v1/old/", "/api/nyama",
    "/static/x.css", "/media/images/x.png", "/documents/7/x.pdf", f"/documents/{'9' * 20}/x",
    "/health/live", "/preview/x/", "/robots.txt", "/sitemap.xml", "/sitemap-bg-1.xml",
    "/feeds.opml", "/_util/login", "/bg/tarsene", "/bg/abonament/", "/bg/abonament/poshta/x",
    "/en/search/", "https://old.example.org/admin/", "/.well-known/security.txt",
]  # fmt: skip


@pytest.mark.parametrize(
    ("entered", "asked"),
    [
        ("/pct%20x", "/pct%20x"),
        ("/sp ace", "/sp%20ace"),
        ("/f%28x%29", "/f(x)"),
        ("/f(x)", "/f%28x%29"),
        ("/a%20b(x)", "/a%20b(x)"),
        ("/100%25", "/100%25"),
        ("/was%3F", "/was%3F"),
        ("/bg/c9%20x", "/bg/c9%20x/"),
        ("/нов%20ини", "/%D0%BD%D0%BE%D0%B2%20%D0%B8%D0%BD%D0%B8"),
        ("/q?x=[1]", "/q?x=%5B1%5D"),
        ("/q?x=%5B1%5D", "/q?x=[1]"),
        ("/q?x=a b", "/q?x=a%20b"),
    ],
)
def test_a_redirect_is_followed_however_its_address_is_spelt(
    entered: str, asked: str, client: Client, admin: Client
) -> None:
    form = {"old_path": entered, "is_permanent": "on", "redirect_link": "https://example.org/"}
    assert admin.post("/admin/redirects/add/", {**form, "site": ""}).status_code == 302
    assert client.get(asked)["Location"] == "https://example.org/"
    path = unquote(urlsplit(asked).path)
    if "?" not in entered + path:
        assert client.get("/api/v1/resolve/", {"path": path}).status_code == 200


@pytest.mark.parametrize("entered", ["//[x", "http://[x/"])
def test_a_redirect_from_what_is_no_address_is_refused_at_its_field(
    entered: str, admin: Client
) -> None:
    form = {"old_path": entered, "redirect_link": "https://example.org/", "site": ""}
    response = admin.post("/admin/redirects/add/", form)
    assert response.status_code == 200
    assert "не е адрес" in response.content.decode()


def test_a_redirect_that_nobody_would_follow_is_refused_in_words(admin: Client) -> None:
    about = factories.about()
    for taken in TAKEN:
        form = {"old_path": taken, "is_permanent": "on", "redirect_page": str(about.pk)}
        response = admin.post("/admin/redirects/add/", {**form, "site": "", "redirect_link": ""})
        assert response.status_code == 200, taken
        assert "от него не може да се пренасочва" in response.content.decode(), taken
    assert not Redirect.objects.exists()


def test_an_imported_redirect_that_nobody_would_follow_is_refused() -> None:
    """The import and the API for writing validate each row by this form."""
    form = RedirectForm({"old_path": "/admin/x", "redirect_link": "https://example.org/"})
    assert list(form.errors) == ["old_path"]
    assert RedirectForm({"old_path": "/x", "redirect_link": "https://example.org/"}).is_valid()


def test_an_old_redirect_at_a_taken_address_is_told_by_nobody(client: Client) -> None:
    Redirect.add_redirect("/bg/tarsene/", "https://example.org/")
    factories.home()
    assert client.get("/bg/tarsene/").status_code == 200
    assert client.get("/api/v1/resolve/", {"path": "/bg/tarsene/"}).status_code == 404


def test_a_redirect_is_not_followed_from_another_hosts_path(client: Client) -> None:
    Redirect.add_redirect("/old", "https://example.org/")
    # As a path: of an address, the test client would leave the host out.
    assert client.get("/", PATH_INFO="//evil.example.org/old").status_code == 404
    assert client.get("/", PATH_INFO="/old").status_code == 301


@pytest.mark.parametrize("control", ["\t", "\r", "\n"])
def test_control_characters_make_no_other_address(control: str, client: Client) -> None:
    path = f"/{control}/[x"
    assert client.get("/", PATH_INFO=path).status_code == 404
    assert client.get("/api/v1/resolve/", {"path": path}).status_code == 400


def test_a_redirect_to_what_is_not_public_is_a_404(client: Client) -> None:
    page = factories.text_page(factories.home(), title="Тайна")
    Redirect.add_redirect("/old", page)
    with publish_transaction():
        ContentPage.objects.get(pk=page.pk).unpublish()
    assert client.get("/old").status_code == 404


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
        ("bg;q=0", "/en/"),
        ("en;q=0,bg;q=0.1", "/bg/"),
    ],
)
def test_the_bare_domain_leads_to_the_home_in_the_visitors_language(
    client: Client, header: str, home: str
) -> None:
    factories.translate(factories.home(), {})
    response = client.get("/", headers={"Accept-Language": header})
    assert (response.status_code, response["Location"]) == (302, home)
    assert "Accept-Language" in response["Vary"]


def test_the_bare_domain_leads_to_no_home_that_is_not_public(client: Client) -> None:
    english = factories.translate(factories.home(), {})
    with publish_transaction():
        HomePage.objects.get(locale__language_code="bg").unpublish()
    for language in ("bg", "en", "de", ""):
        response = client.get("/", headers={"Accept-Language": language})
        assert response["Location"] == english.get_url()
    with publish_transaction():
        HomePage.objects.get(locale__language_code="bg").get_latest_revision().publish()
        HomePage.objects.get(pk=english.pk).unpublish()
    assert client.get("/", headers={"Accept-Language": "en"})["Location"] == "/bg/"


def test_the_bare_domain_is_a_404_where_no_home_is_public(client: Client) -> None:
    factories.site_profile()
    with publish_transaction():
        factories.home().unpublish()
    for accept, media_type in ((BROWSER, "text/html"), ("*/*", "text/plain")):
        response = client.get("/", headers={"Accept": accept})
        assert response.status_code == 404
        assert response["Content-Type"].startswith(media_type)
        assert {"Accept", "Accept-Language"} <= set(response["Vary"].split(", "))


def test_the_bare_domain_leads_to_a_home_that_asks_for_a_password(client: Client) -> None:
    home = factories.home()
    with publish_transaction():
        PageViewRestriction.objects.create(
            page=home, restriction_type=PageViewRestriction.PASSWORD, password="secret"
        )
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/bg/")
    assert 'type="password"' in client.get("/bg/").content.decode()


READ_ONLY = [
    "/", "/bg/", "/bg/nyama/", "/bg/novini/feed.rss", "/bg/tarsene/", "/bg/abonament/",
    "/sitemap.xml", "/sitemap-news.xml", "/sitemap-bg-1.xml", "/feeds.opml", "/robots.txt",
    "/.well-known/security.txt", "/health/live", "/health/ready", "/preview/x/",
    "/media/images/x.png", "/documents/7/x.pdf", "/api/v1/problems/gone/",
]  # fmt: skip


def test_writing_to_the_site_is_a_405_that_says_what_is_allowed() -> None:
    factories.home()
    client = Client(enforce_csrf_checks=True)
    for path, method in product(READ_ONLY, ("POST", "PUT", "PATCH", "DELETE")):
        response = client.generic(method, path)
        assert response.status_code == 405, (method, path)
        assert response["Allow"] == "GET, HEAD", (method, path)


def test_writing_to_an_unknown_address_is_a_404() -> None:
    client = Client(enforce_csrf_checks=True)
    for path in ("/nyama/", "/api/nyama/", f"/documents/{'9' * 20}/x"):
        assert client.post(path).status_code == 404
