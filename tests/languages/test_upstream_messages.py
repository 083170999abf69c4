"""Every text of what we build upon is in Bulgarian, here or upstream: an upgrade that adds one
fails, and names it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import django
import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

from tests.languages.test_compilation import placeholders

pytestmark = pytest.mark.once

UPSTREAM = settings.ROOT / "locale" / "upstream"
Key = tuple[str | None, str]
Entries = dict[Key, polib.POEntry]


@dataclass
class Catalogue:
    """An app's texts of one domain: in English, in its own Bulgarian, and in ours."""

    path: Path
    english: Entries
    theirs: Entries
    ours: Entries = field(default_factory=dict)


def entries(path: Path) -> Entries:
    """The translated or source texts of a catalogue; none where there is no such file."""
    if not path.exists():
        return {}
    file = polib.pofile(str(path), check_for_duplicates=True)
    return {(entry.msgctxt, entry.msgid): entry for entry in file if not entry.obsolete}


def folders() -> Iterator[tuple[str, Path]]:
    """The apps that are not ours, and Django itself, each with its folder of languages."""
    yield "django", Path(django.__file__).parent / "conf" / "locale"
    for app in apps.get_app_configs():
        if not Path(app.path).is_relative_to(settings.ROOT) or "site-packages" in app.path:
            yield app.name, Path(app.path) / "locale"


@cache
def catalogues() -> list[Catalogue]:
    found = []
    for app, folder in folders():
        for domain in ("django", "djangojs"):
            parts = Path("LC_MESSAGES") / f"{domain}.po"
            path = UPSTREAM / app / "bg" / parts
            theirs = {
                key: entry
                for key, entry in entries(folder / "bg" / parts).items()
                if entry.translated()
            }
            found.append(Catalogue(path, entries(folder / "en" / parts), theirs, entries(path)))
    return [catalogue for catalogue in found if catalogue.english]


def ours() -> list[tuple[Path, polib.POEntry]]:
    return [(each.path, entry) for each in catalogues() for entry in each.ours.values()]


def test_every_text_is_translated() -> None:
    missing = [
        f"{catalogue.path.relative_to(settings.ROOT)}\n{entry}"
        for catalogue in catalogues()
        for key, entry in catalogue.english.items()
        if key not in catalogue.theirs and key not in catalogue.ours
    ]
    assert not missing, "untranslated; add to these files:\n" + "\n".join(missing)


def test_there_is_no_file_or_text_that_upstream_does_not_have() -> None:
    known = {each.path for each in catalogues()}
    assert set(UPSTREAM.rglob("*.po")) <= known, "these apps are not installed"
    left = [
        f"{each.path.relative_to(settings.ROOT)}: {msgid}"
        for each in catalogues()
        for context, msgid in each.ours.keys() - each.english.keys()
    ]
    assert not left, "upstream says these no more:\n" + "\n".join(left)


@pytest.mark.parametrize("path", sorted(UPSTREAM.rglob("*.po")), ids=lambda path: path.parts[-4])
def test_every_entry_is_whole(path: Path) -> None:
    file = polib.pofile(str(path))
    assert file.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"
    wrong = [entry.msgid for entry in file if not is_complete(entry)]
    assert not wrong


def is_complete(entry: polib.POEntry) -> bool:
    """Whether it is translated, with the source's placeholders and the breaks at its edges.

    The singular may say its number in words, where the English does.
    """
    texts = [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())
    sources = [entry.msgid] if entry.msgstr else [entry.msgid, entry.msgid_plural]
    return entry.translated() and all(
        placeholders(text) in (placeholders(source), placeholders(entry.msgid_plural))
        and edges(text) == edges(source)
        for source, text in zip(sources, texts, strict=True)
    )


def edges(text: str) -> tuple[str, str]:
    """The white space before and behind a text."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_a_text_is_said_in_one_way() -> None:
    """Django takes the first catalogue that knows a text, whatever app asks for it.

    Where our own says it otherwise, that is on purpose.
    """
    said: dict[Key, set[str]] = {}
    for _, entry in ours():
        text = entry.msgstr or "|".join(entry.msgstr_plural.values())
        said.setdefault((entry.msgctxt, entry.msgid), set()).add(text)
    assert {key: texts for key, texts in said.items() if len(texts) > 1} == {}


def test_ours_are_what_people_read() -> None:
    with translation.override("bg"):
        assert translation.gettext("Last Name") == "Фамилия", "not upstream's own"
        assert translation.gettext("View live") == "Виж на сайта"
    with translation.override("en"):
        assert translation.gettext("Last Name") == "Last Name"
