"""Translators' programs write what they got in their own way: it comes back all the same."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cms.translation.files import formats, po, validation, xliff12, xliff20
from cms.translation.files.file_units import FileJob
from tests.translation.files.world import made_up, sent_back

pytestmark = pytest.mark.once

EDITED = Path(__file__).with_name("edited.po").read_text(encoding="utf-8")
MARKED = 'Клъстерът <b>расте</b> и работи с <a id="a1">партньори</a> от три общини.'
ENGLISH = {
    "Първа копка": "First sod",
    MARKED: 'The cluster <b>grows</b> and works with <a id="a1">partners</a> from three '
    "municipalities.",
    "Печалба &amp; загуба": 'Profit &amp; loss, "as told"',
}


def job() -> FileJob:
    texts = ("Първа копка", MARKED, "Ред първи<br/>ред втори", "Печалба &amp; загуба", "Още не")
    made = made_up(*((text, "") for text in texts))
    made.translation.uuid = "6f2f1c9e-6a0b-4a7e-9f5e-0d5f3f0c7a11"
    return made


@pytest.mark.parametrize("charset", ["UTF-8", "windows-1251", "KOI8-R", "ISO-8859-5", "CP866"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_po_file_edited_by_hand_is_understood(charset: str, line_end: str) -> None:
    """Wrapped otherwise, with comments, obsolete entries and a doubtful one that does not count."""
    text = EDITED.replace("CHARSET", charset).replace("\n", line_end)
    assert sent_back(job(), text.encode(charset)) == ENGLISH


def test_a_mark_of_its_encoding_is_no_part_of_a_po_file() -> None:
    text = EDITED.replace("CHARSET", "UTF-8")
    assert sent_back(job(), text.encode("utf-8-sig")) == ENGLISH


@pytest.mark.skipif(
    not shutil.which("msgconv"), reason="no gettext here (Debian: apt install gettext)"
)
@pytest.mark.parametrize(
    "command",
    [
        ["msgconv", "--to-code=CP1251", "-"],
        ["msgcat", "--width=30", "-"],
        ["msgcat", "--no-wrap", "-"],
        ["msgattrib", "--no-obsolete", "--sort-output", "-"],
    ],
)
def test_what_gettext_writes_anew_is_understood(command: list[str]) -> None:
    done = subprocess.run(
        command, input=EDITED.replace("CHARSET", "UTF-8").encode(), capture_output=True, check=True
    )
    assert sent_back(job(), done.stdout) == ENGLISH


def edited(data: bytes, old: str, new: str) -> bytes:
    text = data.decode()
    assert old in text
    return text.replace(old, new).encode()


def test_a_segment_that_a_tool_cut_up_is_put_together() -> None:
    """XLIFF 2.0 lets a tool make several segments of one, and ignore what is between them."""
    made = made_up(("Едно. Две.", ""))
    whole = "<segment>\n<source>Едно. Две.</source>\n</segment>"
    pieces = (
        '<segment id="1" state="final"><source>Едно.</source><target order="3">One.</target>'
        "</segment><ignorable><source> </source></ignorable>"
        '<segment id="2" state="translated"><source>Две.</source><target order="1">Two.</target>'
        "</segment>"
    )
    file = edited(xliff20.write([made]), whole, pieces)
    assert sent_back(made, file) == {"Едно. Две.": "Two. One."}
    half = file.replace(b'<target order="1">Two.</target>', b"")
    assert sent_back(made, half) == {}


def test_annotations_are_read_through() -> None:
    made = made_up(("Мед", ""))
    old = edited(
        xliff12.write([made]),
        "Мед</source>\n",
        'Мед</source><seg-source><mrk mtype="seg" mid="0">Мед</mrk></seg-source>'
        '<target><mrk mtype="seg" mid="0">Copper</mrk></target>',
    )
    new = edited(
        xliff20.write([made]),
        "Мед</source>\n",
        'Мед</source><target><mrk id="m1" type="term">Copper</mrk></target>',
    )
    assert sent_back(made, old) == sent_back(made, new) == {"Мед": "Copper"}


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        ("final", True),
        ("signed-off", True),
        ("translated", True),
        ("new", False),
        ("needs-translation", False),
        ("needs-review-translation", False),
    ],
)
def test_only_what_somebody_stands_by_counts(state: str, counts: bool) -> None:
    made = made_up(("Мед", "Copper"))
    file = edited(xliff12.write([made]), 'state="translated">Copper', f'state="{state}">Gold')
    assert sent_back(made, file) == ({"Мед": "Gold"} if counts else {})


@pytest.mark.parametrize(
    ("state", "counts"),
    [("final", True), ("reviewed", True), ("translated", True), ("initial", False)],
)
def test_the_same_in_the_newer_version(state: str, counts: bool) -> None:
    made = made_up(("Мед", "Copper"))
    file = edited(xliff20.write([made]), 'state="translated"', f'state="{state}"')
    assert sent_back(made, edited(file, "Copper", "Gold")) == ({"Мед": "Gold"} if counts else {})


def test_what_is_approved_counts_whatever_its_state() -> None:
    """Programs that know no states say it of the unit."""
    made = made_up(("Мед", "Copper"))
    file = edited(xliff12.write([made]), 'state="translated">Copper', 'state="new">Gold')
    file = edited(file, "<trans-unit ", '<trans-unit approved="yes" ')
    assert sent_back(made, file) == {"Мед": "Gold"}


def test_tags_stay_tags_in_another_order() -> None:
    made = made_up((MARKED, ""))
    old = edited(
        xliff12.write([made]),
        "общини.</source>\n",
        "общини.</source><target><g id='2'>Partners</g> &amp; <g id='1'>growth</g></target>",
    )
    wanted = '<a id="a1">Partners</a> &amp; <b>growth</b>'
    assert sent_back(made, old) == {MARKED: wanted}


PAIRS = {
    # XLIFF 2.0, 4.7.2.3: either form is allowed.
    xliff20: (
        '<target><sc id="2"/>Partners<ec startRef="2"/> <sm id="m1" type="comment"/>&amp;'
        '<em startRef="m1"/> <sc id="1"/>growth<ec startRef="1"/></target>'
    ),
    xliff12: (
        '<target><bpt id="2" rid="9">&lt;a&gt;</bpt>Partners<ept id="3" rid="9">&lt;/a&gt;</ept>'
        ' &amp; <bx id="1"/>growth<ex id="1"/></target>'
    ),
}


@pytest.mark.parametrize("version", PAIRS)
def test_a_tag_whose_ends_are_elements_of_their_own_is_read(version: Any) -> None:
    made = made_up((MARKED, ""))
    file = edited(version.write([made]), "общини.</source>\n", f"общини.</source>{PAIRS[version]}")
    wanted = '<a id="a1">Partners</a> &amp; <b>growth</b>'
    assert sent_back(made, file) == {MARKED: wanted}


def test_a_source_whose_tags_are_written_by_their_ends_is_the_same_source() -> None:
    made = made_up(("Мед <b>и злато</b>", ""))
    given = re.search(r"<source>.*?</source>", xliff20.write([made]).decode(), re.DOTALL)
    assert given
    pairs = (
        '<source>Мед <sc id="1"/>и злато<ec startRef="1"/></source>'
        '<target>Copper <sc id="1"/>and gold<ec startRef="1"/></target>'
    )
    file = edited(xliff20.write([made]), given[0], pairs)
    assert sent_back(made, file) == {"Мед <b>и злато</b>": "Copper <b>and gold</b>"}


@pytest.mark.parametrize(
    "target",
    [
        '<sc id="1"/>Copper',
        'Copper<ec startRef="1"/>',
        '<sc id="1"/>Copper<ec startRef="7"/>',
        '<sc id="1"/><sc id="1"/>Copper<ec startRef="1"/>',
    ],
)
def test_a_tag_with_one_end_is_refused(target: str) -> None:
    made = made_up(("Мед <b>и злато</b>", ""))
    file = edited(xliff20.write([made]), "</source>\n", f"</source><target>{target}</target>")
    (returned,) = formats.read_file(file, "file")
    changes, problems = validation.compare_with_job(returned, made)
    assert (changes, len(problems)) == ([], 1)


@pytest.mark.parametrize(
    ("tag", "matches"),
    [
        ("en", True), ("EN", True), ("en-GB", True), ("en_US", True), ("en-Latn-GB", True),
        ("bg", False), ("eng", False), ("e", False),
    ],
)  # fmt: skip
def test_a_region_of_a_language_is_that_language(tag: str, matches: bool) -> None:
    assert validation.is_in_language(tag, "en") == matches


SPACED = ("Над 8\u00a0000 <b>лица</b>", "Over 8\u00a0000 <b>people</b>")


@pytest.mark.parametrize("form", formats.FORMATS)
def test_program_that_knows_no_other_spaces_is_understood(form: str) -> None:
    """It writes the source too with ordinary ones; what it left alone stays as it was here."""
    made = made_up(SPACED, ("10\u00a0% мед", "8% copper"))
    file = formats.FORMATS[form].write([made]).decode().replace("\u00a0", " ")
    assert sent_back(made, file.encode()) == {}
    new = file.replace("8% copper", "10 % copper")
    assert sent_back(made, new.encode()) == {"10\u00a0% мед": "10 % copper"}


def test_translation_that_differs_in_its_spaces_counts() -> None:
    made = made_up(("10\u00a0% мед", "10 % copper"))
    file = edited(xliff12.write([made]), "10 % copper", "10\u00a0% copper")
    assert sent_back(made, file) == {"10\u00a0% мед": "10\u00a0% copper"}


def test_texts_of_one_place_that_differ_in_their_spaces_are_not_mixed_up() -> None:
    first, second = "8\u00a0000", "8 000"
    apart = made_up((first, ""), (second, ""))
    made = FileJob(apart.translation, [replace(unit, path="body") for unit in apart.units])
    file = po.write([made]).decode().replace('msgstr ""', 'msgstr "8,000"').replace("\u00a0", " ")
    (returned,) = formats.read_file(file.encode(), "file")
    assert validation.compare_with_job(returned, made)[1]


@pytest.mark.parametrize("form", formats.FORMATS)
def test_translation_of_which_nothing_can_be_seen_is_none(form: str) -> None:
    made = made_up(("Мед", "Copper"))
    file = formats.FORMATS[form].write([made]).decode().replace("Copper", "\u200b")
    assert sent_back(made, file.encode()) == {}
