"""Who may do the work, where, and who hears of it."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from wagtail.models import WorkflowState
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.translation.jobs import tasks
from news.models import NewsPage
from tests.admin_client import edit_address
from tests.newsletter.conftest import server as server
from tests.newsletter.server import MailServer
from tests.translation.failings.steps import (
    english,
    job,
    post,
    send,
    take_over,
    told_in_english,
    translate,
)
from tests.translation.jobs.steps import logged_in, person

pytestmark = pytest.mark.once

# 9: “The submit and sync views check `submit_translation` only, not page permissions.”


@pytest.fixture
def stranger(db: None) -> Client:
    """Somebody who may send pages for translation, and works on none."""
    user = User.objects.create_user("stranger")
    rights = ["access_admin", "submit_translation"]
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return logged_in(user)


def test_a_stranger_sends(stranger: Client, article: NewsPage, stock: bool) -> None:
    send(stranger, article)
    assert Translation.objects.filter(source__object_id=article.translation_key).exists() is stock


def test_a_stranger_publishes(
    stranger: Client, office: Client, article: NewsPage, stock: bool
) -> None:
    send(office, article)
    translate(article, "title", "Project 2026")
    translate(article, "summary", "Unseen by its reviewer")
    take_over(stranger, article, publish_translations="on")
    assert told_in_english("Unseen by its reviewer") is stock


# “Page locks are ignored by its editor.”


@pytest.fixture
def translator(db: None) -> Client:
    return logged_in(person("anna", "Преводачи (en)"))


def test_a_locked_page_is_translated(
    translator: Client, office: Client, article: NewsPage, stock: bool
) -> None:
    send(office, article)
    NewsPage.objects.filter(pk=english(article).pk).update(locked=True)
    segment = StringSegment.objects.get(
        source__object_id=article.translation_key, context__path="title"
    )
    names = [job(article).pk, segment.pk]
    address = reverse("wagtail_localize:edit_string_translation", args=names)
    translator.put(address, "value=Mine", content_type="application/x-www-form-urlencoded")
    assert StringTranslation.objects.filter(data="Mine").exists() is stock


# “Its editor knows only “publish”, no “submit for moderation”.”


def test_a_translation_cannot_be_submitted_for_review(
    translator: Client, office: Client, article: NewsPage, stock: bool
) -> None:
    send(office, article)
    translate(article, "title", "Project 2026")
    translate(article, "summary", "In English")
    address = edit_address(english(article))
    # Wagtail's own button first, then ours.
    for button in ({"action-submit": "action-submit"}, {"action": "send-for-review"}):
        post(translator, address, **button)
    assert (not WorkflowState.objects.exists()) is stock


# “Nobody is mailed on submit.”


def test_nobody_is_told_what_there_is_to_translate(
    translator: Client,
    office: Client,
    article: NewsPage,
    stock: bool,
    server: MailServer,
    settings: Settings,
) -> None:
    settings.MAILING = True
    send(office, article)
    while not tasks.mail_translators():
        pass
    told = [each.recipient for each in server.received]
    assert told == ([] if stock else ["anna@example.org"])
