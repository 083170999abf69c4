"""An article that is written in English first is sent, translated, published and taken down as one
that is written in Bulgarian."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from wagtail_localize.models import StringTranslation, Translation

from cms.content.translatable import list_translations, query_translation_records
from cms.store.consistency import find_differences
from cms.store.models import Entry
from cms.translation.cascade.hooks import FOLLOW_FIELD
from cms.translation.jobs import consistency, report, tasks
from cms.translation.jobs.backlog import find_new_pages
from cms.translation.jobs.models import Job, JobState
from cms.translation.machine.models import Draft
from cms.translation.machine.pretranslation import pretranslate
from cms.translation.memory.lookup import find_exact_matches
from news.models import NewsCategory, NewsIndexPage, NewsPage
from tests import factories
from tests.newsletter.conftest import server as server
from tests.newsletter.server import MailServer
from tests.translation.jobs.conftest import Desk
from tests.translation.jobs.steps import (
    job,
    logged_in,
    person,
    progress,
    publish_translation,
    send,
)
from tests.translation.jobs.steps import translate as type_in
from tests.translation.machine.conftest import service as service
from tests.translation.machine.services import Service

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def article(desk: Desk) -> NewsPage:
    """Written in English, in a category that is translated from Bulgarian."""
    bulgarian = factories.category(title="Проекти")
    category = factories.translate(bulgarian, {"Проекти": "Projects"})
    section = NewsIndexPage.objects.get(locale__language_code="en")
    page = NewsPage(title="Ground broken", summary="In short", date=timezone.now())
    page.categories = [category]
    made: NewsPage = factories.child(section, page)
    return made


@pytest.fixture
def translator(desk: Desk) -> Any:
    """Somebody who translates into Bulgarian."""
    return person("vera", "Преводачи (bg)")


def entry(page: Any) -> dict[str, Any]:
    found = Entry.objects.get(path=page.url_path, live=True)
    said: dict[str, Any] = json.loads(found.full_json)
    return said


def into_bulgarian(article: NewsPage) -> NewsPage:
    found: NewsPage = article.get_translation(factories.locale("bg"))
    return found


def test_coordinator_is_led_from_the_overview_to_a_form_that_sends_it(
    desk: Desk, article: NewsPage, translator: Any, german: Any
) -> None:
    factories.publish(article)
    html = desk.client.get(reverse("translation_jobs:overview")).content.decode()
    address = reverse("translation_jobs:send_page", args=[article.pk])
    for code in ("bg", "de"):
        assert f"{address}?select_locale={code}" in html
        form = desk.client.get(f"{address}?select_locale={code}")
        assert form.status_code == 200
        assert "Ground broken" in form.content.decode()
    answer = send(desk.client, article, "bg", assignee_bg=translator.pk)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == report.report_url().partition("?")[0]
    assert job(article, "bg").assignee == translator
    assert progress(article, "bg").job_state == JobState.WAITING
    assert not into_bulgarian(article).live


def test_new_english_page_is_named_to_coordinators(desk: Desk, article: NewsPage) -> None:
    (page,) = find_new_pages(desk.coordinator, timezone.now() - timedelta(days=1))
    assert (page.title, page.languages) == ("Ground broken", ["български"])


def test_coordinator_may_not_send_an_english_draft(desk: Desk, article: NewsPage) -> None:
    section = NewsIndexPage.objects.get(locale__language_code="en")
    hidden = factories.child(section, NewsPage(title="Not yet", date=timezone.now()), live=False)
    send(desk.client, hidden, "bg")
    assert not Job.objects.filter(translation__source__object_id=hidden.translation_key).exists()


def test_side_panel_offers_the_other_languages(
    desk: Desk, article: NewsPage, german: Any, admin_user: Any
) -> None:
    factories.publish(article)
    html = logged_in(admin_user).get(f"/admin/pages/{article.pk}/edit/").content.decode()
    address = reverse("translation_jobs:send_page", args=[article.pk])
    assert f"{address}?select_locale=bg" in html
    assert f"{address}?select_locale=de" in html


def test_original_of_a_named_category_stays_an_original(desk: Desk, article: NewsPage) -> None:
    send(desk.client, article, "bg")
    bulgarian = NewsCategory.objects.get(locale__language_code="bg")
    assert not query_translation_records(bulgarian).exists()
    type_in(article, "title", "Първа копка", "bg")
    type_in(article, "summary", "Накратко", "bg")
    published = publish_translation(article, "bg")
    assert [each["title"] for each in entry(published)["categories"]] == ["Проекти"]


def test_published_translation_has_the_states_of_its_english_source(
    desk: Desk, article: NewsPage
) -> None:
    send(desk.client, article, "bg")
    type_in(article, "title", "Първа копка", "bg")
    assert progress(article, "bg").job_state == JobState.IN_PROGRESS
    type_in(article, "summary", "Накратко", "bg")
    target = publish_translation(article, "bg")
    said = entry(target)["translation"]
    assert (said["state"], said["source_locale"]) == ("current", "en")
    assert entry(article)["translation"]["state"] == "source"
    assert progress(article, "bg").job_state == JobState.DONE
    article.refresh_from_db()
    article.summary = "In other words"
    factories.publish(article)
    assert entry(target)["translation"]["state"] == "outdated"
    assert progress(article, "bg").job_state == JobState.WAITING
    assert list(find_differences()) == []
    assert list(consistency.find_differences()) == []


def test_translation_follows_its_english_source_off_the_site(
    desk: Desk, article: NewsPage, admin_user: Any
) -> None:
    send(desk.client, article, "bg")
    for name in ("title", "summary"):
        type_in(article, name, "текст", "bg")
    target = publish_translation(article, "bg")
    client = logged_in(admin_user)
    address = reverse("wagtailadmin_pages:unpublish", args=[article.pk])
    question = client.get(address).content.decode()
    assert "текст" in question
    assert [page.pk for page in list_translations([article])] == [target.pk]
    client.post(address, {FOLLOW_FIELD: "on"})
    factories.settle()
    assert not NewsPage.objects.filter(live=True).exists()


@pytest.mark.once
@pytest.mark.parametrize("form", ["pofile", "xliff12", "xliff20"])
def test_files_name_english_as_the_source(
    desk: Desk, article: NewsPage, translator: Any, form: str
) -> None:
    send(desk.client, article, "bg")
    made = Translation.objects.get(target_locale__language_code="bg")
    client = logged_in(translator)
    data = client.get(reverse(f"exchange:{form}", args=[made.pk])).content.decode()
    named = {"pofile": "Language: bg", "xliff12": 'source-language="en"', "xliff20": 'srcLang="en"'}
    assert named[form] in data
    if form == "pofile":
        filled = data.replace('msgid "In short"\nmsgstr ""', 'msgid "In short"\nmsgstr "Кратко"')
    else:
        filled = data.replace("In short</source>\n", "In short</source>\n<target>Кратко</target>")
    file = SimpleUploadedFile("job", filled.encode())
    client.post(reverse("exchange:job", args=[made.pk]), {"file": file}, follow=True)
    assert StringTranslation.objects.get(locale__language_code="bg").data == "Кратко"
    into = into_bulgarian(article).get_parent()
    assert client.get(reverse("exchange:section", args=[into.pk])).status_code == 200


@pytest.mark.once
def test_translators_into_bulgarian_are_mailed(
    desk: Desk,
    article: NewsPage,
    translator: Any,
    server: MailServer,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.MAILING = True
    monkeypatch.setattr(tasks.outage, "attempts", 0)
    send(desk.client, article, "bg")
    while not tasks.mail_translators():
        pass
    (mail,) = server.received
    assert mail.recipient == "vera@example.org"
    assert "Ground broken" in mail.part("plain")


@pytest.mark.once
def test_machine_drafts_from_english(desk: Desk, article: NewsPage, service: Service) -> None:
    send(desk.client, article, "bg")
    made = Translation.objects.get(target_locale__language_code="bg")
    Draft.objects.create(translation=made, next_attempt_at=timezone.now())
    while pretranslate() == 0:
        pass
    (asked,) = service.asked
    assert asked["source_lang"] == "EN"
    assert asked["target_lang"] == "BG"


@pytest.mark.once
def test_translation_is_remembered_for_the_next_english_article(
    desk: Desk, article: NewsPage
) -> None:
    send(desk.client, article, "bg")
    type_in(article, "title", "Първа копка", "bg")
    type_in(article, "summary", "Накратко", "bg")
    publish_translation(article, "bg")
    section = NewsIndexPage.objects.get(locale__language_code="en")
    other = factories.child(
        section, NewsPage(title="Second", summary="In short", date=timezone.now())
    )
    send(desk.client, other, "bg")
    place = ("summary", "In short")
    (unit,) = find_exact_matches(other.translation_key, [place], "en", "bg")[place]
    assert unit.translation == "Накратко"
