"""The guides say what there is to see: their words are those of the screens, their pictures are
there, and both languages tell the same."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import trans_real

from cms.admin.guides import guides
from cms.admin.guides.guides import GUIDES, LANGUAGES, Guide
from tests.admin.guides.pictures import FOLDER

pytestmark = pytest.mark.once

BOTH = [(guide, language) for guide in GUIDES.values() for language in LANGUAGES]
each_text = pytest.mark.parametrize(
    ("guide", "language"), BOTH, ids=[f"{guide.name}.{language}" for guide, language in BOTH]
)


def words(language: str) -> set[str]:
    """All that the back office can say in a language, its scripts included."""
    found: set[str] = set()
    for domain in ("django", "djangojs"):
        catalogue = trans_real.DjangoTranslation("bg", domain=domain)._catalog  # type: ignore[attr-defined]
        for key, said in catalogue.items():
            # Of several forms, the key names the English one and which of them it is.
            msgid = key[0] if isinstance(key, tuple) else key
            found.add((said if language == "bg" else msgid.rpartition("\4")[2]).strip())
    return found


@each_text
def test_a_guide_names_something_that_no_screen_shows(guide: Guide, language: str) -> None:
    named = re.findall(r"\*\*(.+?)\*\*", guide.source(language))
    assert named
    assert sorted(set(named) - words(language)) == []


@each_text
def test_a_guide_lacks_a_picture(guide: Guide, language: str) -> None:
    shown = re.findall(r"!\[.+?\]\(\.\./static/guides/(.+?)\)", guide.source(language))
    assert shown
    assert [name for name in shown if not (FOLDER / name).exists()] == []


def test_a_picture_is_in_no_guide() -> None:
    texts = "".join(guide.source(language) for guide, language in BOTH)
    assert [file.name for file in FOLDER.glob("*.png") if file.name not in texts] == []


@pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES)
def test_one_language_tells_more_than_another(guide: Guide) -> None:
    shapes = [
        re.findall(r"^(#+|\d+\.|-|\||!)", guide.source(language), re.MULTILINE)
        for language in LANGUAGES
    ]
    assert shapes[0] == shapes[1]


@pytest.mark.django_db
@each_text
def test_a_guide_is_not_read_in_the_back_office(admin: Client, guide: Guide, language: str) -> None:
    answer = admin.get(f"/admin/guides/{guide.name}/?language={language}").content.decode()
    assert f'<div class="nice-padding guide" lang="{language}">' in answer
    assert answer.count('<img alt="') >= guide.source(language).count("![")
    assert "../static" not in answer


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["nyama/", "translator/?language=de", "translator/?language=../bg"]
)
def test_another_guide_is_not_a_404(admin: Client, address: str) -> None:
    assert admin.get(f"/admin/guides/{address}").status_code == 404


@pytest.mark.django_db
def test_the_help_does_not_lead_to_the_guides(admin: Client) -> None:
    screen = admin.get("/admin/").content.decode()
    for name in GUIDES:
        assert f"/admin/guides/{name}/" in screen


@pytest.mark.parametrize(("code", "read"), [("bg", "bg"), ("en-gb", "en"), ("de", "en")])
def test_a_guide_is_in_a_language_nobody_asked_for(code: Any, read: str) -> None:
    assert guides.guide_language(code) == read
