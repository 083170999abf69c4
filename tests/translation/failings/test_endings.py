"""What becomes of the translations of a source that goes, by the form as it is shown."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail_localize.models import StringTranslation

from home.models import ContentPage
from tests import factories
from tests.translation.failings.steps import english, submit

pytestmark = pytest.mark.once

# 8: “Unpublish, move, expire, delete of the source do not touch translations; delete wipes the
# string translations.”


@pytest.fixture(scope="module")
def page(site: None) -> ContentPage:
    """A page with a translation, and a place to move it to with one."""
    for title, translation in (("Архив", "Archive"), ("Проекти", "Projects")):
        page = factories.text_page(factories.home(), title=title)
        factories.translate(page, {title: translation})
    return ContentPage.objects.get(pk=page.pk)


def unpublish(office: Client, page: ContentPage, stock: bool) -> None:
    submit(office, reverse("wagtailadmin_pages:unpublish", args=[page.pk]))


def delete(office: Client, page: ContentPage, stock: bool) -> None:
    submit(office, reverse("wagtailadmin_pages:delete", args=[page.pk]))


def move(office: Client, page: ContentPage, stock: bool) -> None:
    place = ContentPage.objects.get(title="Архив")
    submit(office, reverse("wagtailadmin_pages:move_confirm", args=[page.pk, place.pk]))


def expire(office: Client, page: ContentPage, stock: bool) -> None:
    moment = timezone.now() - timedelta(minutes=1)
    ContentPage.objects.filter(pk=page.pk).update(expire_at=moment)
    if stock:
        call_command("publish_scheduled")
    else:
        call_command("worker", once=True)


@pytest.mark.parametrize("end", [unpublish, delete, move, expire])
def test_its_translation_stays_where_it_is(
    office: Client, page: ContentPage, stock: bool, end: Callable[..., None]
) -> None:
    here = "/en/projects/"
    assert is_public(here)
    end(office, page, stock)
    assert not is_public("/bg/proekti/")
    assert is_public(here) is stock


def is_public(path: str) -> bool:
    return ContentPage.objects.filter(url_path=path, live=True).exists()


def test_its_words_are_deleted_with_it(office: Client, page: ContentPage, stock: bool) -> None:
    for thing in (english(page), page):
        submit(office, reverse("wagtailadmin_pages:delete", args=[thing.pk]))
    assert (not StringTranslation.objects.filter(data="Projects").exists()) is stock
