"""A language that is left out of `LANGUAGES` while its pages exist, and one that is removed."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.newsletter import subscriptions, tasks
from cms.newsletter.frequencies import Frequency
from cms.newsletter.models import Subscription
from cms.operations import prepare_steps
from cms.search.models import Document
from cms.store import flush
from cms.store.consistency import find_differences
from cms.store.models import Entry, PendingChange
from cms.translation.jobs import orphans
from cms.translation.jobs.models import Orphan, Progress, TranslationRequest
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

BOTH = [("bg", "Български"), ("en", "English")]
# Where a reader or a program may come across a language.
PLACES = [
    "/bg/", "/bg/novini/", "/bg/novini/feed.rss", "/bg/abonament/", "/bg/tarsene/?q=news",
    "/feeds.opml", "/sitemap.xml", "/sitemap-news.xml", "/llms.txt", "/robots.txt",
    "/.well-known/security.txt",
    "/api/v1/", "/api/v1/site/?locale=bg", "/api/v1/pages/", "/api/v1/news/",
    "/api/v1/news/categories/", "/api/v1/search/?q=news",
]  # fmt: skip


@pytest.fixture
def site(settings: Settings) -> Any:
    """A site in two languages; its article is returned."""
    factories.translate(factories.home(), {})
    factories.translate(factories.site_profile(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    article = factories.article(title="Новина")
    factories.translate(article, {"Новина": "News item"})
    return article


def name(settings: Settings, languages: list[tuple[str, str]]) -> None:
    """Start the installation with these languages."""
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = languages
    prepare_steps.prepare_languages()
    prepare_steps.update_store(StringIO())


def english_entries() -> set[str]:
    return set(Entry.objects.filter(locale="en", live=True).values_list("path", flat=True))


def test_left_out_language_is_nowhere_in_public(
    site: Any, settings: Settings, client: Client
) -> None:
    assert len(english_entries()) == 4
    name(settings, BOTH[:1])
    assert english_entries() == set()
    for place in PLACES:
        response = client.get(place)
        assert response.status_code in (200, 404), place
        text = b"".join(response) if response.streaming else response.content
        for trace in (b"/en/", b'"en"', b"News item"):
            assert trace not in text.replace(b"/en/search", b""), f"{trace!r} at {place}"
    whole = json.loads(Entry.objects.get(path=site.url_path).full_json)
    assert whole["translations"] == []
    assert client.get("/api/v1/resolve/?path=/en/news/news-item/").status_code == 410
    assert client.get("/api/v1/pages/?locale=en").status_code == 400
    assert list(find_differences()) == []


def test_language_that_is_put_back_is_public_again(site: Any, settings: Settings) -> None:
    before = english_entries()
    name(settings, BOTH[:1])
    name(settings, BOTH)
    assert english_entries() == before
    assert list(find_differences()) == []


def test_left_out_language_is_not_offered_for_translation(
    site: Any, settings: Settings, admin: Client
) -> None:
    unsent = factories.article(title="Друга")
    english = factories.locale("en")
    TranslationRequest.objects.create(group=f"page:{unsent.translation_key}", locale=english)
    name(settings, BOTH[:1])
    assert not Progress.objects.exists()
    overview = admin.get(reverse("translation_jobs:overview")).content.decode()
    assert f'value="{english.pk}"' not in overview
    form = admin.get(reverse("translation_jobs:send_page", args=[unsent.pk])).content.decode()
    assert f'value="{english.pk}"' not in form
    name(settings, BOTH)
    assert Progress.objects.filter(locale=english, page=unsent).exists()
    assert TranslationRequest.objects.exists()


def test_source_language_that_is_left_out_makes_no_orphans(site: Any, settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"
    name(settings, BOTH[1:])
    assert not Orphan.objects.exists()
    assert Entry.objects.get(path="/en/news/news-item/").live
    assert list(orphans.ORPHANS.find_differences(f"page:{site.translation_key}", [])) == []


def test_subscribers_of_a_left_out_language_are_sent_nothing(settings: Settings) -> None:
    Subscription.objects.create(
        address="ann@example.org", locale="en", frequency=Frequency.AT_ONCE, consent="yes",
        requested_at=timezone.now(), link_requested_at=timezone.now(), link_pending=True,
        next_attempt_at=timezone.now(), cursor=0,
    )  # fmt: skip
    settings.LANGUAGES = BOTH[:1]
    assert tasks.link_loop.lease() == []
    assert tasks.digest_loop.lease() == []
    settings.LANGUAGES = BOTH
    assert len(tasks.link_loop.lease()) == 1


def test_link_to_unsubscribe_works_in_a_left_out_language(
    settings: Settings, client: Client
) -> None:
    settings.MAILING = True
    subscription = Subscription.objects.create(
        address="ann@example.org", locale="de", frequency=Frequency.AT_ONCE, consent="yes",
        requested_at=timezone.now(), link_requested_at=timezone.now(), link_pending=False,
        next_attempt_at=timezone.now(), confirmed_at=timezone.now(), cursor=0,
    )  # fmt: skip
    link = subscriptions.subscription_url(subscription)
    assert client.get(link).status_code == 200
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()


# Removed


def test_removed_language_is_not_public_once_its_transaction_ends(
    settings: Settings, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.translate(factories.home(), {})
    monkeypatch.setattr(flush, "REQUEST_LIMIT_GROUPS", 1)
    for number in range(3):
        page = factories.text_page(factories.home(), title=f"Страница {number}")
        factories.translate(page, {page.title: f"Page {number}"})
    Redirect.objects.create(old_path="/alt", redirect_page=Page.objects.get(url_path="/en/page-1/"))
    Redirect.objects.create(old_path="/old", redirect_link="/en/page-2/")
    Redirect.objects.create(old_path="/en/moved", redirect_link="/bg/")
    factories.settle()
    # Whatever is left to the worker, or to the end of the command.
    monkeypatch.setattr("cms.operations.management.commands.remove_language.drain", lambda: 0)
    call_command("remove_language", "en", "--yes", verbosity=0)
    assert PendingChange.objects.exists()
    assert english_entries() == set()
    for entry in Entry.objects.filter(live=True, type="content"):
        assert json.loads(entry.full_json)["translations"] == []
    assert not Document.objects.filter(entry__locale="en").exists()
    assert client.get("/en/page-1/").status_code == 410
    assert client.get("/alt/").status_code == client.get("/old/").status_code == 404
    assert client.get("/en/moved/").status_code == 301
    assert not Progress.objects.exists()


def test_pages_without_an_editor_are_gone_with_their_language(
    settings: Settings, client: Client
) -> None:
    settings.MAILING = True
    factories.translate(factories.home(), {})
    factories.translate(factories.site_profile(), {})
    paths = ["/en/search/", "/en/search/?q=a", "/en/subscribe/", "/en/subscribe/mail/"]
    assert {client.get(path).status_code for path in paths} == {200}
    call_command("remove_language", "en", "--yes", verbosity=0)
    assert {client.get(path).status_code for path in paths} == {410}
    form = {"address": "ann@example.org", "frequency": Frequency.AT_ONCE, "consent": "on"}
    assert client.post("/en/subscribe/mail/", form).status_code == 410
    assert not Subscription.objects.exists()


def test_site_stays_when_the_language_of_its_root_page_is_removed(settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"
    name(settings, [BOTH[1], BOTH[0]])
    call_command("remove_language", "bg", "--yes", verbosity=0)
    assert Site.objects.get().root_page.slug == "en"
