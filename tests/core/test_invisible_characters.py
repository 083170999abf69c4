"""Unseen characters, which are pasted along with a text."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.documents import get_document_model
from wagtail.models import Page

from cms.core.invisible_characters import is_visible, remove_unseen, strip_unseen
from home.models import ContentPage, SiteProfile
from news.models import NewsCategory
from tests import factories as make
from tests.admin_client import PUBLISH, Office, administrator

INVISIBLE = ["\u200b", "\u200e\u200f", "\u3164", "\u2060 \ufeff", "\u00ad", "\u2800", "\ufe0f"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("\u202a+359 728 60000\u202c", "+359 728 60000"),
        ("\ufeffЗаглавие \u200b ", "Заглавие"),
        (" \u00a0Заглавие ", " \u00a0Заглавие "),
        ("въз\u00adстано\u200bвяване", "въз\u00adстано\u200bвяване"),
        # What joins letters and emoji, and what orders Hebrew, is part of the text.
        ("❤\ufe0f", "❤\ufe0f"),
        ("क्\u200d", "क्\u200d"),
        ("שלום!\u200f", "שלום!\u200f"),
        ("שלום!\u200b", "שלום!"),
        ("\u200b", ""),
    ],
)
def test_ends_of_a_text_are_stripped(text: str, stripped: str) -> None:
    assert strip_unseen(text) == stripped


@pytest.mark.once
def test_address_keeps_nothing_unseen_but_joiners() -> None:
    assert remove_unseen("https://a.\u200bbg/\u202aмед\u2069/می\u200cخواهم") == (
        "https://a.bg/мед/می\u200cخواهم"
    )


@pytest.mark.once
@pytest.mark.parametrize("text", INVISIBLE)
def test_nothing_of_a_text_is_visible(text: str) -> None:
    assert not is_visible(text)
    assert is_visible(f"{text}🎉{text}")


@pytest.mark.once
@pytest.mark.parametrize(
    ("model", "name"),
    [
        (ContentPage, "title"), (NewsCategory, "title"), (SiteProfile, "name"),
        (get_document_model(), "title"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("text", INVISIBLE)
def test_title_that_shows_nothing_is_refused_whoever_writes_it(
    model: Any, name: str, text: str
) -> None:
    with pytest.raises(ValidationError):
        model._meta.get_field(name).clean(text, None)
    assert model._meta.get_field(name).clean("🎉", None) == "🎉"


@pytest.mark.django_db
def test_form_takes_what_was_pasted_without_what_came_along() -> None:
    office, page = Office(administrator()), make.member(title="Асарел")
    fields = {
        "title": "\ufeffАсарел-Медет\u200b",
        "telephone": "\u202d+359 728 60000\u202c",
        "email": "\u2068office@exa\u00admple.org\u2069",
        "website": "\u200bhttps://example.org/\u200b",
    }
    assert office.edit(page, office.form(page) | fields | PUBLISH).status_code == 302
    page.refresh_from_db()
    assert (page.title, page.telephone, page.email, page.website) == (
        "Асарел-Медет", "+359 728 60000", "office@example.org", "https://example.org/",
    )  # fmt: skip


@pytest.mark.django_db
def test_page_whose_title_shows_nothing_is_not_created() -> None:
    office, home = Office(administrator()), make.home()
    for number, title in enumerate(["\u200b", "\u3164"]):
        form = office.empty_form(ContentPage, home) | {"title": title, "slug": f"nyama-{number}"}
        answer = office.create(ContentPage, home, form | PUBLISH)
        assert "error-message" in answer.content.decode()
    assert not Page.objects.filter(slug__startswith="nyama").exists()
