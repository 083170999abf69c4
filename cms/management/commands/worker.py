"""`manage.py worker`: what happens without a request."""

import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from cms.store import flush, schedule

logger = logging.getLogger(__name__)
# Seconds: between two looks for work, between two looks at the schedule, after a failure.
PULSE, SCHEDULE, RETRY = 1, 60, 10


class Command(BaseCommand):
    help = "Publish what is scheduled and project what changes have left; --once, or for ever."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="do what there is to do now, then end"
        )

    def handle(self, *, once: bool, **options: Any) -> None:
        """Work until SIGTERM or SIGINT, which end it between two pieces of work."""
        if once:
            publish_scheduled()
            while flush.drain():
                pass
            return
        end = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: end.set())
        work(end)


def work(end: threading.Event) -> None:
    """Drain the store's marks, and each minute publish what is due, until `end` is set."""
    due = 0.0
    while not end.is_set():
        if monotonic() >= due:
            due = monotonic() + SCHEDULE
            attempt(publish_scheduled)
        end.wait(attempt(drain))


def attempt(piece: Callable[[], int]) -> int:
    """Do a piece of work and return the seconds it wants to rest; a failure is only logged."""
    try:
        close_old_connections()
        return piece()
    except OperationalError as error:
        logger.error("%s: the database does not answer: %s", piece.__name__, error)
    except Exception:
        logger.exception("%s failed; it is tried again.", piece.__name__)
    return RETRY


def publish_scheduled() -> int:
    """Publish and expire the pages whose time has come, with their entries."""
    schedule.run()
    return 0


def drain() -> int:
    """Turn marks into entries, as many as one transaction takes."""
    return 0 if flush.drain() else PULSE
