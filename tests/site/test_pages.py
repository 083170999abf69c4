"""What a page of the public site shows and tells of itself."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from cms.content.entry_types import TYPES
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from home.models import HomePage
from tests import factories
from tests.content.entries import pages

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SITE = "http://testserver"
NEWS = "/bg/novini/"


def shown(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return BeautifulSoup(response.content, "html.parser")


def alternates(html: BeautifulSoup) -> dict[str, str]:
    """The page's addresses by language, from the head."""
    links = html.select("head link[rel=alternate][hreflang]")
    return {str(link["hreflang"]): str(link["href"]) for link in links}


@pytest.fixture
def list_of_45() -> None:
    factories.copies(factories.article(title="Най-нова", date=pages.DATE), 44)


def test_a_page_lacks_its_text_canonical_address_or_languages(
    client: Client, subtests: pytest.Subtests
) -> None:
    pages.make()
    kinds = set()
    for entry in Entry.objects.filter(live=True).exclude(type="site"):
        kinds.add(entry.type)
        with subtests.test(entry.path):
            response = client.get(entry.path)
            assert response["Content-Language"] == entry.locale
            html = shown(client, entry.path)
            assert html.html["lang"] == entry.locale  # type: ignore[index]
            assert html.h1.get_text() in entry.full_json  # type: ignore[union-attr]
            assert [str(link["href"]) for link in html.select("link[rel=canonical]")] == [
                f"{SITE}{entry.path}"
            ]
            assert alternates(html)[entry.locale] == f"{SITE}{entry.path}"
            assert html.select(f"nav a[hreflang={'en' if entry.locale == 'bg' else 'bg'}]")
    assert kinds == set(TYPES) - {"site"}


def test_two_languages_do_not_name_each_other(client: Client) -> None:
    pages.make()
    bulgarian, english = "/bg/novini/parva-kopka/", "/en/news/breaking-ground/"
    told = {
        "bg": f"{SITE}{bulgarian}",
        "en": f"{SITE}{english}",
        "x-default": f"{SITE}{bulgarian}",
    }
    for path, other in ((bulgarian, english), (english, bulgarian)):
        html = shown(client, path)
        assert alternates(html) == told
        assert [link["href"] for link in html.select("nav a.language")] == [other]


def test_a_missing_translation_is_named_or_the_switch_leads_to_an_error(client: Client) -> None:
    factories.translate(factories.home(), {})
    factories.site_profile()
    factories.about()
    html = shown(client, "/bg/za-nas/")
    assert alternates(html) == {"bg": f"{SITE}/bg/za-nas/", "x-default": f"{SITE}/bg/za-nas/"}
    (link,) = html.select("nav a.language")
    assert client.get(str(link["href"])).status_code == 200


def test_every_block_of_a_body_is_not_shown(client: Client) -> None:
    pages.make()
    text = shown(client, "/bg/novini/parva-kopka/").get_text()
    for words in (
        "Началото", "скритото", "Галерия", "Заедно можем.", "Членовете по години", "2026",
        "45 %", "от износа", "Доклад", "За 2025 г.", "Видео", "Пишете ни", "Вижте още",
    ):  # fmt: skip
        assert words in text
    assert "alert(1)" not in text


def test_an_unknown_page_of_a_list_is_shown(client: Client, list_of_45: None) -> None:
    assert client.get(f"{NEWS}?page=3").status_code == 200
    for number in ("4", "0", "-1", "x", "", "9" * 500, "%00", "1.5", "%d9%a3"):
        assert client.get(f"{NEWS}?page={number}").status_code == 404, number


def test_the_pages_of_a_list_miss_or_repeat_an_article(client: Client, list_of_45: None) -> None:
    seen: list[str] = []
    path: str | None = NEWS
    while path:
        html = shown(client, path)
        seen += [str(link["href"]) for link in html.select(".cards a")]
        following = html.select("nav.paging a[rel=next]")
        path = str(following[0]["href"]) if following else None
    assert len(seen) == len(set(seen)) == 45
    assert seen[0] == "/bg/novini/nay-nova/"


def test_the_way_back_of_a_list_is_wrong(client: Client, list_of_45: None) -> None:
    def back(number: int) -> list[Any]:
        html = shown(client, f"{NEWS}?page={number}")
        return [link["href"] for link in html.select("nav.paging a[rel=prev]")]

    assert [back(1), back(2), back(3)] == [[], [NEWS], [f"{NEWS}?page=2"]]


def test_two_pages_of_a_list_share_a_tag(client: Client, list_of_45: None) -> None:
    tags = {client.get(f"{NEWS}?page={number}")["ETag"] for number in (1, 2, 3)}
    assert len(tags) == 3
    assert client.get(NEWS)["ETag"] in tags


def test_a_categorys_or_members_page_lists_other_articles(client: Client) -> None:
    category, member = factories.category(), factories.member()
    factories.article(title="Обща", categories=[category], members=[member])
    factories.article(title="Друга")
    for path in ("/bg/novini/kategoria/proekti/", "/bg/chlenove/asarel-medet/"):
        titles = [title.get_text() for title in shown(client, path).select(".cards .card-title")]
        assert titles == ["Обща"]


def test_a_page_does_not_list_the_pages_below_it(client: Client) -> None:
    about = factories.about()
    for title in ("История", "Управление"):
        factories.text_page(about, title=title)
    titles = [item.get_text() for item in shown(client, "/bg/za-nas/").select(".cards .card-title")]
    assert titles == ["История", "Управление"]


def test_a_page_lacks_a_header_or_varies_by_cookie(client: Client) -> None:
    factories.about()
    response = client.get("/bg/za-nas/")
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response["Last-Modified"]
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "Accept-Language" not in response.get("Vary", "")


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_a_known_tag_gets_no_304(client: Client, form: str) -> None:
    factories.about()
    tag = client.get("/bg/za-nas/")["ETag"]
    for method in (client.get, client.head):
        response = method("/bg/za-nas/", headers={"If-None-Match": form.format(tag)})
        assert (response.status_code, response.content) == (304, b"")


def test_a_changed_page_list_or_frame_leaves_the_tag(client: Client) -> None:
    profile = factories.site_profile()
    article = factories.article()
    tags = [client.get(NEWS)["ETag"]]

    def moved() -> bool:
        tags.append(client.get(NEWS)["ETag"])
        return tags[-1] not in tags[:-1]

    index = factories.news_index()
    index.summary = "Какво ново."
    factories.publish(index)
    assert moved()
    article.title = "Втора копка"
    factories.publish(article)
    assert moved()
    profile.name = "Друго име"
    factories.publish(profile)
    assert moved()
    with publish_transaction():
        article.unpublish()
    assert moved()


def test_an_administrator_sees_another_page(client: Client, admin: Client) -> None:
    factories.about()
    response = admin.get("/bg/za-nas/")
    assert response.content == Client().get("/bg/za-nas/").content
    assert not response.cookies


def test_a_page_shows_an_unescaped_title(client: Client) -> None:
    factories.article(title="<script>alert(1)</script>", summary='"><script>', author="<b>x")
    html = client.get(Entry.objects.get(type="news").path).content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html
    assert '"><script>' not in html
    assert "<b>x" not in html


def test_a_page_without_a_frame_is_an_error(client: Client) -> None:
    factories.home()
    assert "Начало" in shown(client, "/bg/").get_text()
    assert HomePage.objects.get(locale__language_code="en").live is False
    assert client.get("/en/").status_code == 404
