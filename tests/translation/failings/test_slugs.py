"""What becomes of a Bulgarian slug. Wagtail's own keeps its alphabet, as it comes."""

from collections.abc import Iterable
from typing import Any, ClassVar

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from wagtail.models import Page
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.machine_translators.dummy import DummyTranslator

from cms.translation.machine.pretranslation import pretranslate
from news.models import NewsPage
from tests.admin_client import edit_address
from tests.translation.failings.steps import english, job, post, send
from tests.translation.machine.services import KEY, deepl, serve

pytestmark = pytest.mark.once

# 7: “ASCII-slugifying turns `проект-2026` into `2026` … The slug is sent to machine translation.”


@pytest.fixture(autouse=True)
def fields_as_they_come(stock: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """By itself wagtail-localize has a page's slug translated."""
    if stock:
        (slug,) = (each for each in get_translatable_fields(Page) if each.field_name == "slug")
        monkeypatch.setattr(NewsPage, "translatable_fields", [*NewsPage.translatable_fields, slug])


def test_a_slug_is_cut_to_its_digits(office: Client, article: NewsPage, stock: bool) -> None:
    send(office, article)
    assert english(article).slug == ("2026" if stock else "proekt-2026")


class Machine(DummyTranslator):
    """wagtail-localize's own; it keeps what it was asked."""

    asked: ClassVar[list[str]]

    def translate(self, source: Any, target: Any, strings: Iterable[Any]) -> Any:
        self.asked.extend(string.data for string in strings)
        return super().translate(source, target, strings)


def test_a_slug_is_sent_to_a_machine(
    office: Client,
    article: NewsPage,
    stock: bool,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Machine, "asked", [], raising=False)
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": f"{__name__}.Machine"}
    send(office, article)
    if stock:
        post(office, reverse("wagtail_localize:machine_translate", args=[job(article).pk]))
        asked = Machine.asked
    else:
        asked = asked_by_the_worker(office, article, settings)
    assert article.title in asked
    assert (article.slug in asked) is stock


def asked_by_the_worker(office: Client, article: NewsPage, settings: Settings) -> list[str]:
    with serve(deepl) as service:
        settings.DEEPL_URL, settings.DEEPL_KEY = service.url, KEY
        post(office, edit_address(english(article)), action="draft")
        pretranslate()
    return [text for asked in service.asked for text in asked["text"]]
