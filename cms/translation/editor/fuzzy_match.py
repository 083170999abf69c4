"""What has changed in a source: which old text a new one comes from, and where they differ."""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from operator import itemgetter
from typing import TypeAlias

from cms.translation.memory.lookup import Segment
from cms.translation.memory.models import MemoryUnit
from cms.translation.word_count import CHARACTER

TOKEN = re.compile(rf"<[^<>]*>|\s+|{CHARACTER}|(?:(?!{CHARACTER})[^\s<])+|<")
# From which share of common parts on a text counts as a former form of another.
MIN_SIMILARITY = 0.5
# How many pairs of texts are compared at most, once in their own places and once elsewhere: a page
# of a thousand paragraphs that is written anew would have a million. Of long ones these take half a
# second.
MAX_COMPARED_PAIRS = 40_000
# How many pairs of words and spaces two texts may have to be compared word by word.
MAX_COMPARED_WORD_PAIRS = 1_000_000
# How alike a segment and a former text are.
Candidate: TypeAlias = tuple[float, Segment, MemoryUnit]


@dataclass(frozen=True)
class DiffPart:
    """A stretch of a text, and whether the other text has it too."""

    text: str
    changed: bool


def diff_texts(old: str, new: str) -> tuple[list[DiffPart], list[DiffPart]]:
    """Return both texts in parts, by words and tags: what is gone, and what has come."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    blocks = _opcodes(before, after)
    return (
        [DiffPart("".join(before[a:b]), kind != "equal") for kind, a, b, _, _ in blocks if a < b],
        [DiffPart("".join(after[c:d]), kind != "equal") for kind, _, _, c, d in blocks if c < d],
    )


def _opcodes(before: list[str], after: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """Return opcodes as difflib does. Of long texts only what they begin and end with alike is
    taken from the rest: comparing each word with each would cost the square of their length."""
    if len(before) * len(after) <= MAX_COMPARED_WORD_PAIRS:
        return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    start = _common_prefix_length(before, after)
    end = _common_prefix_length(before[start:][::-1], after[start:][::-1])
    left, right = len(before) - end, len(after) - end
    return [
        ("equal", 0, start, 0, start),
        ("replace", start, left, start, right),
        ("equal", left, len(before), right, len(after)),
    ]


def _common_prefix_length(first: list[str], second: list[str]) -> int:
    """Return how many items two lists begin with alike."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(first), len(second)))


def find_fuzzy_matches(
    missing: Iterable[Segment], units: Iterable[MemoryUnit], present: Collection[Segment]
) -> dict[Segment, MemoryUnit]:
    """Return which remembered translation each missing segment may begin with.

    A former text of the same place comes first, whatever it was, then the same text elsewhere, then
    the most similar one. Where a place has several segments (the paragraphs of a text) they have to
    be similar as well. What is `present` on the page as it is now is nobody's former form, and each
    text is only one's.
    """
    present_segments = set(present)
    wanted = list(missing)
    old = [
        unit
        for unit in _newest_by_segment(units)
        if (unit.path, unit.source) not in present_segments
    ]
    shared_paths = {
        path for path, count in Counter(path for path, _ in present).items() if count > 1
    }
    found: dict[Segment, MemoryUnit] = {}
    for candidates in (
        partial(_match_by_path, shared_paths=shared_paths),
        _match_by_text,
        _match_by_similarity,
    ):
        used: set[int] = set()
        # The sort is stable, so of equals the newest comes first.
        for _, segment, unit in sorted(candidates(wanted, old), key=itemgetter(0), reverse=True):
            if segment not in found and unit.pk not in used:
                found[segment] = unit
                used.add(unit.pk)
        wanted = [segment for segment in wanted if segment not in found]
        old = [unit for unit in old if unit.pk not in used]
    return found


def _match_by_path(
    wanted: list[Segment], old: list[MemoryUnit], shared_paths: Collection[str]
) -> Iterator[Candidate]:
    """What stood in a segment's own place."""
    units_by_path: dict[str, list[MemoryUnit]] = defaultdict(list)
    for unit in old:
        units_by_path[unit.path].append(unit)
    texts = {path: _TextIndex(units_by_path[path]) for path in shared_paths}
    max_compared = MAX_COMPARED_PAIRS // max(len(wanted), 1)
    for segment in wanted:
        path, text = segment
        if path in shared_paths:
            yield from (
                (similarity, segment, unit)
                for similarity, unit in texts[path].find_similar(text, max_compared)
            )
        else:
            trigrams = _trigrams(text)
            for unit in units_by_path[path][:max_compared]:
                yield _dice_coefficient(trigrams, _trigrams(unit.source)), segment, unit


def _match_by_text(wanted: list[Segment], old: list[MemoryUnit]) -> Iterator[Candidate]:
    """What said the very same in another place: one for each segment, or a table full of dashes
    would be compared with itself."""
    units_by_source: dict[str, deque[MemoryUnit]] = defaultdict(deque)
    for unit in old:
        units_by_source[unit.source].append(unit)
    for segment in wanted:
        if units := units_by_source.get(segment[1]):
            yield 1, segment, units.popleft()


def _match_by_similarity(wanted: list[Segment], old: list[MemoryUnit]) -> Iterator[Candidate]:
    """What said something similar in another place."""
    texts = _TextIndex(old)
    for segment in wanted:
        for similarity, unit in texts.find_similar(segment[1], MAX_COMPARED_PAIRS // len(wanted)):
            yield similarity, segment, unit


class _TextIndex:
    """Former texts, and which of them have the same letters."""

    def __init__(self, units: Iterable[MemoryUnit]) -> None:
        self._texts = [(unit, _trigrams(unit.source)) for unit in units]
        self._numbers_by_trigram: dict[str, list[int]] = defaultdict(list)
        for number, (_, parts) in enumerate(self._texts):
            for part in parts:
                self._numbers_by_trigram[part].append(number)

    def find_similar(self, text: str, max_compared: int) -> Iterator[tuple[float, MemoryUnit]]:
        """Those that are similar to a text, in their order, among so many that have its rarest
        letters."""
        trigrams = _trigrams(text)
        near_numbers: set[int] = set()
        for _, part in sorted(
            (len(self._numbers_by_trigram.get(part, ())), part) for part in trigrams
        ):
            near_numbers.update(
                self._numbers_by_trigram.get(part, [])[: max_compared - len(near_numbers)]
            )
        for number in sorted(near_numbers):
            unit, parts = self._texts[number]
            if (similarity := _dice_coefficient(trigrams, parts)) >= MIN_SIMILARITY:
                yield similarity, unit


def _newest_by_segment(units: Iterable[MemoryUnit]) -> list[MemoryUnit]:
    """The newest translation of each former segment; the units come newest first."""
    newest: dict[Segment, MemoryUnit] = {}
    for unit in units:
        newest.setdefault((unit.path, unit.source), unit)
    return list(newest.values())


def _trigrams(text: str) -> set[str]:
    """All runs of three letters: one wrong letter changes three of them."""
    padded = f"  {text.lower()} "
    return {padded[index : index + 3] for index in range(len(padded) - 2)}


def _dice_coefficient(first: set[str], second: set[str]) -> float:
    """Dice's coefficient: from 0, nothing in common, to 1."""
    return 2 * len(first & second) / (len(first) + len(second))
