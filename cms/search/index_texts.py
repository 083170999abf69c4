"""The texts of the index: keys in the order of their words, then those that have no place."""

from collections import Counter
from collections.abc import Iterable, Iterator

from cms.search.analysis import get_keys, iterate_part_keys, iterate_tokens
from cms.search.letters import is_unspaced

# Bytes of one text's tokens: PostgreSQL refuses more than a megabyte, with their positions.
MAX_BYTES = 900_000
# In a text that has it, tokens that stand side by side need not do so in the index: PostgreSQL
# counts 16,383 positions in all, 256 of one token.
WITHOUT_POSITIONS = "x"
MOST_POSITIONS, MOST_OF_ONE = 16_000, 250


def build_index_text(text: str, locale: str) -> str:
    """Return what the index holds of a text, cut where a database would refuse it."""
    ordered, has_runs = [], False
    for _, _, word in iterate_tokens(text):
        ordered += sorted(get_keys(word, locale))
        has_runs = has_runs or is_unspaced(word)
    marker = [WITHOUT_POSITIONS] if has_runs and not _positions_suffice(ordered) else []
    others = dict.fromkeys(iterate_part_keys(text, locale)).keys() - set(ordered)
    return " ".join(limit_bytes([*marker, *ordered, *sorted(others)], MAX_BYTES))


def limit_bytes(tokens: Iterable[str], room: int) -> Iterator[str]:
    """Yield the first tokens that take so many bytes; one that was there takes little more."""
    seen: set[str] = set()
    for token in tokens:
        room -= 2 if token in seen else len(token.encode()) + 8
        if room < 0:
            return
        seen.add(token)
        yield token


def _positions_suffice(tokens: list[str]) -> bool:
    if len(tokens) > MOST_POSITIONS:
        return False
    return max(Counter(tokens).values(), default=0) <= MOST_OF_ONE
