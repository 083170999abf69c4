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
    blocks = _blocks(before, after)
    return (
        [DiffPart("".join(before[a:b]), kind != "equal") for kind, a, b, _, _ in blocks if a < b],
        [DiffPart("".join(after[c:d]), kind != "equal") for kind, _, _, c, d in blocks if c < d],
    )


def _blocks(before: list[str], after: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
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


def _common_prefix_length(one: list[str], other: list[str]) -> int:
    """Return how many items two lists begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def find_fuzzy_matches(
    missing: Iterable[Segment], units: Iterable[MemoryUnit], present: Collection[Segment]
) -> dict[Segment, MemoryUnit]:
    """Return which remembered translation each missing segment may begin with.

    A former text of the same place comes first, whatever it was, then the same text elsewhere, then
    the most similar one. Where a place has several segments (the paragraphs of a text) they have to
    be similar as well. What is `present` on the page as it is now is nobody's former form, and each
    text is only one's.
    """
    now = set(present)
    wanted = list(missing)
    old = [unit for unit in _newest(units) if (unit.path, unit.source) not in now]
    crowded = {path for path, count in Counter(path for path, _ in present).items() if count > 1}
    found: dict[Segment, MemoryUnit] = {}
    for candidates in (
        partial(_match_by_place, crowded=crowded),
        _match_by_text,
        _match_by_similarity,
    ):
        taken: set[int] = set()
        # The sort is stable, so of equals the newest comes first.
        for _, segment, unit in sorted(candidates(wanted, old), key=itemgetter(0), reverse=True):
            if segment not in found and unit.pk not in taken:
                found[segment] = unit
                taken.add(unit.pk)
        wanted = [segment for segment in wanted if segment not in found]
        old = [unit for unit in old if unit.pk not in taken]
    return found


def _match_by_place(
    wanted: list[Segment], old: list[MemoryUnit], crowded: Collection[str]
) -> Iterator[Candidate]:
    """What stood in a segment's own place."""
    there: dict[str, list[MemoryUnit]] = defaultdict(list)
    for unit in old:
        there[unit.path].append(unit)
    texts = {path: _Texts(there[path]) for path in crowded}
    most = MAX_COMPARED_PAIRS // max(len(wanted), 1)
    for segment in wanted:
        path, text = segment
        if path in crowded:
            yield from (
                (alike, segment, unit) for alike, unit in texts[path].similar_to(text, most)
            )
        else:
            mine = _trigrams(text)
            for unit in there[path][:most]:
                yield _dice_coefficient(mine, _trigrams(unit.source)), segment, unit


def _match_by_text(wanted: list[Segment], old: list[MemoryUnit]) -> Iterator[Candidate]:
    """What said the very same in another place: one for each segment, or a table full of dashes
    would be compared with itself."""
    saying: dict[str, deque[MemoryUnit]] = defaultdict(deque)
    for unit in old:
        saying[unit.source].append(unit)
    for segment in wanted:
        if units := saying.get(segment[1]):
            yield 1, segment, units.popleft()


def _match_by_similarity(wanted: list[Segment], old: list[MemoryUnit]) -> Iterator[Candidate]:
    """What said something similar in another place."""
    texts = _Texts(old)
    for segment in wanted:
        for alike, unit in texts.similar_to(segment[1], MAX_COMPARED_PAIRS // len(wanted)):
            yield alike, segment, unit


class _Texts:
    """Former texts, and which of them have the same letters."""

    def __init__(self, units: Iterable[MemoryUnit]) -> None:
        self._texts = [(unit, _trigrams(unit.source)) for unit in units]
        self._having: dict[str, list[int]] = defaultdict(list)
        for number, (_, parts) in enumerate(self._texts):
            for part in parts:
                self._having[part].append(number)

    def similar_to(self, text: str, most: int) -> Iterator[tuple[float, MemoryUnit]]:
        """Those that are similar to a text, in their order, among so many that have its rarest
        letters."""
        mine = _trigrams(text)
        near: set[int] = set()
        for _, part in sorted((len(self._having.get(part, ())), part) for part in mine):
            near.update(self._having.get(part, [])[: most - len(near)])
        for number in sorted(near):
            unit, parts = self._texts[number]
            if (alike := _dice_coefficient(mine, parts)) >= MIN_SIMILARITY:
                yield alike, unit


def _newest(units: Iterable[MemoryUnit]) -> list[MemoryUnit]:
    """The newest translation of each former segment; the units come newest first."""
    first: dict[Segment, MemoryUnit] = {}
    for unit in units:
        first.setdefault((unit.path, unit.source), unit)
    return list(first.values())


def _trigrams(text: str) -> set[str]:
    """All runs of three letters: one wrong letter changes three of them."""
    padded = f"  {text.lower()} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def _dice_coefficient(one: set[str], other: set[str]) -> float:
    """Dice's coefficient: from 0, nothing in common, to 1."""
    return 2 * len(one & other) / (len(one) + len(other))
