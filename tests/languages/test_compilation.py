"""Every text of ours is in the Bulgarian catalogue, whole and usable."""

import ast
import gettext
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

from tests.admin.test_templates import NOTE

pytestmark = pytest.mark.once

PACKAGES = ("cms", "home", "members", "news")
CATALOGUE = settings.ROOT / "locale" / "bg" / "LC_MESSAGES" / "django.po"

# What leads the arguments of Django's functions; each may end in "_lazy" or "_noop" as well.
ARGUMENTS = {
    "_": ("msgid",),
    "gettext": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
}

# A call in what templatize() makes of a template: the function and its leading strings.
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(_|n?p?gettext)\(({STRING}(?:, ?{STRING})*)")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")


class Message(NamedTuple):
    """One text of the interface, as the catalogue tells texts apart."""

    context: str | None
    msgid: str
    plural: str


def message(function: str, strings: list[str]) -> Message:
    named = dict(zip(ARGUMENTS[function], strings, strict=False))
    return Message(named.get("context"), named["msgid"], named.get("plural", ""))


def messages_of_python(source: str) -> Iterator[Message]:
    """Yield the literal messages of a module, whatever name it imports the functions by."""
    nodes = list(ast.walk(ast.parse(source)))
    names = {
        alias.asname or alias.name: alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in nodes:
        if isinstance(node, ast.Call):
            function = called(node, names).removesuffix("_lazy").removesuffix("_noop")
            values = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            strings = [value for value in values if isinstance(value, str)]
            if function in ARGUMENTS and strings:
                yield message(function, strings)


def called(call: ast.Call, names: dict[str, str]) -> str:
    """The name of the function, as its own module calls it; "" for one that is not imported."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return names.get(call.func.id, "") if isinstance(call.func, ast.Name) else ""


def messages_of_template(source: str) -> Iterator[Message]:
    for function, strings in CALL.findall(templatize(source)):
        yield message(function, list(ast.literal_eval(f"({strings},)")))


def messages() -> dict[Message, Path]:
    """Every message of the product, with a file it stands in."""
    readers = {
        ".py": messages_of_python,
        ".html": messages_of_template,
        ".txt": messages_of_template,
    }
    return {
        found: path.relative_to(settings.ROOT)
        for package in PACKAGES
        for path in sorted((settings.ROOT / package).rglob("*.*"))
        if path.suffix in readers
        for found in readers[path.suffix](path.read_text())
        if not is_copy(path)
    }


def is_copy(path: Path) -> bool:
    """Whether it is a template of Wagtail's, with its texts."""
    return path.suffix == ".html" and path.read_text().startswith(NOTE)


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE), check_for_duplicates=True)


def test_every_message_is_in_the_catalogue(catalogue: polib.POFile) -> None:
    known = {Message(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue}
    missing = [f"{path}: {found}" for found, path in messages().items() if found not in known]
    assert missing == []


def test_every_entry_is_translated(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if not entry.translated()] == []
    assert catalogue.fuzzy_entries() == []
    assert catalogue.obsolete_entries() == []


def test_placeholders_agree(catalogue: polib.POFile) -> None:
    for entry in catalogue:
        source = entry.msgid_plural or entry.msgid
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert not text or placeholders(text) == placeholders(source), entry.msgid


def test_catalogue_compiles(catalogue: polib.POFile) -> None:
    compiled = gettext.GNUTranslations(BytesIO(catalogue.to_binary()))
    assert compiled.gettext("Main menu") == "Главно меню"
    assert compiled.pgettext("date", "Published") == "Публикувана"
    assert compiled.ngettext("%(number)s page", "%(number)s pages", 2) == "%(number)s страници"


def test_python_is_read() -> None:
    source = """
from django.utils import translation
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

_("one"), pgettext("day", "two"), ngettext("three", "threes", number), translation.gettext("four")
_(name), other("five")
"""
    assert set(messages_of_python(source)) == {
        Message(None, "one", ""),
        Message("day", "two", ""),
        Message(None, "three", "threes"),
        Message(None, "four", ""),
    }


def test_templates_are_read() -> None:
    source = """
{% load i18n %}<p title="it's">{% translate "one" %} {% translate "two" context "day" %}</p>
{% blocktranslate count number=n trimmed %}
    {{ number }} three
{% plural %}
    {{ number }} threes
{% endblocktranslate %}
{% panel heading=_("four's") %}
"""
    assert set(messages_of_template(source)) == {
        Message(None, "one", ""),
        Message("day", "two", ""),
        Message(None, "%(number)s three", "%(number)s threes"),
        Message(None, "four's", ""),
    }
