"""Ending a process at one of its SQL statements or commits, as a power cut would."""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from signal import SIGKILL
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Kill:
    """Right before, or `late`, right after the n-th statement or commit of a process."""

    what: str
    number: int
    late: bool = False


class Steps:
    """Counts the statements and commits of this process, and ends it at one of them."""

    def __init__(self, kill: Kill) -> None:
        self.kill = kill
        self.counts: Counter[str] = Counter()
        connection.ensure_connection()
        connection.execute_wrappers.append(self.statement)
        self.really_commit = connection._commit  # type: ignore[attr-defined]
        connection._commit = self.commit  # type: ignore[attr-defined]

    def statement(self, execute: Any, *arguments: Any) -> Any:
        return self.step("statement", partial(execute, *arguments))

    def commit(self) -> None:
        self.step("commit", self.really_commit)

    def step(self, what: str, do: Callable[[], Any]) -> Any:
        self.counts[what] += 1
        here = (what, self.counts[what])
        if here == (self.kill.what, self.kill.number) and not self.kill.late:
            os.kill(os.getpid(), SIGKILL)
        result = do()
        if here == (self.kill.what, self.kill.number):
            os.kill(os.getpid(), SIGKILL)
        return result
