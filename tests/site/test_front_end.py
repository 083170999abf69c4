"""A language with a front end of its own (`FRONTEND_URL`): what leads there, and what stays."""

import json
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from cms.store import build_version
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from news.models import NewsPage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FRONT = "https://front.example"
OWN = "http://testserver"
ARTICLE = "/bg/novini/parva-kopka/"
ENGLISH = "/en/news/first-sod/"


@pytest.fixture
def article(settings: Settings) -> NewsPage:
    """An article in both languages, of which the Bulgarian has a front end."""
    settings.FRONTENDS = {"bg": FRONT}
    factories.site_profile()
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    target = factories.about()
    body = [
        ("text", f'<p><a linktype="page" id="{target.pk}">нас</a></p>'),
        ("pages", {"title": "", "pages": [target]}),
        ("call_to_action", {"title": "", "text": "", "label": "виж", "page": target, "url": ""}),
    ]
    page = factories.article(picture=factories.image(), body=body)
    factories.translate(page, {"Първа копка": "First sod"})
    return page


def entry(client: Client, path: str) -> Any:
    found = client.get("/api/v1/pages/").json()["results"]
    (url,) = [each["api_url"] for each in found if each["path"] == path]
    return client.get(url.removeprefix(OWN)).json()


def test_an_entry_leads_to_another_site_than_its_languages(
    client: Client, article: NewsPage
) -> None:
    bulgarian, english = entry(client, ARTICLE), entry(client, ENGLISH)
    assert (bulgarian["url"], english["url"]) == (f"{FRONT}{ARTICLE}", f"{OWN}{ENGLISH}")
    assert bulgarian["translations"][0]["url"] == f"{OWN}{ENGLISH}"
    assert english["translations"][0]["url"] == f"{FRONT}{ARTICLE}"
    text, cards, call = (block["value"] for block in bulgarian["body"])
    assert f'href="{FRONT}/bg/za-nas/"' in text
    assert cards["pages"][0]["url"] == call["url"] == f"{FRONT}/bg/za-nas/"


def test_the_api_or_a_file_is_looked_for_on_the_front_end(
    client: Client, article: NewsPage
) -> None:
    told = entry(client, ARTICLE)
    assert told["api_url"].startswith(f"{OWN}/api/v1/pages/")
    assert told["picture"]["image"]["src"].startswith(f"{OWN}/media/")


def test_a_feed_leads_its_readers_elsewhere_or_is_not_ours(
    client: Client, article: NewsPage
) -> None:
    feed = feedparser.parse(client.get("/bg/novini/feed.rss").content)
    assert feed.feed.link == f"{FRONT}/bg/novini/"
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [
        f"{OWN}/bg/novini/feed.rss"
    ]
    assert feed.entries[0].link == f"{FRONT}{ARTICLE}"
    page = client.get(ENGLISH).content.decode()
    assert f'hreflang="bg" href="{FRONT}{ARTICLE}"' in page


def test_a_page_has_two_addresses(client: Client, article: NewsPage) -> None:
    for path in (ARTICLE, f"{ARTICLE}?utm=1&b=%D0%B0", "/bg/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, FRONT + path)
    assert client.get(ENGLISH).status_code == 200
    assert client.get("/bg/nyama/").status_code == 404


def test_a_restricted_page_is_nowhere(client: Client, article: NewsPage) -> None:
    """The front end, which reads the API, has none."""
    with publish_transaction():
        PageViewRestriction.objects.create(
            page=article, restriction_type=PageViewRestriction.PASSWORD, password="meden"
        )
    factories.settle()
    assert 'type="password"' in client.get(ARTICLE).content.decode()


def test_the_back_office_shows_the_page_elsewhere(admin: Client, article: NewsPage) -> None:
    assert (article.url, article.full_url) == (f"{FRONT}{ARTICLE}", f"{FRONT}{ARTICLE}")
    editor = admin.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert f'href="{FRONT}{ARTICLE}"' in editor
    assert f'href="{FRONT}/bg/"' in admin.get(reverse("wagtailadmin_home")).content.decode()
    english = article.get_translation(factories.locale("en"))
    assert (english.url, english.full_url) == (ENGLISH, f"{OWN}{ENGLISH}")


def test_a_feed_that_is_told_of_is_not_ours(client: Client, article: NewsPage) -> None:
    frame = json.loads(Entry.objects.get(path="site:bg").full_json)
    assert frame["feeds"][0]["url"] == f"{OWN}/bg/novini/feed.rss"


def test_a_new_front_end_is_not_taken_up(settings: Settings) -> None:
    before = build_version.compute_version()
    settings.FRONTENDS = dict.fromkeys(("bg", "en"), f"https://{'x' * 200}.example")
    assert build_version.compute_version() != before
    assert len(build_version.compute_version()) < 200
