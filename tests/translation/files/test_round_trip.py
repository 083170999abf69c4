"""What goes out comes back: unedited it changes nothing, edited just what was edited."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.utils.html import escape
from hypothesis import example, given
from hypothesis import strategies as st
from wagtail_localize.strings import StringValue, validate_translation_links

from cms.core.invisible_characters import is_visible
from cms.translation.files import inline_markup, po
from cms.translation.files.file_units import FileJob
from cms.translation.files.formats import FORMATS, Format
from cms.translation.memory.bulk_save import normalize_line
from tests.translation.files.world import made_up, sent_back

# wagtail-localize's parser takes what looks like an address for a mistake.
pytestmark = [
    pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning"),
    pytest.mark.once,
]

WORDS = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from("абвгд <>&\"'\\\n\r\t\u2028\u00a0%{}#$\ufeff"),
    max_size=12,
)


def _tagged(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tag = st.sampled_from(["b", "i", "em", "strong", "code", "abbr"])
    return st.one_of(
        st.builds(lambda name, text: f"<{name}>{text}</{name}>", tag, inner),
        st.lists(inner, max_size=3).map("".join),
        inner.map(lambda text: f"{text}<br/>"),
    )


PLAIN = WORDS.map(lambda text: StringValue.from_plaintext(text).data)
RICH = st.recursive(PLAIN, _tagged, max_leaves=6)
LINKED = st.builds(
    lambda before, text, after: f'{before}<a id="a1">{text}</a>{after}', RICH, RICH, RICH
)
TEXTS = (RICH | LINKED).filter(
    lambda text: inline_markup.plain_text(inline_markup.parse_stored(text)) != ""
)
PAIRS = st.lists(st.tuples(TEXTS, TEXTS | st.just("")), min_size=1, max_size=4)


def every_format(job: FileJob) -> list[tuple[Format, bytes]]:
    return [(form, form.write([job])) for form in FORMATS.values()]


@given(PAIRS)
@example([("Ред\r<br/>втори", "Line\r\nsecond\n")])
@example([("<b>а</b>", "<i>other tags</i> <b>than</b> <b>the source</b>")])
@example([("а\x0b\x85\u2028", "a\u2029")])
def test_unedited_files_change_nothing(texts: list[tuple[str, str]]) -> None:
    job = made_up(*texts)
    for form, data in every_format(job):
        assert sent_back(job, data) == {}, form.label


@given(PAIRS, st.data())
def test_edits_are_taken_over_and_nothing_else(
    texts: list[tuple[str, str]], data: st.DataObject
) -> None:
    """The file is what a tool makes of it: that of a job with these translations."""
    job = made_up(*texts)
    edited, expected = [], {}
    for unit in job.units:
        source, target = inline_markup.to_html(unit.source), inline_markup.to_html(unit.target)
        if data.draw(st.booleans()):
            # Other words, the same tags.
            target = f"{escape(data.draw(WORDS))}{source}{escape(data.draw(WORDS))}"
        edited.append((source, target))
        new = inline_markup.parse_stored(target)
        wanted = normalize_line(inline_markup.to_html(new))
        if is_visible(inline_markup.plain_text(new)) and wanted != normalize_line(
            inline_markup.to_html(unit.target)
        ):
            expected[source] = wanted
    changed = made_up(*edited)
    changed.translation.uuid = job.translation.uuid
    for form, file in every_format(changed):
        assert sent_back(job, file) == expected, form.label
    for source, text in expected.items():
        # Raises ValueError for what wagtail-localize would find faulty, as nobody looks afterwards.
        StringValue.from_translated_html(text)
        validate_translation_links(source, text)


PIECES = st.sampled_from(
    ["<b>", "</b>", "<i>", "</i>", "<br/>", "<br>", '<a id="a1">', "</a>", "<a>", "<p>", "<B>",
     "<!-- -->", "&amp;", "&lt;", "&nbsp;", "&copy", "&", "<", ">", '"', "'", "\r", "\n", " ", "a"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=8).map("".join))
def test_what_is_read_quickly_is_read_otherwise(text: str) -> None:
    """Than by wagtail-localize's own parser."""

    def read() -> Any:
        try:
            return inline_markup.parse_stored(text)
        except ValueError as error:
            return str(error)

    quickly = read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inline_markup, "UNUSUAL", re.compile(""))
        assert read() == quickly


@given(TEXTS)
def test_a_text_is_the_same_after_it_was_taken_apart(text: str) -> None:
    whole = inline_markup.parse_stored(text)
    assert inline_markup.parse(inline_markup.to_html(whole)) == whole
    codes = inline_markup.Codes(whole, ())
    assert codes.to_tags(codes.to_numbers(whole)) == whole


@pytest.mark.skipif(
    not shutil.which("msgfmt"), reason="no msgfmt here (Debian: apt install gettext)"
)
@given(PAIRS)
def test_gettext_takes_the_file_for_valid(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    file: Path = tmp_path_factory.mktemp("po") / "job.po"
    file.write_bytes(po.write([made_up(*texts)]))
    done = subprocess.run(
        ["msgfmt", "--check", "--output-file", "/dev/null", str(file)],
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{done.stderr}\n{file.read_text()}"
