"""A language whose home is not public, or that has nothing at all: no link leads nowhere."""

from xml.etree import ElementTree as Xml

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import Settings

from cms.store.flush import publish_transaction
from home.models import HomePage, SiteProfile
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

BROWSER = {"Accept": "text/html", "Accept-Language": "en"}
IN_ENGLISH = ["search/", "search/?q=Нова", "subscribe/", "subscribe/mail/", "no/", "", "news/"]


@pytest.fixture(autouse=True)
def site(settings: Settings) -> None:
    settings.MAILING = True
    factories.home()
    factories.site_profile()
    factories.about()
    factories.article(title="Нова")


@pytest.fixture
def no_home() -> None:
    """English has a name, news and an article; its home is a draft."""
    factories.translate(SiteProfile.objects.get(), {})
    factories.translate(factories.home(), {})
    for page in (factories.news_index(), factories.article(title="Друга")):
        factories.translate(page, {"Новини": "News"})
    with publish_transaction():
        HomePage.objects.get(locale__language_code="en").unpublish()
    factories.settle()


def links(client: Client, path: str) -> list[str]:
    """The addresses that a page names, without the fragments of its own."""
    html = BeautifulSoup(client.get(path, headers=BROWSER).content, "html.parser")
    found = [
        each.get(name) for name in ("href", "src", "action") for each in html.select(f"[{name}]")
    ]
    return [str(address) for address in found if not str(address).startswith("#")]


def assert_all_lead_somewhere(client: Client, path: str) -> None:
    for address in links(client, path):
        assert address, path
        assert not address.startswith("//"), path
        local = address.removeprefix("http://testserver").partition("?")[0]
        if local.startswith("/") and not local.startswith(("/static/", "/media/")):
            assert client.get(local).status_code in (200, 302), (path, address)


@pytest.mark.parametrize("path", IN_ENGLISH)
def test_no_link_is_empty_in_a_language_without_anything(client: Client, path: str) -> None:
    assert_all_lead_somewhere(client, f"/en/{path}")


@pytest.mark.usefixtures("no_home")
@pytest.mark.parametrize("path", IN_ENGLISH)
def test_no_link_is_empty_in_a_language_without_a_home(client: Client, path: str) -> None:
    assert_all_lead_somewhere(client, f"/en/{path}")


@pytest.mark.usefixtures("no_home")
def test_the_site_name_leads_to_a_public_home_where_its_own_is_none(client: Client) -> None:
    html = BeautifulSoup(client.get("/en/no/").content, "html.parser")
    (name,) = html.select("a.site-name")
    assert name["href"] == "/"
    assert "aria-current" not in name.attrs
    assert client.get("/", headers={"Accept-Language": "en"})["Location"] == "/bg/"


@pytest.mark.usefixtures("no_home")
@pytest.mark.parametrize(
    "path", ["/bg/", "/bg/za-nas/", "/bg/tarsene/", "/bg/abonament/", "/nyama/"]
)
def test_no_page_leads_to_a_home_that_is_not_public(client: Client, path: str) -> None:
    assert_all_lead_somewhere(client, path)
    assert "/en/" not in links(client, path)


@pytest.mark.usefixtures("no_home")
def test_sitemaps_and_feeds_name_no_home_that_is_not_public(client: Client) -> None:
    for path in ("/sitemap-en-1.xml", "/sitemap-bg-1.xml", "/feeds.opml", "/en/news/feed.rss"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        for element in Xml.fromstring(answer.content).iter():  # noqa: S314  (our own)
            given = [element.get(name) for name in ("href", "htmlUrl", "xmlUrl", "url")]
            given += [element.text] if element.tag.rpartition("}")[2] in ("loc", "link") else []
            assert "http://testserver/en/" not in given, path
            assert "" not in given, path
