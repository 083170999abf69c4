"""A real `manage.py worker` is killed while a receiver has its message and has not answered.

In place of waiting until a dead worker's lease has expired, it is ended here.
"""

import os
import subprocess
import sys
from threading import Event
from time import monotonic
from typing import Any

from django.conf import settings

from cms.webhooks.models import Delivery
from tests.processes.outbox_users import Webhooks
from tests.webhooks.receiver import Handler, answers

# Seconds that a worker may take to start and send, however busy the machine is.
PATIENCE = 120


def play() -> dict[str, Any]:
    """Kill a worker while the receiver has its message; leave the rest to another one."""
    arrived, again, enough = Event(), Event(), Event()

    def silent(handler: Handler) -> None:
        arrived.set()
        enough.wait(PATIENCE)

    def at_last(handler: Handler) -> None:
        answers(200)(handler)
        again.set()

    user = Webhooks()
    user.receiver.script += [silent, at_last]
    user.enqueue(1)
    first = worker()
    came = arrived.wait(PATIENCE)
    first.kill()
    first.wait()
    enough.set()
    user.expire_leases()
    second = worker()
    came = came and again.wait(PATIENCE) and is_recorded()
    second.terminate()
    second.wait()
    messages = user.received()
    return {
        "killed": came and first.returncode == -9,
        "messages": len(messages),
        "ids": len(set(messages)),
        "problems": user.problems(),
    }


def is_recorded() -> bool:
    """Wait until the worker has recorded every outcome."""
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        if not Delivery.objects.exclude(state=Delivery.State.DELIVERED).exists():
            return True
        Event().wait(0.1)
    return False


def worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker"], cwd=settings.ROOT, env=os.environ
    )
