"""Collect the texts of our own code into a language's message catalogue: `make messages`.

The Bulgarian catalogue holds every text, the back office's too; that of another language holds the
public ones. The texts are read without gettext: Babel reads the modules, Django's own `templatize`
the templates.
"""

import ast
import gettext
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import polib
from babel.messages.extract import extract
from babel.messages.plurals import get_plural
from django import conf
from django.conf.locale import LANG_INFO
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "locale"
PACKAGES = ("cms", "home", "members", "news")
# What readers of the site, of the feeds and of the subscribers' mails may see. A file has public
# texts or the back office's, never both: the public ones of a model, such as the names of its
# choices, are in a module of their own.
PUBLIC = (
    "cms/site",
    "cms/feeds",
    "cms/newsletter/digests.py",
    "cms/newsletter/forms.py",
    "cms/newsletter/frequencies.py",
    "cms/newsletter/emails.py",
    "cms/newsletter/templates/mailing",
    "cms/previews/templates/previews/ended.html",
    "home/templates",
    "members/entry_types.py",
    "members/kinds.py",
    "members/templates",
    "news/entry_types.py",
    "news/templates",
)
# The language whose catalogue holds every text.
WHOLE = "bg"
# Templates of Wagtail's that are copied, with Wagtail's texts, begin with these words.
COPY = "{# Wagtail's own, but for what "
DJANGO = Path(conf.__file__).parent / "locale"
WIDTH = 100
FORMATTED = "python-format"

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    name: arguments
    for function, arguments in {
        "_": None,
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for name in (function, f"{function}_lazy", f"{function}_noop")
}
# A call in what `templatize` makes of a template: the function and its leading strings.
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(_|n?p?gettext)\(({STRING}(?:, ?{STRING})*)")


class CollectError(Exception):
    """A catalogue cannot be made."""


class Message(NamedTuple):
    """A text as catalogues tell texts apart; what is absent is empty."""

    context: str
    msgid: str
    plural: str = ""


def collect(sources: Iterable[str], root: Path = ROOT) -> dict[Message, list[str]]:
    """Return each text of files and folders with the files it stands in, in their order."""
    found: dict[Message, list[str]] = {}
    for source in sources:
        for path in _list_files(root / source):
            name = path.relative_to(root).as_posix()
            for message in _read(path):
                places = found.setdefault(message, [])
                if name not in places:
                    places.append(name)
    return found


def update(language: str, folder: Path | None = None) -> polib.POFile:
    """Bring a language's catalogue up to date with the code, and return it as it was saved.

    Translations stay, those of texts that are gone as obsolete entries. Raises CollectError for a
    language that Django does not know.
    """
    if "name_local" not in LANG_INFO.get(language, {}):
        raise CollectError(f"“{language}” is no language Django knows; codes are as bg, en, pt-br")
    if language == "en":
        raise CollectError("The texts are written in English: it needs no catalogue")
    path = (folder or LOCALE) / to_locale(language) / "LC_MESSAGES" / "django.po"
    catalogue = _open(path, language)
    if language == WHOLE:
        _add_missing(catalogue, collect(PACKAGES))
    else:
        _rebuild(catalogue, collect(PUBLIC))
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path), newline="\n")
    return catalogue


def get_plural_forms(language: str) -> str:
    """Return the header by which a plural is chosen: Django's where it has the language, else
    Babel's, which is English's for a language that has none there."""
    found = gettext.translation("django", DJANGO, [to_locale(language)], fallback=True)
    header = found.info().get("plural-forms") or str(get_plural(to_locale(language)))
    return f"{header.strip().removesuffix(';')};"


def _list_files(source: Path) -> list[Path]:
    files = sorted(source.rglob("*.*")) if source.is_dir() else [source]
    return [path for path in files if path.suffix in (".py", ".html", ".txt")]


def _read(path: Path) -> Iterator[Message]:
    text = path.read_text()
    if path.suffix == ".py":
        yield from _read_python(text)
    elif not text.startswith(COPY):
        yield from _read_template(text)


def _read_python(text: str) -> Iterator[Message]:
    for _line, found, _comments, context in extract("python", BytesIO(text.encode()), KEYWORDS):
        msgid, plural = found if isinstance(found, tuple) else (found, "")
        yield Message(context or "", msgid, plural)


def _read_template(text: str) -> Iterator[Message]:
    for function, found in CALL.findall(templatize(text)):
        strings = list(ast.literal_eval(f"({found},)"))
        context = strings.pop(0) if function in ("pgettext", "npgettext") else ""
        yield Message(context, *strings)


def _open(path: Path, language: str) -> polib.POFile:
    if path.exists():
        return polib.pofile(str(path), wrapwidth=WIDTH, check_for_duplicates=True)
    catalogue = polib.POFile(wrapwidth=WIDTH)
    name = LANG_INFO[language]["name"]
    catalogue.header = f" {name} texts of the public site, its feeds and its mails."
    catalogue.metadata = {
        "Project-Id-Version": "cluster-cms",
        "Language": to_locale(language),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": get_plural_forms(language),
    }
    return catalogue


def _rebuild(catalogue: polib.POFile, messages: dict[Message, list[str]]) -> None:
    """Put these messages into a catalogue, in their order, with the translations it has.

    Translations of other messages stay as obsolete entries.
    """
    known = {_key(entry): entry for entry in catalogue}
    entries = [
        _build_entry(message, places, catalogue, known) for message, places in messages.items()
    ]
    for key, entry in known.items():
        entry.obsolete = key not in messages
        entry.occurrences = [] if entry.obsolete else entry.occurrences
    gone = [entry for entry in known.values() if entry.obsolete and _is_begun(entry)]
    catalogue[:] = [*entries, *gone]


def _add_missing(catalogue: polib.POFile, messages: dict[Message, list[str]]) -> None:
    """Append the messages that a catalogue lacks: it keeps its order, and what is not ours."""
    known = {_key(entry): entry for entry in catalogue}
    entries = [
        _build_entry(message, places, catalogue, known) for message, places in messages.items()
    ]
    catalogue.extend(entry for entry in entries if _key(entry) not in known)


def _build_entry(
    message: Message,
    places: list[str],
    catalogue: polib.POFile,
    known: dict[Message, polib.POEntry],
) -> polib.POEntry:
    """Return the entry of a message: the one that is known, or one to be translated."""
    entry = known.get(message) or polib.POEntry(
        msgctxt=message.context or None,
        msgid=message.msgid,
        msgid_plural=message.plural,
        msgstr_plural=dict.fromkeys(range(_build_plurals(catalogue)), "") if message.plural else {},
    )
    entry.occurrences = [(place, "") for place in places]
    # What a text is formatted with: translators' programs then check its placeholders.
    entry.flags = [flag for flag in entry.flags if flag != FORMATTED]
    entry.flags += [FORMATTED] if "%(" in message.msgid else []
    return entry


def _build_plurals(catalogue: polib.POFile) -> int:
    """Return how many forms of a plural the language has."""
    found = re.search(r"nplurals\s*=\s*(\d+)", catalogue.metadata["Plural-Forms"])
    return int(found[1]) if found else 2


def _is_begun(entry: polib.POEntry) -> bool:
    return bool(entry.msgstr or any(entry.msgstr_plural.values()))


def _key(entry: polib.POEntry) -> Message:
    return Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def main(languages: list[str]) -> int:
    """Update the catalogues of languages and say what is left to translate in each."""
    if not languages:
        sys.stderr.write("Name a language: make messages LANGUAGE=de\n")
        return 2
    for language in languages:
        try:
            catalogue = update(language)
        except CollectError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        current = [entry for entry in catalogue if not entry.obsolete]
        missing = sum(not entry.translated() for entry in current)
        path = Path(catalogue.fpath).relative_to(ROOT)
        sys.stdout.write(f"{path}: texts: {len(current)}, not translated yet: {missing}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
