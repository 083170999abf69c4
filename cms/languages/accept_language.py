"""Choose a language for a visitor by the header Accept-Language.

It is the lookup of RFC 4647, section 3.4, with the languages, scripts and old codes of the CLDR:
zh-TW is Traditional Chinese (zh-hant), sr-ME Serbian in Latin letters (sr-latn), iw is Hebrew (he).
Django's own chooser knows some of these, but no other variant of a language (pt-br for pt-PT), and
takes what has q=0 (RFC 9110, section 12.4.2: not acceptable).
"""

import re
from collections.abc import Iterator, Sequence

from babel.core import get_global

# Many times what a browser sends. What comes after it is not read.
LENGTH_LIMIT = 1000
# RFC 4647, section 2.1, with a weight of RFC 9110, section 12.4.2, of any number of digits.
RANGE = re.compile(
    r"(?P<range>[a-z]{1,8}(?:-[a-z0-9]{1,8})*)"
    r"(?:[ \t]*;[ \t]*q=(?P<weight>0(?:\.[0-9]*)?|1(?:\.0*)?))?",
    re.IGNORECASE,
)
# Its written form that is in use; the CLDR has both codes.
NORWEGIAN = {"no": "nb"}


def choose_language(header: str, offered: Sequence[str]) -> str:
    """Return the language for a visitor from those that are offered, the site's own first.

    The ranges of the header are tried by their weights, equal ones in their order. For each, its
    end is cut off until a language of that name is offered (zh-Hans-CN, zh-Hans, zh); before its
    script is dropped that its region implies, a language of that script is looked for. Where there
    is none, the same language with another region or script is taken, rather than another
    language: a reader of pt-PT gets pt-br. What the header refuses with q=0 is left out. Where
    nothing is found it is the first that is not refused, or the first.

    `*` is passed over: it says nothing that this does not do by itself. So is what is no range.
    Raises ValueError where nothing is offered.
    """
    if not offered:
        raise ValueError("no language is offered")
    weights = _read(header)
    accepted = [
        code for code in offered if not _is_refused(_canonicalise(code), weights)
    ] or offered
    by_tag = {_canonicalise(code): code for code in accepted}
    wanted = [tag for tag, weight in weights.items() if weight > 0]
    for tag in sorted(wanted, key=lambda tag: weights[tag], reverse=True):
        if found := _find(tag, list(by_tag)):
            return by_tag[found]
    return accepted[0]


def _read(header: str) -> dict[str, float]:
    """Return the weight of each range, in their order; of one that is named twice the greater."""
    if len(header) > LENGTH_LIMIT:
        header = header[:LENGTH_LIMIT].rpartition(",")[0]
    weights: dict[str, float] = {}
    for element in header.split(","):
        if match := RANGE.fullmatch(element.strip(" \t")):
            tag = _canonicalise(match["range"])
            weights[tag] = max(weights.get(tag, 0.0), float(match["weight"] or 1))
    return weights


def _is_refused(tag: str, weights: dict[str, float]) -> bool:
    """Whether the longest range that covers a language has q=0."""
    return next((weights[each] == 0 for each in _iterate_truncated(tag) if each in weights), False)


def _find(wanted: str, offered: Sequence[str]) -> str | None:
    script, language = _get_script(wanted), _get_language(wanted)
    candidates = list(_iterate_truncated(wanted))
    candidates.insert(-1, f"{language}-{script}")
    if found := next((tag for tag in candidates if tag in offered), None):
        return found
    related = [tag for tag in offered if _get_language(tag) == language]
    return min(related, key=lambda tag: _get_script(tag) != script, default=None)


def _iterate_truncated(tag: str) -> Iterator[str]:
    """Yield a tag and what is left as its end is cut off, with no single letter at the end."""
    parts = tag.split("-")
    while parts:
        yield "-".join(parts)
        parts.pop()
        while parts and len(parts[-1]) == 1:
            parts.pop()


def _canonicalise(tag: str) -> str:
    """Return a tag in small letters, with the present code of its language."""
    language, hyphen, rest = tag.lower().partition("-")
    present = NORWEGIAN.get(language) or get_global("language_aliases").get(language, language)
    return f"{present.replace('_', '-').lower()}{hyphen}{rest}"


def _get_language(tag: str) -> str:
    return tag.partition("-")[0]


def _get_script(tag: str) -> str:
    """Return the script that a tag names or implies, such as "hant" for zh-TW; "" if unknown."""
    language, _, rest = tag.partition("-")
    second = rest.partition("-")[0]
    if len(second) == 4 and second.isalpha():
        return second
    likely = get_global("likely_subtags")
    whole = likely.get(f"{language}_{second.upper()}") or likely.get(language) or ""
    return whole.split("_")[1].lower() if "_" in whole else ""
