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

    job: Translation
    unit: FileUnit
    text: str
    format: str
    moment: datetime | None = None


def validate_files(
    returned: list[ParsedJob], jobs: Iterable[Translation], locked: Collection[int]
) -> list[Change]:
    """Return what is to be changed. Raises RefusedError with all that is wrong in any file.

    `jobs` are those that may come back here, `locked` the numbers of those whose page is locked.
    """
    known = {str(job.uuid): job for job in jobs}
    if problems := list(islice(_problems_of_files(returned, known, locked), MAX_PROBLEMS)):
        raise RefusedError(*problems)
    loaded = {
        job.id: job for job in file_units.load_file_jobs(known[file.job] for file in returned)
    }
    compared = [compare_with_job(file, loaded[file.job]) for file in returned]
    if problems := [problem for _, wrong in compared for problem in wrong][:MAX_PROBLEMS]:
        raise RefusedError(*problems)
    return [change for changes, _ in compared for change in changes]


def compare_with_job(file: ParsedJob, job: FileJob) -> tuple[list[Change], list[Problem]]:
    """Return what a file changes of its job, and what is wrong with its segments."""
    found = _match(file.units, job.units)
    times = Counter(_identity(part, unit) for part, unit in found)
    changes: list[Change] = []
    problems: list[Problem] = []
    for part, unit in found:
        try:
            if times[_identity(part, unit)] > 1:
                raise SegmentError(_("This segment is in the file more than once."))
            if unit is None:
                raise SegmentError(_("The page no longer says this. Download the file once more."))
            if target := _new_target(file, part, unit):
                changes.append(Change(job.row, unit, target, file.format, file.moment))
        except SegmentError as error:
            label = Truncator(" ".join(part.label.split())).chars(80)
            problems.append(Problem(str(error), label, file.file))
        if len(problems) == MAX_PROBLEMS:
            break
    return changes, problems


def _problems_of_files(
    returned: list[ParsedJob], known: dict[str, Translation], locked: Collection[int]
) -> Iterator[Problem]:
    seen: set[str] = set()
    for file in returned:
        words = _problem_of_file(file, known.get(file.job), seen)
        if not words and known[file.job].pk in locked:
            words = _("This page is locked or in review.")
        if words:
            yield Problem(words, file=file.file)
        seen.add(file.job)


def _problem_of_file(file: ParsedJob, job: Translation | None, seen: set[str]) -> str:
    if not file.job:
        return _(
            "The file does not say which translation it belongs to. Download it here once more."
        )
    if not file.units:
        return _("There is no segment in the file.")
    if job is None:
        return _(
            "The file belongs to another page or language than the one you are at: send it there."
        )
    if file.job in seen:
        return _("There are two files of one translation. Send one of them.")
    for tag, locale in (
        (file.source_language, job.source.locale),
        (file.target_language, job.target_locale),
    ):
        if tag and not is_in_language(tag, locale.language_code):
            words = _("The file names the language “%(said)s” where “%(expected)s” is expected.")
            return words % {"said": tag[:20], "expected": locale.language_code}
    return ""


def is_in_language(tag: str, code: str) -> bool:
    """Return whether a tag matches a language, with or without a region (RFC 4647, 3.3.1)."""
    return f"{tag.replace('_', '-')}-".lower().startswith(f"{code}-".lower())


def _match(
    parts: list[ParsedUnit], units: list[FileUnit]
) -> list[tuple[ParsedUnit, FileUnit | None]]:
    """Return each segment of a file with the job's own, None where the page no longer has it."""
    known = {unit.id: unit for unit in units}
    if any(part.id not in known for part in parts):
        known |= _by_similar_id(units)
    return [(part, known.get(part.id) or known.get(part.similar_id)) for part in parts]


def _by_similar_id(units: list[FileUnit]) -> dict[str, FileUnit]:
    """Return the segments by another id, without those that share it."""
    ids = [similar_id(unit.path, unit.source) for unit in units]
    times = Counter(ids)
    return {id: unit for id, unit in zip(ids, units, strict=True) if times[id] == 1}


def _identity(part: ParsedUnit, unit: FileUnit | None) -> str:
    return unit.id if unit else part.id


def _new_target(file: ParsedJob, part: ParsedUnit, unit: FileUnit) -> str:
    """Return the translation that a segment brings, "" for nothing new. Raises SegmentError."""
    keeps_spaces = _keeps_spaces(file, part, unit)
    if part.target is None or not part.done:
        return ""
    target = file.decoded(part.target, unit)
    text = normalize_line(inline_markup.to_html(target))
    if not is_visible(inline_markup.plain_text(target)) or (
        unit.done and _is_same(target, unit.target, keeps_spaces)
    ):
        return ""
    _require_tags(unit.source, target)
    if words := length_error(unit.limit, text):
        raise SegmentError(words)
    return text


def _keeps_spaces(file: ParsedJob, part: ParsedUnit, unit: FileUnit) -> bool:
    """Return whether the source has come back to the letter, or with other spaces.

    Raises SegmentError where it is another one.
    """
    words = _("The source text is not the page's. Download the file once more.")
    try:
        source = file.decoded(part.source, unit)
    except SegmentError as error:
        raise SegmentError(words) from error
    if inline_markup.normalize_spaces(source) != inline_markup.normalize_spaces(unit.source):
        raise SegmentError(words)
    return source == unit.source


def _is_same(new: Fragment, old: Fragment, keeps_spaces: bool) -> bool:
    """Whether a translation has come back as it went out.

    What a program does to the spaces of a source it does to those of its translation.
    """
    write = inline_markup.to_html if keeps_spaces else inline_markup.normalize_spaces
    return normalize_line(write(new)) == normalize_line(write(old))


def _require_tags(source: Fragment, target: Fragment) -> None:
    """Raise SegmentError where the translation has not the tags of its source."""
    wanted, found = (
        Counter(inline_markup.list_tags(source)),
        Counter(inline_markup.list_tags(target)),
    )
    if missing := wanted - found:
        words = _("The translation lacks %(tags)s, which the source has.")
        raise SegmentError(words % {"tags": _listed(missing)})
    if extra := found - wanted:
        words = _("The translation has %(tags)s, which the source has not.")
        raise SegmentError(words % {"tags": _listed(extra)})
    if inline_markup.has_link_in_link(target) and not inline_markup.has_link_in_link(source):
        raise SegmentError(_("There is a link within a link in the translation."))


def _listed(tags: Counter[str]) -> str:
    return ", ".join(inline_markup.tag_markup(tag) for tag in islice(tags.elements(), 5))
