"""What has changed in a source: which old text a new one comes from, and where they differ."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from cms.translation.memory.models import Unit
from cms.translation.memory.recall import Segment

TOKEN = re.compile(r"<[^<>]*>|\s+|[^\s<]+|<")
# From which share of common parts on a text counts as a former form of another.
SIMILAR = 0.5


@dataclass(frozen=True)
class Part:
    """A stretch of a text, and whether the other text has it too."""

    text: str
    changed: bool


def differences(old: str, new: str) -> tuple[list[Part], list[Part]]:
    """Return both texts in parts, by words and tags: what is gone, and what has come."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return (
        [Part("".join(before[a:b]), kind != "equal") for kind, a, b, _, _ in blocks if a < b],
        [Part("".join(after[c:d]), kind != "equal") for kind, _, _, c, d in blocks if c < d],
    )


def former_forms(
    missing: Iterable[Segment], units: Iterable[Unit], present: Collection[Segment]
) -> dict[Segment, Unit]:
    """Return which remembered translation each missing segment may begin with.

    A former text of the same place comes first, whatever it was, then the most similar one. Where
    a place has several segments (the paragraphs of a text) they have to be similar as well. What
    is `present` on the page as it is now is nobody's former form, and each text is only one's.
    """
    crowded = {path for path, count in Counter(path for path, _ in present).items() if count > 1}
    old = [unit for unit in _newest(units) if (unit.path, unit.source) not in set(present)]
    parts = {unit.pk: _parts(unit.source) for unit in old}
    pairs = []
    for segment in missing:
        path, text = segment
        mine = _parts(text)
        for unit in old:
            here, likeness = unit.path == path, _likeness(mine, parts[unit.pk])
            if likeness >= SIMILAR or (here and path not in crowded):
                pairs.append((here, likeness, unit, segment))
    found: dict[Segment, Unit] = {}
    taken: set[int] = set()
    # The sort is stable, so of equals the newest comes first.
    for _, _, unit, segment in sorted(pairs, key=lambda pair: pair[:2], reverse=True):
        if segment not in found and unit.pk not in taken:
            found[segment] = unit
            taken.add(unit.pk)
    return found


def _newest(units: Iterable[Unit]) -> list[Unit]:
    """The newest translation of each former segment; the units come newest first."""
    first: dict[Segment, Unit] = {}
    for unit in units:
        first.setdefault((unit.path, unit.source), unit)
    return list(first.values())


def _parts(text: str) -> set[str]:
    """All runs of three letters: one wrong letter changes three of them."""
    padded = f"  {text.lower()} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def _likeness(one: set[str], other: set[str]) -> float:
    """Dice's coefficient: from 0, nothing in common, to 1."""
    return 2 * len(one & other) / (len(one) + len(other))
