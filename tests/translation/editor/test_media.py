"""Translators and reviewers see the pictures and files of what they translate, and no others."""

import json
from typing import Any

import pytest
from bs4 import Tag
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from cms.translation.editor.choices import find_choices, load_choices
from cms.translation.editor.media import Media
from tests import factories
from tests.admin_client import administrator
from tests.translation.editor.editor_page import Desk
from tests.translation.editor.illustrated import Illustrated, illustrated_article
from tests.translation.editor.script import EDITOR, TOLD, Script

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# What stands beside each text.
BESIDE = {
    "Хора на площада": "Площадът",
    "Стара сграда": "Сградата",
    "Надпис под сградата": "Сградата",
    "Галерия": None,
    "Тайно нещо": "Снимка, която не е публична",
    "Надпис под изтритото": "Изтрита снимка",
    "За доклада": "Докладът",
    "За тайния": "Файл, който не е публичен",
    "приложението": "Докладът",
    "Друг текст.": None,
}


@pytest.fixture
def illustrated(db: None) -> Illustrated:
    factories.translate(factories.news_index(), {"Новини": "News"})
    made = illustrated_article()
    # Something is left to translate.
    StringTranslation.objects.exclude(translation_of__data="Кратко").delete()
    return made


@pytest.fixture
def translator(illustrated: Illustrated, person: Any) -> Desk:
    return Desk.of(person("maria"), illustrated.article)


def shown(row: Tag) -> str | None:
    found = row.select_one(".translation-media li bdi")
    return found.get_text(strip=True) if found else None


def choices(desk: Desk) -> dict[str, Any]:
    """What the script is given to answer itself."""
    told = desk.seen.select_one(TOLD)
    assert told, "segments.js is told nothing"
    found: dict[str, Any] = json.loads(told.get_text())["choices"]
    return found


def test_each_text_stands_beside_what_it_describes(translator: Desk) -> None:
    assert {text: shown(translator.row(text)) for text in BESIDE} == BESIDE
    assert translator.row("Стара сграда").select_one("img")


def test_reviewer_sees_the_pictures_of_a_translation_in_review(
    illustrated: Illustrated, person: Any
) -> None:
    target = illustrated.article.get_translations().get().specific
    target.get_workflow().start(target, person("maria"))
    reviewer = Desk.of(person("petar", "Проверяващи (en)"), illustrated.article)
    lines = reviewer.seen.select(".side-by-side tbody tr")
    line = next(each for each in lines if "Надпис под сградата" in each.get_text())
    assert shown(line) == "Сградата"


def test_private_media_is_not_disclosed(illustrated: Illustrated, translator: Desk) -> None:
    assert "Secret" not in str(translator.seen)
    root = Desk.of(administrator("root"), illustrated.article)
    assert shown(root.row("Тайно нещо")) == "Secret picture"
    assert shown(root.row("За тайния")) == "Secret report"


def test_the_script_has_an_answer_for_everything_that_is_chosen(
    illustrated: Illustrated, translator: Desk
) -> None:
    """It would ask the admin's API, which is closed, and die of the answer."""
    found = choices(translator)
    expected = {
        *(f"images/{each.pk}" for each in (illustrated.inside, illustrated.private)),
        *(f"documents/{each.pk}" for each in (illustrated.report, illustrated.private_report)),
        f"pages/{factories.home().pk}",
    }
    api = f"{reverse('wagtailadmin_home')}api/main/"
    addresses = {address.removeprefix(api).rstrip("/") for address in found}
    assert expected < addresses
    # The picture that was deleted has lost its number.
    assert len(addresses) == len(expected) + 1
    picture = found[f"{api}images/{illustrated.inside.pk}/"]
    assert (picture["title"], picture["thumbnail"]["width"]) == ("Сградата", 96)
    assert picture["locked"] == reverse("wagtailimages:edit", args=[illustrated.inside.pk])
    root = Desk.of(administrator("root"), illustrated.article)
    assert not choices(root)[f"{api}images/{illustrated.inside.pk}/"]["locked"]


def test_what_is_chosen_anew_is_answered_with_the_save(illustrated: Illustrated) -> None:
    script = Script(Desk.of(administrator("root"), illustrated.article))
    path = next(path for path in script.tags if path.endswith(".image"))
    answer = script.put(path, str(illustrated.lead.pk)).json()
    (choice,) = answer["choices"].values()
    assert choice["title"] == "Площадът"


def test_a_page_of_many_pictures_takes_no_more_queries(
    illustrated: Illustrated, translator: Desk
) -> None:
    editor = translator.seen.select_one(EDITOR)
    assert editor, "wagtail-localize's editor is not there"
    props = json.loads(str(editor["data-props"]))
    few = list(find_choices(props))
    more = [
        *few,
        *(("image_chooser", factories.image(title=f"№ {number}").pk) for number in range(3)),
        *(("document_chooser", factories.document(title=f"№ {number}").pk) for number in range(3)),
    ]
    request = RequestFactory().get("/")
    request.user = translator.client.get("/admin/").wsgi_request.user

    def queries(chosen: list[tuple[str, Any]]) -> int:
        # The first look makes the thumbnails.
        load_choices(chosen, request)
        with CaptureQueriesContext(connection) as captured:
            assert load_choices(chosen, request)
            Media(translator.job.source, request).all()
        return len(captured)

    assert queries(more) == queries(few)
