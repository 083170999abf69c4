"""Comparing what comes back with the jobs that it must belong to. Nothing is saved here."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from cms.translation.exchange import fragments, units
from cms.translation.exchange.fragments import Fragment
from cms.translation.exchange.problems import Problem, RefusedError, SegmentError
from cms.translation.exchange.returned import Returned, ReturnedUnit
from cms.translation.exchange.units import Job, Unit
from cms.translation.memory.writing import in_one_line
from cms.translation.places import too_long

# As many problems as anybody reads.
ENOUGH = 100


@dataclass(frozen=True)
class Change:
    """A new translation of a segment: HTML, the format it came in, and when that file was handed
    out, if it says so."""

    job: Translation
    unit: Unit
    text: str
    format: str
    moment: datetime | None = None


def check(
    returned: list[Returned], jobs: Iterable[Translation], locked: Collection[int]
) -> list[Change]:
    """Return what is to be changed. Raises RefusedError with all that is wrong in any file.

    `jobs` are those that may come back here, `locked` the numbers of those whose page is locked.
    """
    known = {str(job.uuid): job for job in jobs}
    if problems := list(islice(_problems_of_files(returned, known, locked), ENOUGH)):
        raise RefusedError(*problems)
    loaded = {job.id: job for job in units.load(known[file.job] for file in returned)}
    compared = [compare(file, loaded[file.job]) for file in returned]
    if problems := [problem for _, wrong in compared for problem in wrong][:ENOUGH]:
        raise RefusedError(*problems)
    return [change for changes, _ in compared for change in changes]


def compare(file: Returned, job: Job) -> tuple[list[Change], list[Problem]]:
    """Return what a file changes of its job, and what is wrong with its segments."""
    known = {unit.id: unit for unit in job.units}
    times = Counter(part.id for part in file.units)
    changes: list[Change] = []
    problems: list[Problem] = []
    for part in file.units:
        try:
            if times[part.id] > 1:
                raise SegmentError(_("This segment is in the file more than once."))
            unit = _unit(file, part, known)
            if target := _new_target(file, part, unit):
                changes.append(Change(job.row, unit, target, file.format, file.moment))
        except SegmentError as error:
            label = Truncator(" ".join(part.label.split())).chars(80)
            problems.append(Problem(str(error), label, file.file))
        if len(problems) == ENOUGH:
            break
    return changes, problems


def _problems_of_files(
    returned: list[Returned], known: dict[str, Translation], locked: Collection[int]
) -> Iterator[Problem]:
    seen: set[str] = set()
    for file in returned:
        words = _problem_of_file(file, known.get(file.job), seen)
        if not words and known[file.job].pk in locked:
            words = _("This page is locked or in review.")
        if words:
            yield Problem(words, file=file.file)
        seen.add(file.job)


def _problem_of_file(file: Returned, job: Translation | None, seen: set[str]) -> str:
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
    for said, locale in (
        (file.source_language, job.source.locale),
        (file.target_language, job.target_locale),
    ):
        if said and not is_in_language(said, locale.language_code):
            words = _("The file names the language “%(said)s” where “%(expected)s” is expected.")
            return words % {"said": said[:20], "expected": locale.language_code}
    return ""


def is_in_language(tag: str, code: str) -> bool:
    """Return whether a tag matches a language, with or without a region (RFC 4647, 3.3.1)."""
    return f"{tag.replace('_', '-')}-".lower().startswith(f"{code}-".lower())


def _unit(file: Returned, part: ReturnedUnit, known: dict[str, Unit]) -> Unit:
    """Return the job's own segment, which must say the same still. Raises SegmentError."""
    unit = known.get(part.id)
    if unit is None:
        raise SegmentError(_("The page no longer says this. Download the file once more."))
    try:
        same = file.decoded(part.source, unit) == unit.source
    except SegmentError:
        same = False
    if not same:
        raise SegmentError(_("The source text is not the page's. Download the file once more."))
    return unit


def _new_target(file: Returned, part: ReturnedUnit, unit: Unit) -> str:
    """Return the translation that a segment brings, "" for nothing new. Raises SegmentError."""
    if part.target is None or not part.done:
        return ""
    target = file.decoded(part.target, unit)
    text = in_one_line(fragments.to_html(target))
    if unit.done and text == in_one_line(fragments.to_html(unit.target)):
        return ""
    _require_tags(unit.source, target)
    if words := too_long(unit.limit, text):
        raise SegmentError(words)
    return text


def _require_tags(source: Fragment, target: Fragment) -> None:
    """Raise SegmentError where the translation has not the tags of its source."""
    wanted, found = Counter(fragments.tags(source)), Counter(fragments.tags(target))
    if missing := wanted - found:
        words = _("The translation lacks %(tags)s, which the source has.")
        raise SegmentError(words % {"tags": _listed(missing)})
    if extra := found - wanted:
        words = _("The translation has %(tags)s, which the source has not.")
        raise SegmentError(words % {"tags": _listed(extra)})
    if fragments.has_link_in_link(target) and not fragments.has_link_in_link(source):
        raise SegmentError(_("There is a link within a link in the translation."))


def _listed(tags: Counter[str]) -> str:
    return ", ".join(fragments.shown(tag) for tag in islice(tags.elements(), 5))
