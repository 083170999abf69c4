"""`make messages` collects the public texts, and the catalogues we ship have them whole."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

from cms.languages import catalogues
from cms.languages.catalogues import LOCALE, PUBLIC, CollectError, Message, collect, update

pytestmark = pytest.mark.once

TAG = re.compile(r"</?\w[^>]*>")
PLACEHOLDER = re.compile(r"%\(\w+\)s")
COUNT = "%(count)s"
OTHERS = sorted(path for path in LOCALE.glob("*/LC_MESSAGES/django.po") if path.parts[-3] != "bg")
# Those in which no text is translated yet count as not there (cms.languages.interface).
BEGUN = [path for path in OTHERS if polib.pofile(str(path)).translated_entries()]
SHIPPED = [pytest.param(path, id=path.parts[-3]) for path in BEGUN]


@pytest.fixture(scope="module")
def public() -> dict[Message, list[str]]:
    return collect(PUBLIC)


def texts_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def key(entry: polib.POEntry) -> Message:
    return Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural)


@pytest.mark.parametrize("path", SHIPPED)
def test_shipped_catalogue_has_every_public_text_and_no_other(
    path: Path, public: dict[Message, list[str]]
) -> None:
    catalogue = polib.pofile(str(path), check_for_duplicates=True)
    assert {key(entry) for entry in catalogue if not entry.obsolete} == set(public)
    assert [entry.msgid for entry in catalogue if not all(texts_of(entry))] == []
    assert catalogue.fuzzy_entries() == []


@pytest.mark.parametrize("path", SHIPPED)
def test_shipped_catalogue_keeps_tags_and_placeholders(path: Path) -> None:
    for entry in polib.pofile(str(path)):
        forms = texts_of(entry)
        for number, text in enumerate(forms):
            source = entry.msgid_plural if entry.msgid_plural and number else entry.msgid
            expected, found = sorted(PLACEHOLDER.findall(source)), PLACEHOLDER.findall(text)
            # A form for one or two only may name the number in the word itself, as in Arabic.
            allowed = [expected, [name for name in expected if name != COUNT]]
            assert sorted(found) in (allowed if entry.msgid_plural else allowed[:1]), text
            assert sorted(TAG.findall(text)) == sorted(TAG.findall(source)), text
        assert not entry.msgid_plural or any(COUNT in form for form in forms)


@pytest.mark.parametrize("path", SHIPPED)
def test_shipped_catalogue_has_every_plural_form_of_its_language(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    header = catalogue.metadata["Plural-Forms"]
    assert header == catalogues.get_plural_forms(path.parts[-3].replace("_", "-").lower())
    count = int(re.findall(r"nplurals=(\d+)", header)[0])
    plurals = [entry for entry in catalogue if entry.msgid_plural]
    assert plurals
    assert {len(entry.msgstr_plural) for entry in plurals} == {count}


@pytest.mark.parametrize("path", SHIPPED)
def test_collecting_again_changes_no_shipped_catalogue(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.relative_to(LOCALE)
    copy.parent.mkdir(parents=True)
    copy.write_bytes(path.read_bytes())
    update(path.parts[-3].replace("_", "-").lower(), tmp_path)
    assert copy.read_text() == path.read_text()


def test_new_catalogue_has_the_public_texts_with_their_places(
    tmp_path: Path, public: dict[Message, list[str]]
) -> None:
    made = update("zh-hans", tmp_path)
    read = polib.pofile(str(tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    assert [key(entry) for entry in read] == list(public)
    assert made.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    (found,) = [entry for entry in read if entry.msgid == "%(count)s page found"]
    assert found.msgstr_plural == {0: ""}
    assert found.occurrences == [("cms/site/templates/site/search.html", "")]


def test_collecting_keeps_translations_and_sets_aside_those_of_former_texts(
    tmp_path: Path,
) -> None:
    path = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    catalogue = update("de", tmp_path)
    entry = catalogue.find("Skip to the content")
    entry.msgstr, entry.msgid = "Zum Inhalt", "Skip to the former content"
    catalogue.find("Contact").msgstr = "Kontakt"
    catalogue.save(str(path))
    again = update("de", tmp_path)
    assert again.find("Contact").msgstr == "Kontakt"
    assert again.find("Skip to the content").msgstr == ""
    (former,) = again.obsolete_entries()
    assert (former.msgid, former.msgstr) == ("Skip to the former content", "Zum Inhalt")
    first = path.read_bytes()
    update("de", tmp_path)
    assert path.read_bytes() == first


def test_bulgarian_catalogue_holds_every_text_already(tmp_path: Path) -> None:
    copy = tmp_path / "bg" / "LC_MESSAGES" / "django.po"
    copy.parent.mkdir(parents=True)
    copy.write_bytes((LOCALE / "bg" / "LC_MESSAGES" / "django.po").read_bytes())
    before = {key(entry) for entry in polib.pofile(str(copy))}
    assert {key(entry) for entry in update("bg", tmp_path)} == before


@pytest.mark.parametrize(("language", "said"), [("xx", "no language"), ("en", "no catalogue")])
def test_language_without_a_catalogue_is_refused(language: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CollectError, match=said):
        update(language, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_command_says_how_many_texts_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert catalogues.main([]) == 2
    assert catalogues.main(["xx"]) == 1
    assert "LANGUAGE=de" in capsys.readouterr().err
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "collect", lambda sources: {Message("", "Search"): ["a.html"]})
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    assert catalogues.main(["de"]) == 0
    assert capsys.readouterr().out == (
        "locale/de/LC_MESSAGES/django.po: texts: 1, not translated yet: 1.\n"
    )


def test_public_sources_exist_and_hold_texts(public: dict[Message, list[str]]) -> None:
    places = {place for found in public.values() for place in found}
    for source in PUBLIC:
        assert (settings.ROOT / source).exists()
        assert any(place.startswith(source) for place in places), source
