"""Public texts are in the readers' language where there is a catalogue, otherwise English."""

from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import trans_real
from pytest_django import Settings

from cms.languages import interface
from cms.languages.compilation import compile_messages

Texts = dict[str, str | list[str]]
FOUND, FOUND_MANY = "%(count)s page found", "%(count)s pages found"


@pytest.fixture(autouse=True)
def languages(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Bulgarian is whole, German and Serbian are begun, French has no translation yet."""
    found = ["Намерена е %(count)s страница", "Намерени са %(count)s страници"]
    texts: Texts = {"Search": "Търсене", "There is no such page": "Няма такава страница"}
    _catalogue(tmp_path, "bg", texts | {FOUND: found})
    _catalogue(tmp_path, "de", {"Search": "Suche", FOUND: ["%(count)s Seite gefunden", ""]})
    _catalogue(tmp_path, "sr", {"Search": "Претрага"})
    _catalogue(tmp_path, "fr", {"Search": ""})
    compile_messages(tmp_path)
    before = settings.LOCALE_PATHS
    settings.LOCALE_PATHS = [tmp_path]
    _forget()
    yield
    settings.LOCALE_PATHS = before
    _forget()


def _forget() -> None:
    interface.list_translated_languages.cache_clear()
    trans_real._translations.clear()  # type: ignore[attr-defined]


def _catalogue(folder: Path, name: str, texts: Texts) -> None:
    path = folder / name / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"
    }  # fmt: skip
    for msgid, text in texts.items():
        entry = polib.POEntry(msgid=msgid)
        if isinstance(text, list):
            entry.msgid_plural, entry.msgstr_plural = FOUND_MANY, dict(enumerate(text))
        else:
            entry.msgstr = text
        catalogue.append(entry)
    catalogue.save(str(path))


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("de", "de"),
        ("de-at", "de"),
        ("sr", "sr"),
        ("sr-latn", "en"),  # another script
        ("fr", "en"),  # nothing is translated
        ("ja", "en"),
        ("zh-hant-hk", "en"),
        ("en-gb", "en"),
        ("en", "en"),
    ],
)
def test_language_of_public_texts(language: str, shown: str) -> None:
    assert interface.get_interface_language(language) == shown


def test_text_without_translation_is_english_and_not_bulgarian() -> None:
    with interface.use_public_texts("de"):
        assert translation.gettext("Search") == "Suche"
        assert translation.gettext("There is no such page") == "There is no such page"


def test_plural_with_a_missing_form_is_english() -> None:
    with interface.use_public_texts("de"):
        texts = [translation.ngettext(FOUND, FOUND_MANY, number) for number in (1, 2)]
    assert texts == [FOUND, FOUND_MANY]


def test_words_of_djangos_own_catalogues_stay_out() -> None:
    with interface.use_public_texts("ja"):
        assert translation.gettext("Search") == "Search"
        assert translation.gettext("This field is required.") == "This field is required."


def test_content_language_is_the_active_one_outside_of_public_texts() -> None:
    with translation.override("en"):
        assert interface.get_content_language() == "en"
        with interface.use_public_texts("ja"):
            assert interface.get_content_language() == "ja"
            with interface.use_public_texts("bg"):
                assert interface.get_content_language() == "bg"
            assert interface.get_content_language() == "ja"
        assert interface.get_content_language() == "en"


def rendered(template: str, language: str) -> str:
    with interface.use_public_texts(language):
        return Template(template).render(Context({"moment": "2026-01-15T09:00:00+02:00"}))


@pytest.mark.parametrize(
    ("language", "attributes"),
    [("bg", ""), ("de-at", ""), ("ja", ' lang="en"'), ("he", ' lang="en" dir="ltr"')],
)
def test_interface_text_is_marked_where_it_is_not_in_the_content_language(
    language: str, attributes: str
) -> None:
    assert rendered("<p{% interface_lang %}>", language) == f"<p{attributes}>"


def test_interface_text_within_another_language_is_marked() -> None:
    assert rendered("<b{% interface_lang 'en' %}>", "bg") == '<b lang="bg">'
    assert rendered("<b{% interface_lang 'ar' %}>", "bg") == '<b lang="bg" dir="ltr">'


@pytest.mark.parametrize(
    ("language", "marked"),
    [("bg", "<nav><ul>"), ("he", '<nav lang="en"><ul lang="he">')],
)
def test_element_named_by_the_interface_holds_content(language: str, marked: str) -> None:
    assert rendered("<nav{% label_lang %}><ul{% content_lang %}>", language) == marked


def test_date_is_the_contents_and_in_a_sentence_the_interfaces() -> None:
    assert rendered("{{ moment|as_date }}", "ja") == "2026年1月15日"
    assert rendered("{{ moment|as_date_in_sentence }}", "ja") == "15 January 2026"
    assert rendered("{{ moment|as_date }}", "de-at") == "15. Jänner 2026"
