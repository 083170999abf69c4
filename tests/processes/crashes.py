"""An editor's process is killed in the middle of its request, again and again.

Each round is one request that makes the next version of something. It is killed at an SQL
statement, a commit or a moment; then the worker does its work, and the store must equal the
pages. All the while a visitor looks and must see whole versions only.
"""

import os
import random
from collections.abc import Iterator
from signal import SIGKILL
from time import perf_counter
from typing import Any

from cms.operations.management.commands import worker
from cms.store import consistency
from tests.processes.kills import Kill, Steps
from tests.processes.operations import OPERATIONS, Operation, world
from tests.processes.process_actors import Actor, start
from tests.processes.visitor import visit


def play(operations: list[str], statements: int, moments: int) -> dict[str, Any]:
    """Kill each operation at so many statements (0: all there are), at its commits and at so many
    random moments; tell by operation what came of it."""
    around = world()
    return {name: kill(OPERATIONS[name](around), statements, moments) for name in operations}


def kill(operation: Operation, statements: int, moments: int) -> dict[str, Any]:
    rounds = Rounds(operation)
    visitor = start(visit, operation.watched())
    visitor.hear()
    (last, commits), took = rounds.whole()
    for number in spread(last, statements):
        rounds.round(Kill("statement", number))
    for number in range(1, commits + 1):
        # After one commit is before the next, but for the statements between.
        if number == 1 or not statements:
            rounds.round(Kill("commit", number))
        rounds.round(Kill("commit", number, late=True))
    for _ in range(moments):
        rounds.round(None, random.uniform(0, took))  # noqa: S311
    visitor.line.send("enough")
    seen = visitor.hear()
    return {
        "statements": last,
        "commits": commits,
        "rounds": rounds.number,
        "killed": rounds.killed,
        "confirmed": rounds.confirmed,
        "looks": seen["looks"],
        "wrong": rounds.wrong + seen["wrong"],
    }


def spread(last: int, number: int) -> Iterator[int]:
    """So many numbers up to the last, evenly; all of them for 0."""
    stride = last // number if number else 1
    yield from range(1 + stride // 2, last + 1, max(stride, 1))


class Rounds:
    """Round after round of one operation, each with a version of its own."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.number = self.killed = self.confirmed = 0
        self.wrong: list[str] = []

    def whole(self) -> tuple[tuple[int, int], float]:
        """A round without a kill: returns how many statements and commits it has; its seconds."""
        actor = self.begin(Kill("nothing", 0))
        found = actor.hear()
        self.end(actor, "left alone")
        return found

    def round(self, kill: Kill | None, moment: float = 0) -> None:
        """One that is killed there or else at that moment, in seconds from its start."""
        actor = self.begin(kill)
        if kill is None and not actor.line.poll(moment):
            os.kill(actor.process.pid or 0, SIGKILL)
        self.end(actor, str(kill or f"killed after {moment} s"))

    def begin(self, kill: Kill | None) -> Actor:
        self.number += 1
        self.operation.prepare(self.number)
        return start(act, self.operation, self.number, kill)

    def end(self, actor: Actor, how: str) -> None:
        """Wait for the process's end, and look what came of it."""
        confirmed = said_done(actor)
        actor.process.join()
        self.killed += actor.process.exitcode == -SIGKILL
        self.confirmed += confirmed
        self.look(confirmed, how)

    def look(self, confirmed: bool, how: str) -> None:
        problems = []
        if confirmed and not self.operation.is_done(self.number):
            problems.append("confirmed, but not in the store")
        worker.publish_scheduled()
        while not worker.drain_changes():
            pass
        problems += consistency.find_differences()
        if confirmed and not self.operation.is_done(self.number):
            problems.append("confirmed, but the worker took it back")
        self.wrong += [f"{how}, version {self.number}: {problem}" for problem in problems]


def said_done(actor: Actor) -> bool:
    """Whether the last thing it said before its end was that the request is answered."""
    try:
        while True:
            if actor.hear() == "done":
                return True
    except EOFError:
        return False


# In the process that is killed


def act(line: Any, operation: Operation, version: int, kill: Kill | None) -> None:
    begun = perf_counter()
    steps = kill and Steps(kill)
    operation.act(version)
    if steps and kill == Kill("nothing", 0):
        line.send(((steps.counts["statement"], steps.counts["commit"]), perf_counter() - begun))
    line.send("done")
