"""A worker that sends webhooks is killed, again and again; the next one sends what is left.

Some are killed at a statement or commit of theirs, one is a real `manage.py worker` that is killed
while a receiver has its message and has not answered. In place of waiting until a dead worker's
claim has run out, it is ended here.
"""

import json
import os
import subprocess
import sys
from threading import Event
from time import monotonic
from typing import Any

from django.conf import settings

from cms.outreach.webhooks.models import Delivery, Endpoint
from cms.outreach.webhooks.sending import Sender
from cms.store.models import Entry
from tests import factories
from tests.outreach.webhooks.receiver import Handler, Receiver, answers, receiving
from tests.processes.cast import start
from tests.processes.kills import Kill, Steps

# Seconds that a worker may take to start and send, however busy the machine is.
PATIENCE = 120


def play(kills: list[list[Any]]) -> list[dict[str, Any]]:
    """Publish an article's next version and kill whoever sends it, once for each kill and once
    more as it happens in earnest; tell what came of each."""
    page = factories.article(summary="Версия 0")
    with receiving() as receiver:
        Endpoint.objects.create(name="Приемник", address=receiver.url, types=["news"])
        scenes = [scene(page, receiver, number, Kill(*kill)) for number, kill in enumerate(kills)]
        return [*scenes, real_worker(page, receiver)]


def scene(page: Any, receiver: Receiver, number: int, kill: Kill) -> dict[str, Any]:
    publish(page, f"При {number}")
    actor = start(work, kill)
    actor.process.join()
    forget_claims()
    send_all()
    return told(receiver, killed=actor.process.exitcode == -9)


def publish(page: Any, summary: str) -> None:
    page.summary = summary
    factories.publish(page)


def work(line: Any, kill: Kill) -> None:
    Steps(kill)
    send_all()


def send_all() -> None:
    sender = Sender()
    while not sender.work():
        pass


def forget_claims() -> None:
    Delivery.objects.update(claimed_until=None)


def real_worker(page: Any, receiver: Receiver) -> dict[str, Any]:
    """Kill a worker while the receiver has its message; leave the rest to another one."""
    arrived, again, enough = Event(), Event(), Event()

    def silent(handler: Handler) -> None:
        arrived.set()
        enough.wait(PATIENCE)

    def at_last(handler: Handler) -> None:
        answers(200)(handler)
        again.set()

    receiver.script += [silent, at_last]
    publish(page, "В работа")
    first = worker()
    came = arrived.wait(PATIENCE)
    first.kill()
    first.wait()
    enough.set()
    forget_claims()
    second = worker()
    came = came and again.wait(PATIENCE) and is_written_down()
    second.terminate()
    second.wait()
    return told(receiver, killed=came and first.returncode == -9)


def is_written_down() -> bool:
    """Wait until the worker has written down what came of it all."""
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        if not left():
            return True
        Event().wait(0.1)
    return False


def left() -> int:
    return Delivery.objects.exclude(state=Delivery.State.DELIVERED).count()


def worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker"], cwd=settings.ROOT, env=os.environ
    )


def told(receiver: Receiver, killed: bool) -> dict[str, Any]:
    """What the receiver was sent of this version, and whether it has the last."""
    messages, receiver.received = receiver.received, []
    entry = Entry.objects.get(type="news")
    last = messages[-1].payload["data"]["entry"] if messages else None
    return {
        "killed": killed,
        "messages": len(messages),
        "ids": len({message.identity for message in messages}),
        "is_there": last == json.loads(entry.whole),
        "left": left(),
    }
