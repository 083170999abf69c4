"""The snippets of a document: what it tells its reader to run, and what it says comes of it.

`…` in what is shown stands for anything: in a text for any letters, in a list or an object for
whatever else there is.
"""

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANYTHING = "…"


@dataclass(frozen=True)
class Snippet:
    """Some code, and what is shown below it; empty when nothing is."""

    code: str
    shown: str


def programs(document: str, language: str) -> list[Snippet]:
    """The document's blocks in a language, each with the block of text that follows it."""
    blocks = [*BLOCK.findall(document), ("", "")]
    return [
        Snippet(code, shown if after == "text" else "")
        for (kind, code), (after, shown) in pairwise(blocks)
        if kind == language
    ]


def commands(document: str, prompt: str = "$ ") -> list[Snippet]:
    """What stands after a prompt in the document's blocks of a console, and what is shown below."""
    found = []
    for kind, text in BLOCK.findall(document):
        if kind == "console":
            for part in re.split(rf"^{re.escape(prompt)}", text, flags=re.MULTILINE)[1:]:
                code, _, shown = part.partition("\n")
                found.append(Snippet(code, shown))
    return found


def agrees(shown: str, told: str) -> bool:
    """Whether an answer is the one that is shown: as JSON if that is what is shown."""
    if shown.startswith(("{", "[")):
        return like(parsed(shown), json.loads(told))
    return like(shown.strip(), told.strip())


def parsed(shown: str) -> Any:
    """JSON with `…` in place of what is left out."""
    whole = re.sub(r"…(\s*\])", r'"…"\1', re.sub(r"…(\s*\})", r'"…": 0\1', shown))
    return json.loads(whole)


def like(shown: Any, told: Any) -> bool:
    if isinstance(shown, str) and isinstance(told, str):
        pattern = ".*".join(map(re.escape, shown.split(ANYTHING)))
        return re.fullmatch(pattern, told, re.DOTALL) is not None
    if isinstance(shown, dict) and isinstance(told, dict):
        named = shown.keys() - {ANYTHING}
        complete = named == told.keys() if named == shown.keys() else named <= told.keys()
        return complete and all(like(shown[name], told[name]) for name in named)
    if isinstance(shown, list) and isinstance(told, list):
        first = [each for each in shown if each != ANYTHING]
        complete = len(first) == len(told) if first == shown else len(first) <= len(told)
        return complete and all(map(like, first, told))
    return bool(shown == told)
