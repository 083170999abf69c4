"""gettext's PO: one job in one file; texts are the HTML of wagtail-localize."""

import codecs
import re
from typing import Any

import polib
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import to_language, to_locale

from cms.core.xml import ILLEGAL
from cms.translation.files import inline_markup
from cms.translation.files.file_units import FileJob, FileUnit, similar_id, unit_id
from cms.translation.files.inline_markup import Fragment
from cms.translation.files.parsed import ParsedJob, ParsedUnit, parse_moment
from cms.translation.files.problems import Problem, RefusedError, SegmentError

NAME = "PO"
# The job, as wagtail-localize itself names it, how many segments the file was made with, and when.
JOB, SEGMENTS, MOMENT = "X-WagtailLocalize-TranslationID", "X-Segments", "X-Handed-Out"
CHARSET = re.compile(rb"Content-Type:[^\n]*?charset=([\w.:-]+)", re.IGNORECASE)
# The header is among a file's first bytes.
MAX_HEADER_BYTES = 20_000
# Those in which ASCII is ASCII; gettext itself takes no others.
TEXTUAL = re.compile(r"utf-8|ascii|iso8859-\d+|koi8-[rtu]|cp(437|[89]\d\d|12\d\d)")
# Nothing, a comment, or a text that ends where it should.
ENTRY_LINE = re.compile(r'(#.*|((msg(ctxt|id|id_plural|str(\[\d\])?)\s*)?"[^"\\]*(\\.[^"\\]*)*")?)')
# What Python takes for line ends, and gettext for letters.
LINE_ENDS = {0x2028: "&#8232;", 0x2029: "&#8233;"}


def write(jobs: list[FileJob]) -> bytes:
    """Return the file of the one job there is."""
    (job,) = jobs
    file = polib.POFile(wrapwidth=78)
    moment = timezone.localtime().strftime("%Y-%m-%d %H:%M%z")
    file.metadata = {
        "Project-Id-Version": _to_one_line(job.title),
        "POT-Creation-Date": moment,
        "PO-Revision-Date": moment,
        "Last-Translator": "",
        "Language-Team": "",
        "Language": to_locale(job.target_language),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": to_locale(job.source_language),
        JOB: job.id,
        SEGMENTS: str(len(job.units)),
        MOMENT: job.moment.isoformat(),
    }
    file.extend(_entry(unit) for unit in job.units)
    return (str(file) + "\n").encode()


def _entry(unit: FileUnit) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=unit.path,
        msgid=_to_html(unit.source),
        msgstr=_to_html(unit.target),
        previous_msgid=_to_html(unit.previous) or None,
        comment=_to_one_line(unit.note),
        # gettext's word for what a person must look at.
        flags=["fuzzy"] if unit.target and not unit.is_done else [],
    )


def _to_html(fragment: Fragment) -> str:
    """The text as HTML; gettext wants a line feed at an end in both languages or in none."""
    text = inline_markup.to_html(fragment)
    inner = text.strip("\n")
    start = len(text) - len(text.lstrip("\n"))
    return "&#10;" * start + inner + "&#10;" * (len(text) - len(inner) - start)


def _to_one_line(text: str) -> str:
    return " ".join(ILLEGAL.sub("", text).split())


def read(data: bytes, file: str) -> list[ParsedJob]:
    """Read one file. Raises RefusedError."""
    text = _text(data, file)
    if found := ILLEGAL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        message = _("There is a control character in line %(line)s.") % {"line": line}
        raise RefusedError(Problem(message, file=file))
    catalogue = _parse(text, file)
    header = catalogue.metadata
    units = [_unit(entry) for entry in catalogue if not entry.obsolete]
    _require_complete(header, len(units), file)
    return [
        ParsedJob(
            file=file,
            format=NAME,
            job_id=header.get(JOB, ""),
            source_language=to_language(header.get("X-Source-Language", "")),
            target_language=to_language(header.get("Language", "")),
            moment=parse_moment(header.get(MOMENT)),
            units=units,
            decode=_decode,
        )
    ]


def _text(data: bytes, file: str) -> str:
    found = CHARSET.search(data, 0, MAX_HEADER_BYTES)
    name = found[1].decode("ascii", "replace") if found else "UTF-8"
    try:
        charset = codecs.lookup(name).name
        if not TEXTUAL.fullmatch(charset):
            raise LookupError(name)
        text = data.removeprefix(codecs.BOM_UTF8).decode(charset)
    except LookupError as error:
        message = _("The file's character set “%(name)s” is not known. Save it as UTF-8.")
        raise RefusedError(Problem(message % {"name": name[:40]}, file=file)) from error
    except UnicodeDecodeError as error:
        message = _("The file is not written in the character set that it names (%(name)s).")
        raise RefusedError(Problem(message % {"name": name[:40]}, file=file)) from error
    return text.translate(LINE_ENDS)


def _parse(text: str, file: str) -> polib.POFile:
    _require_closed(text, file)
    try:
        # A text of more than one line is never taken for the name of a file on this machine.
        return polib.pofile(f"\n{text}\n")
    except Exception as error:  # a parser that is given garbage may raise almost anything
        line = re.search(r"line (\d+)", str(error))
        # The empty line that was put before it is not the sender's.
        raise _damaged_error(int(line[1]) - 1 if line else 1, file) from error


def _require_closed(text: str, file: str) -> None:
    """polib reads on where a quotation mark or the last translation is missing."""
    lines = [line.strip() for line in text.splitlines()]
    for number, line in enumerate(lines, 1):
        if not ENTRY_LINE.fullmatch(line):
            raise _damaged_error(number, file)
    statements = [line for line in lines if line.startswith("msg")]
    if not statements or not statements[-1].startswith("msgstr"):
        raise _damaged_error(len(lines), file)


def _damaged_error(line: int, file: str) -> RefusedError:
    message = _("This is no whole PO file: line %(line)s cannot be read.")
    return RefusedError(Problem(message % {"line": line}, file=file))


def _require_complete(header: dict[str, str], number: int, file: str) -> None:
    """A file that ends early is a whole PO file of fewer entries."""
    made = header.get(SEGMENTS, "")
    if made.isdecimal() and number < int(made[:9]):
        message = _(
            "The file holds %(number)s of the %(made)s segments that it was made with: something "
            "of it is missing."
        )
        raise RefusedError(Problem(message % {"number": number, "made": made[:9]}, file=file))


def _unit(entry: polib.POEntry) -> ParsedUnit:
    path = entry.msgctxt or ""
    try:
        source = inline_markup.parse(entry.msgid)
        identity, label = unit_id(path, source), inline_markup.plain_text(source)
        similar = similar_id(path, source)
    except SegmentError:
        identity, label, similar = "", entry.msgid, ""
    return ParsedUnit(
        id=identity,
        similar_id=similar,
        label=label or path,
        source=entry.msgid,
        target=entry.msgstr if entry.msgstr.strip() else None,
        is_done=not entry.fuzzy,
    )


def _decode(text: Any, unit: FileUnit) -> Fragment:
    return inline_markup.parse(text)
