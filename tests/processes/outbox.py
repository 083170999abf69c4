"""A worker is killed while it sends what is in the outbox; the next one sends what is left.

In place of waiting until the dead worker's leases expire, they are ended here.
"""

from collections import Counter
from typing import Any

from tests.processes.crashes import spread
from tests.processes.kills import Kill, Steps
from tests.processes.outbox_users import USERS, OutboxUser
from tests.processes.process_actors import Actor, fork, start


def play(user: str, statements: int, workers: int) -> dict[str, Any]:
    """Kill a worker of a user at so many of its statements (0: all), and before and after each of
    its commits; return what came of each kill, and what all workers together have sent."""
    rounds = Rounds(USERS[user]())
    whole, (last, commits) = rounds.without_kill()
    kills = [Kill("statement", number) for number in spread(last, statements)]
    for number in range(1, commits + 1):
        kills += [Kill("commit", number), Kill("commit", number, late=True)]
    return {
        "messages": rounds.user.messages,
        "statements": last,
        "commits": commits,
        "without_kill": whole,
        "together": rounds.together(workers),
        "killed": [[str(kill), rounds.with_kill(kill)] for kill in kills],
    }


class Rounds:
    """In each, a user's messages are sent once."""

    def __init__(self, user: OutboxUser) -> None:
        self.user = user
        self.number = 0

    def without_kill(self) -> tuple[dict[str, Any], Any]:
        """Also return how many statements and commits a worker makes."""
        actor = self.begin(Kill("nothing", 0))
        counts = actor.hear()
        actor.process.join()
        return self.end(actor), counts

    def with_kill(self, kill: Kill) -> dict[str, Any]:
        actor = self.begin(kill)
        actor.process.join()
        return self.end(actor)

    def together(self, workers: int) -> list[int]:
        """Return how often each message arrived that several workers have sent at once."""
        self.next()
        ready = fork.Barrier(workers)
        for actor in [start(work_at_once, self.user, ready) for _ in range(workers)]:
            actor.process.join()
        return sorted(Counter(self.user.received()).values())

    def begin(self, kill: Kill) -> Actor:
        self.next()
        return start(work, self.user, kill)

    def next(self) -> None:
        self.number += 1
        self.user.enqueue(self.number)

    def end(self, actor: Actor) -> dict[str, Any]:
        """Have another worker send what is left; return what was received."""
        before = self.user.received()
        self.user.expire_leases()
        self.user.work()
        messages = before + self.user.received()
        return {
            "killed": actor.process.exitcode == -9,
            "sent_before": len(before),
            "sent": len(messages),
            "different": len(set(messages)),
            "problems": self.user.problems(),
        }


# In the process of a worker


def work(line: Any, user: OutboxUser, kill: Kill) -> None:
    steps = Steps(kill)
    user.work()
    line.send((steps.counts["statement"], steps.counts["commit"]))


def work_at_once(line: Any, user: OutboxUser, ready: Any) -> None:
    ready.wait()
    user.work()
