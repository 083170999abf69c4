"""What is wrong with a file, in words for the person who sent it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong; `segment` and `file` say where, as far as it is known."""

    text: str
    segment: str = ""
    file: str = ""


class RefusedError(Exception):
    """Nothing of what was sent is applied, because of these problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(problem.text for problem in problems))
        self.problems = problems


class SegmentError(ValueError):
    """What is wrong with one segment; the message says it."""
