"""Comparing what comes back with the jobs that it must belong to. Nothing is saved here."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from cms.core.invisible_characters import is_visible
from cms.translation.files import file_units, inline_markup
from cms.translation.files.file_units import FileJob, FileUnit, similar_id
from cms.translation.files.inline_markup import Fragment
from cms.translation.files.parsed import ParsedJob, ParsedUnit
from cms.translation.files.problems import Problem, RefusedError, SegmentError
from cms.translation.memory.bulk_save import normalize_line
from cms.translation.segment_limits import length_error

# As many problems as anybody reads.
MAX_PROBLEMS = 100


@dataclass(frozen=True)
class Change:
    """A new translation of a segment: HTML, the format it came in, and when that file was handed
    out, if it says so."""

    translation: Translation
    unit: FileUnit
    text: str
    format: str
    moment: datetime | None = None


def validate_files(
    files: list[ParsedJob], translations: Iterable[Translation], locked: Collection[int]
) -> list[Change]:
    """Return what is to be changed. Raises RefusedError with all that is wrong in any file.

    `translations` are those that may come back here, `locked` the numbers of those whose page is
    locked.
    """
    translations_by_id = {str(translation.uuid): translation for translation in translations}
    if problems := list(
        islice(_problems_of_files(files, translations_by_id, locked), MAX_PROBLEMS)
    ):
        raise RefusedError(*problems)
    jobs_by_id = {
        job.id: job
        for job in file_units.load_file_jobs(translations_by_id[file.job_id] for file in files)
    }
    compared = [compare_with_job(file, jobs_by_id[file.job_id]) for file in files]
    if problems := [problem for _, file_problems in compared for problem in file_problems][
        :MAX_PROBLEMS
    ]:
        raise RefusedError(*problems)
    return [change for changes, _ in compared for change in changes]


def compare_with_job(file: ParsedJob, job: FileJob) -> tuple[list[Change], list[Problem]]:
    """Return what a file changes of its job, and what is wrong with its segments."""
    pairs = _match_units(file.units, job.units)
    counts = Counter(_identity(parsed, unit) for parsed, unit in pairs)
    changes: list[Change] = []
    problems: list[Problem] = []
    for parsed, unit in pairs:
        try:
            if counts[_identity(parsed, unit)] > 1:
                raise SegmentError(_("This segment is in the file more than once."))
            if unit is None:
                raise SegmentError(_("The page no longer says this. Download the file once more."))
            if new_target := _new_target(file, parsed, unit):
                changes.append(Change(job.translation, unit, new_target, file.format, file.moment))
        except SegmentError as error:
            label = Truncator(" ".join(parsed.label.split())).chars(80)
            problems.append(Problem(str(error), label, file.file))
        if len(problems) == MAX_PROBLEMS:
            break
    return changes, problems


def _problems_of_files(
    files: list[ParsedJob], translations_by_id: dict[str, Translation], locked: Collection[int]
) -> Iterator[Problem]:
    seen: set[str] = set()
    for file in files:
        text = _problem_of_file(file, translations_by_id.get(file.job_id), seen)
        if not text and translations_by_id[file.job_id].pk in locked:
            text = _("This page is locked or in review.")
        if text:
            yield Problem(text, file=file.file)
        seen.add(file.job_id)


def _problem_of_file(file: ParsedJob, translation: Translation | None, seen: set[str]) -> str:
    if not file.job_id:
        return _(
            "The file does not say which translation it belongs to. Download it here once more."
        )
    if not file.units:
        return _("There is no segment in the file.")
    if translation is None:
        return _(
            "The file belongs to another page or language than the one you are at: send it there."
        )
    if file.job_id in seen:
        return _("There are two files of one translation. Send one of them.")
    for tag, locale in (
        (file.source_language, translation.source.locale),
        (file.target_language, translation.target_locale),
    ):
        if tag and not is_in_language(tag, locale.language_code):
            text = _("The file names the language “%(said)s” where “%(expected)s” is expected.")
            return text % {"said": tag[:20], "expected": locale.language_code}
    return ""


def is_in_language(tag: str, code: str) -> bool:
    """Return whether a tag matches a language, with or without a region (RFC 4647, 3.3.1)."""
    return f"{tag.replace('_', '-')}-".lower().startswith(f"{code}-".lower())


def _match_units(
    parsed_units: list[ParsedUnit], units: list[FileUnit]
) -> list[tuple[ParsedUnit, FileUnit | None]]:
    """Return each segment of a file with the job's own, None where the page no longer has it."""
    known = {unit.id: unit for unit in units}
    if any(parsed.id not in known for parsed in parsed_units):
        known |= _by_similar_id(units)
    return [
        (parsed, known.get(parsed.id) or known.get(parsed.similar_id)) for parsed in parsed_units
    ]


def _by_similar_id(units: list[FileUnit]) -> dict[str, FileUnit]:
    """Return the segments by another id, without those that share it."""
    ids = [similar_id(unit.path, unit.source) for unit in units]
    counts = Counter(ids)
    return {id: unit for id, unit in zip(ids, units, strict=True) if counts[id] == 1}


def _identity(parsed: ParsedUnit, unit: FileUnit | None) -> str:
    return unit.id if unit else parsed.id


def _new_target(file: ParsedJob, parsed: ParsedUnit, unit: FileUnit) -> str:
    """Return the translation that a segment brings, "" for nothing new. Raises SegmentError."""
    keeps_spaces = _keeps_spaces(file, parsed, unit)
    if parsed.target is None or not parsed.is_done:
        return ""
    target = file.decode(parsed.target, unit)
    text = normalize_line(inline_markup.to_html(target))
    if not is_visible(inline_markup.plain_text(target)) or (
        unit.is_done and _is_same(target, unit.target, keeps_spaces)
    ):
        return ""
    _require_same_tags(unit.source, target)
    if message := length_error(unit.limit, text):
        raise SegmentError(message)
    return text


def _keeps_spaces(file: ParsedJob, parsed: ParsedUnit, unit: FileUnit) -> bool:
    """Return whether the source has come back to the letter, or with other spaces.

    Raises SegmentError where it is another one.
    """
    text = _("The source text is not the page's. Download the file once more.")
    try:
        source = file.decode(parsed.source, unit)
    except SegmentError as error:
        raise SegmentError(text) from error
    if inline_markup.normalize_spaces(source) != inline_markup.normalize_spaces(unit.source):
        raise SegmentError(text)
    return source == unit.source


def _is_same(new: Fragment, old: Fragment, keeps_spaces: bool) -> bool:
    """Whether a translation has come back as it went out.

    What a program does to the spaces of a source it does to those of its translation.
    """
    write = inline_markup.to_html if keeps_spaces else inline_markup.normalize_spaces
    return normalize_line(write(new)) == normalize_line(write(old))


def _require_same_tags(source: Fragment, target: Fragment) -> None:
    """Raise SegmentError where the translation has not the tags of its source."""
    wanted, found = (
        Counter(inline_markup.list_tags(source)),
        Counter(inline_markup.list_tags(target)),
    )
    if missing := wanted - found:
        text = _("The translation lacks %(tags)s, which the source has.")
        raise SegmentError(text % {"tags": _list_markup(missing)})
    if extra := found - wanted:
        text = _("The translation has %(tags)s, which the source has not.")
        raise SegmentError(text % {"tags": _list_markup(extra)})
    if inline_markup.has_link_in_link(target) and not inline_markup.has_link_in_link(source):
        raise SegmentError(_("There is a link within a link in the translation."))


def _list_markup(tags: Counter[str]) -> str:
    return ", ".join(inline_markup.tag_markup(tag) for tag in islice(tags.elements(), 5))
