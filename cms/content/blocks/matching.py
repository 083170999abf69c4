"""Which part of a new version is which part of the former one, told by what they say."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

# From which share of common text on a part counts as a former form of another.
MIN_SIMILARITY = 0.5
# How many pairs of parts are compared at most: beyond that only equal ones are found.
COMPARED = 10_000


@dataclass(frozen=True)
class Part:
    """A part of a stream, list or table: its id, "" for none, and its texts by their place in it.

    Parts of different kinds are never the same.
    """

    id: str
    texts: dict[Hashable, str]
    kind: str = ""
    name: str = ""


# Yields pairs: the place of a part, and that of the former part it was.
Step: TypeAlias = "Callable[[Matching], Iterator[tuple[int, int]]]"


def match_ids(parts: list[Part], former: list[Part], steps: tuple[Step, ...]) -> list[str]:
    """Return the id of each part, "" of a new one without any."""
    owners = _owners(parts, former)
    if len(owners) == len(parts):
        return [part.id for part in parts]
    matching = Matching(parts, former, owners)
    for step in steps:
        matching.add(step(matching))
    return matching.ids()


def _owners(parts: list[Part], former: list[Part]) -> dict[str, int]:
    """Return which part has each id: of copies the one that says what the former one said."""
    before = {part.id: part.texts for part in former}
    claims: dict[str, list[int]] = defaultdict(list)
    for place, part in enumerate(parts):
        if part.id:
            claims[part.id].append(place)
    return {
        id: next((each for each in places if parts[each].texts == before.get(id)), places[0])
        for id, places in claims.items()
    }


class Matching:
    """Which former part each part was, as far as it is found. Parts are named by their places."""

    def __init__(self, parts: list[Part], former: list[Part], owners: dict[str, int]) -> None:
        self.parts, self.former = parts, former
        self._own = {place: id for id, place in owners.items()}
        places = {part.id: place for place, part in enumerate(former) if part.id}
        # None for one that has an id and is new.
        self.found = {place: places.get(id) for place, id in self._own.items()}
        self._taken = set(self.found.values())

    def add(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Take each pair of which neither has been found before."""
        for place, old in pairs:
            if place not in self.found and old not in self._taken:
                self.found[place] = old
                self._taken.add(old)

    def list_unmatched(self) -> tuple[list[int], list[int]]:
        """Return the parts that are looked for, and the former ones that are left."""
        former = enumerate(self.former)
        return (
            [place for place in range(len(self.parts)) if place not in self.found],
            [place for place, part in former if part.id and place not in self._taken],
        )

    def ids(self) -> list[str]:
        return [self._id(place) for place in range(len(self.parts))]

    def _id(self, place: int) -> str:
        old = self.found.get(place)
        return self._own.get(place) or ("" if old is None else self.former[old].id)


def match_same(matching: Matching) -> Iterator[tuple[int, int]]:
    """Yield what says the very same: in their order first, then wherever it is."""
    places, former = matching.list_unmatched()
    new = [_content(matching.parts[place]) for place in places]
    old = [_content(matching.former[place]) for place in former]
    matcher = SequenceMatcher(None, new, old, autojunk=False)
    for start, old_start, size in matcher.get_matching_blocks():
        for step in range(size):
            yield places[start + step], former[old_start + step]
    places, former = matching.list_unmatched()
    saying: dict[Hashable, deque[int]] = defaultdict(deque)
    for place in former:
        saying[_content(matching.former[place])].append(place)
    for place in places:
        if others := saying.get(_content(matching.parts[place])):
            yield place, others.popleft()


def match_similar(matching: Matching) -> Iterator[tuple[int, int]]:
    """Yield what says something similar, the most similar first, of equals the nearest."""
    places, former = matching.list_unmatched()
    if len(places) * len(former) > COMPARED:
        return
    pairs = [
        (-_get_similarity(matching.parts[new], matching.former[old]), abs(new - old), new, old)
        for new in places
        for old in former
    ]
    for likeness, _, new, old in sorted(pairs):
        if -likeness >= MIN_SIMILARITY:
            yield new, old


def match_between(matching: Matching) -> Iterator[tuple[int, int]]:
    """Yield what stands between the same neighbours, where there are as many as there were."""
    places, former = map(set, matching.list_unmatched())
    known = [-1, *sorted(set(range(len(matching.parts))) - places), len(matching.parts)]
    found = {-1: -1, **matching.found, len(matching.parts): len(matching.former)}
    for before, after in pairwise(known):
        first, last = found[before], found[after]
        if first is None or last is None or last - first != after - before:
            continue
        for new, old in zip(range(before + 1, after), range(first + 1, last), strict=True):
            if old in former and matching.parts[new].kind == matching.former[old].kind:
                yield new, old


def match_by_name(matching: Matching) -> Iterator[tuple[int, int]]:
    """Yield what has the same name, one that nothing else there has."""
    places, former = matching.list_unmatched()
    new = _index_by_name(matching.parts, places)
    old = _index_by_name(matching.former, former)
    for name in new.keys() & old.keys():
        yield new[name], old[name]


def _index_by_name(parts: list[Part], places: list[int]) -> dict[str, int]:
    names = Counter(parts[place].name for place in places)
    return {
        parts[place].name: place
        for place in places
        if parts[place].name and names[parts[place].name] == 1
    }


def _content(part: Part) -> Hashable:
    return part.kind, frozenset(part.texts.items())


def _get_similarity(part: Part, other: Part) -> float:
    """Return the share of what two parts have in common: from 0, nothing, to 1."""
    if part.kind != other.kind:
        return 0
    shared = part.texts.keys() & other.texts.keys()
    most = max(len(part.texts), len(other.texts), 1)
    return sum(_compare_texts(part.texts[key], other.texts[key]) for key in shared) / most


def _compare_texts(text: str, other: str) -> float:
    """Dice's coefficient of the letters of two texts, by threes."""
    if text == other:
        return 1
    first, second = _count_letters(text), _count_letters(other)
    return 2 * len(first & second) / (len(first) + len(second))


@lru_cache(maxsize=1024)
def _count_letters(text: str) -> frozenset[str]:
    padded = f"  {text.lower()} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))
