"""The sitemaps: what they list, in which shape, and what they cost."""

from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from pytest_django.fixtures import Settings
from wagtail.models import PageViewRestriction

from cms.site import sitemaps
from cms.site.hreflang import list_alternates as pairs
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from news.models import NewsPage
from tests import factories
from tests.content.entries import pages
from tests.queries import reads_of_the_store

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SITE = "http://testserver"
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
X = "{http://www.w3.org/1999/xhtml}"
N = "{http://www.google.com/schemas/sitemap-news/0.9}"

# Of each element, those that stand in it, in the order of their schema.
URL = (f"{S}loc", f"{S}lastmod")
NEWS = (f"{N}publication", f"{N}publication_date", f"{N}title")


def read(client: Client, path: str) -> Xml.Element:
    response = client.get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return Xml.fromstring(response.content)  # noqa: S314  (our own)


def text(element: Xml.Element, name: str) -> str:
    found = element.find(name)
    assert found is not None
    assert found.text
    return found.text


def parts(client: Client) -> list[str]:
    """The addresses of the sitemaps that the index names, checked against the schema."""
    root = read(client, "/sitemap.xml")
    assert root.tag == f"{S}sitemapindex"
    for sitemap in root:
        assert sitemap.tag == f"{S}sitemap"
        assert tuple(child.tag for child in sitemap) == URL
        moment(text(sitemap, URL[1]))
    return [text(sitemap, URL[0]).removeprefix(SITE) for sitemap in root]


def listed(client: Client) -> dict[str, dict[str, str]]:
    """Every address in the sitemaps with its alternates, checked against the schema."""
    found: dict[str, dict[str, str]] = {}
    for path in parts(client):
        root = read(client, path)
        assert root.tag == f"{S}urlset"
        assert 0 < len(root) <= 50_000
        for url in root:
            assert url.tag == f"{S}url"
            assert tuple(child.tag for child in url)[:2] == URL
            moment(text(url, URL[1]))
            links = url.findall(f"{X}link")
            assert len(links) == len(url) - 2
            assert {link.get("rel") for link in links} == {"alternate"}
            alternates = {link.attrib["hreflang"]: link.attrib["href"] for link in links}
            assert len(alternates) == len(links)
            address = text(url, URL[0])
            assert address not in found, "listed twice"
            found[address] = alternates
    return found


def moment(written: str) -> datetime:
    read = parse_datetime(written)
    assert read is not None
    assert read.tzinfo is not None
    return read


def both_languages() -> None:
    """Every kind of page, some of them in English too."""
    pages.make()
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    factories.translate(factories.article(title="Преведена"), {"Преведена": "Translated"})


def test_an_address_is_missing_or_leads_nowhere(client: Client) -> None:
    both_languages()
    entries = Entry.objects.filter(live=True).exclude(type="site")
    found = listed(client)
    assert set(found) == {SITE + entry.path for entry in entries}
    assert {entry.type for entry in entries} >= {"news_category", "home", "news", "member"}
    for address in found:
        assert client.get(address.removeprefix(SITE)).status_code == 200, address


def test_an_alternate_is_not_reciprocal(client: Client) -> None:
    both_languages()
    found = listed(client)
    assert any(len(alternates) == 3 for alternates in found.values())
    for address, alternates in found.items():
        languages = {code: url for code, url in alternates.items() if code != "x-default"}
        assert address in languages.values()
        assert all(found[url] == alternates for url in languages.values())
        assert alternates["x-default"] == languages["bg"]


def test_the_sitemap_and_the_page_tell_different_alternates(client: Client) -> None:
    both_languages()
    for address, alternates in listed(client).items():
        html = client.get(address.removeprefix(SITE)).content.decode()
        for language, url in alternates.items():
            assert f'hreflang="{language}" href="{url}"' in html


def test_a_page_without_its_source_has_two_defaults(client: Client) -> None:
    page = factories.text_page(factories.home(), title="Страница")
    factories.translate(factories.home(), {})
    english = factories.translate(page, {"Страница": "Page"})
    with publish_transaction():
        page.unpublish()
    url = f"{SITE}/en/{english.slug}/"
    assert listed(client)[url] == {"en": url, "x-default": url}


@pytest.mark.parametrize("hidden", ["draft", "unpublished", "restricted", "expired", "deleted"])
def test_what_is_not_public_is_listed(client: Client, hidden: str) -> None:
    page = factories.text_page(factories.home(), title="Тайна")
    assert any("tayna" in address for address in listed(client))
    with publish_transaction():
        match hidden:
            case "draft":
                page.title = "Tayna-chernova"
                page.save_revision()
                page.unpublish()
            case "unpublished":
                page.unpublish()
            case "restricted":
                PageViewRestriction.objects.create(page=page, restriction_type="login")
            case "expired":
                page.expired = True
                page.unpublish(set_expired=True)
            case "deleted":
                page.delete()
    factories.settle()
    assert [address for address in listed(client) if "tayna" in address] == []


def test_the_moment_of_a_page_is_not_its_last_change(client: Client) -> None:
    factories.article(title="Стара")
    then = timezone.now() - timedelta(days=30)
    Entry.objects.update(updated_at=then.replace(microsecond=0))
    root = read(client, "/sitemap-bg-1.xml")
    assert {moment(text(url, URL[1])) for url in root} == {then.replace(microsecond=0)}


@pytest.mark.usefixtures("no_sections")
def test_a_long_list_is_not_parted_or_loses_an_address(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "SIZE", 10)
    factories.copies(factories.article(), 41)
    assert parts(client) == [f"/sitemap-bg-{number}.xml" for number in range(1, 6)]
    assert len(listed(client)) == 44
    for path in ("/sitemap-bg-6.xml", "/sitemap-en-1.xml"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", ["bg-0", "bg-01", "bg", "bg-x", "de-1", "bg-99999", "bg-999999"])
def test_a_mistyped_part_is_no_404(client: Client, name: str) -> None:
    factories.home()
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


@pytest.mark.usefixtures("no_sections")
def test_an_empty_sitemap_is_a_404(client: Client) -> None:
    """By their schemas neither is ever without an entry."""
    paths = ("/sitemap.xml", "/sitemap-news.xml")
    assert [client.get(path).status_code for path in paths] == [404, 404]
    dated("Отдавна", timedelta(days=3))
    assert [client.get(path).status_code for path in paths] == [200, 404]
    page = dated("Днес", timedelta(hours=1))
    first = client.get("/sitemap-news.xml")
    assert first.status_code == 200
    with publish_transaction():
        page.unpublish()
    factories.settle()
    for known in ({}, {"If-None-Match": first["ETag"]}, {"If-None-Match": "*"}):
        assert client.get("/sitemap-news.xml", headers=known).status_code == 404


def test_a_sitemap_costs_more_when_it_is_long(client: Client) -> None:
    page = factories.article()
    for more in (2, 297):
        factories.copies(page, more)
        for path, cost in (
            ("/sitemap.xml", 1),
            ("/sitemap-bg-1.xml", 2),
            ("/sitemap-news.xml", 2),
        ):
            with reads_of_the_store(at_most=cost):
                tag = client.get(path)["ETag"]
            with reads_of_the_store(at_most=1):
                assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_a_change_leaves_the_tag_of_a_sitemap(client: Client) -> None:
    factories.translate(factories.home(), {})
    page = factories.article()
    paths = ("/sitemap.xml", "/sitemap-bg-1.xml", "/sitemap-en-1.xml", "/sitemap-news.xml")
    before = {path: client.get(path) for path in paths}
    factories.publish(page)
    assert {path: client.get(path)["ETag"] for path in paths} == {
        path: response["ETag"] for path, response in before.items()
    }
    page.slug = "druga"
    factories.publish(page)
    for path, response in before.items():
        after = client.get(path)
        assert after["ETag"] != response["ETag"], path
        assert after["Last-Modified"] != response["Last-Modified"], path


def dated(title: str, ago: timedelta, **fields: Any) -> NewsPage:
    return factories.article(title=title, date=timezone.now() - ago, **fields)


def news(client: Client) -> list[Xml.Element]:
    """The articles in the sitemap of the news, checked against the specification."""
    root = read(client, "/sitemap-news.xml")
    assert root.tag == f"{S}urlset"
    for url in root:
        assert tuple(child.tag for child in url) == (f"{S}loc", f"{N}news")
        assert tuple(child.tag for child in url[1]) == NEWS
        assert tuple(child.tag for child in url[1][0]) == (f"{N}name", f"{N}language")
        moment(text(url[1], NEWS[1]))
    return list(root)


def titles(client: Client) -> list[str]:
    return [text(url[1], NEWS[2]) for url in news(client)]


def test_the_news_are_those_of_the_last_two_days(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    dated("Отдавна", timedelta(days=2, minutes=1))
    dated("Вчера", timedelta(days=1, hours=23))
    dated("Днес", timedelta(minutes=1))
    now = timezone.now()
    with monkeypatch.context() as patch:  # today, no date may lie after the publication
        patch.setattr(timezone, "now", lambda: now + timedelta(days=1))
        dated("Утре", timedelta(0))
    dated("Чернова", timedelta(minutes=1), live=False)
    factories.member(title="Член")
    assert titles(client) == ["Днес", "Вчера"]


def test_an_article_is_told_wrong_to_the_news(client: Client) -> None:
    factories.site_profile(name="Клъстер")
    page = dated("Днес", timedelta(minutes=1))
    (url,) = news(client)
    assert text(url, f"{S}loc") == f"{SITE}/bg/novini/dnes/"
    publication = url[1][0]
    assert text(publication, f"{N}name") == "Клъстер"
    assert text(publication, f"{N}language") == "bg"
    assert page.date
    assert moment(text(url[1], NEWS[1])) == page.date.replace(microsecond=0)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh-hans", "zh-cn"),
        ("zh-hant", "zh-tw"),
        ("pt-br", "pt"),
        ("sr-latn", "sr"),
        ("de", "de"),
        ("ckb", "ckb"),
    ],
)
def test_news_sitemap_names_languages_by_googles_codes(
    client: Client, settings: Settings, language: str, told: str
) -> None:
    settings.LANGUAGES = [("bg", "Български"), (language, language)]
    page = dated("Днес", timedelta(minutes=1))
    for above in (factories.home(), factories.news_index(), page):
        factories.translate(above, {}, code=language)
    languages = [text(url[1][0], f"{N}language") for url in news(client)]
    assert sorted(languages) == sorted(["bg", told])
    # Elsewhere Google wants tags of BCP 47.
    html = client.get("/bg/novini/dnes/").content.decode()
    assert f'hreflang="{language}" href=' in html


def test_default_language_is_the_first_of_the_sites_own(settings: Settings) -> None:
    settings.LANGUAGES = [("bg", "Български"), ("en", "English"), ("ar", "العربية")]
    urls = {"ar": f"{SITE}/ar/", "en": f"{SITE}/en/"}
    assert pairs(urls) == [*urls.items(), ("x-default", f"{SITE}/en/")]
    urls |= {"bg": f"{SITE}/bg/"}
    assert pairs(urls)[-1] == ("x-default", f"{SITE}/bg/")


def test_an_article_that_falls_out_of_the_news_leaves_tag_or_moment(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    dated("Вчера", timedelta(days=1))
    dated("Днес", timedelta(0))
    before = client.get("/sitemap-news.xml")
    now = timezone.now()
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: now + timedelta(days=1.5))
        after = client.get("/sitemap-news.xml")
        assert titles(client) == ["Днес"]
    assert after["ETag"] != before["ETag"]
    assert after["Last-Modified"] != before["Last-Modified"]
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: now + timedelta(days=4))
        known = {"If-None-Match": after["ETag"]}
        assert client.get("/sitemap-news.xml", headers=known).status_code == 404


HOSTILE = ["<b>&amp;\"'</b>]]>", "а\x0bб\x1f", "x\ufffe\uffff", "\u202eабв", "🙂" * 10]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_breaks_the_news(client: Client, title: str) -> None:
    page = dated("Днес", timedelta(minutes=1))
    NewsPage.objects.filter(pk=page.pk).update(title=title)
    factories.site_profile(name=title)
    factories.publish(NewsPage.objects.get(pk=page.pk))
    legal = "".join(letter for letter in title if letter not in "\x0b\x1f\ufffe\uffff")
    assert titles(client) == [legal]


def test_the_sitemaps_lead_past_the_front_end(client: Client, settings: Settings) -> None:
    dated("Днес", timedelta(minutes=1))
    factories.translate(factories.home(), {})
    settings.FRONTENDS = {"bg": "https://front.example.org"}
    assert parts(client) == ["/sitemap-bg-1.xml", "/sitemap-en-1.xml"]
    found = listed(client)
    assert found[f"{SITE}/en/"]["bg"] == "https://front.example.org/bg/"
    assert "https://front.example.org/bg/novini/dnes/" in found
    assert text(news(client)[0], f"{S}loc") == "https://front.example.org/bg/novini/dnes/"
