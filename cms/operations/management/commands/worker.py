"""`manage.py worker`: what happens without a request."""

import logging
import signal
import threading
from argparse import ArgumentParser
from time import monotonic

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections, connections
from django.utils.autoreload import run_with_reloader

from cms.operations.own_site import require_own_site
from cms.outbox.tasks import POLL_INTERVAL_SECONDS, TASKS, Task
from cms.store import flush, scheduled_publishing

logger = logging.getLogger(__name__)
# Seconds: between two looks at the schedule, after a failure, and for what is under way at the end.
SCHEDULE_INTERVAL_SECONDS, RETRY_DELAY_SECONDS, STOP_TIMEOUT_SECONDS = 60, 10, 5


class Command(BaseCommand):
    help = "Publish what is scheduled, project what changes have left, and send word of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="do what there is to do now, then end"
        )
        parser.add_argument(
            "--reload", action="store_true", help="start again when the code changes (development)"
        )

    def handle(self, *, once: bool, reload: bool, **options: object) -> None:
        """Work until SIGTERM or SIGINT, which end it between two pieces of work.

        With `reload` a signal or a change ends it at once: a piece of work is then done again.
        """
        require_own_site()
        if reload:
            # Its work runs in a thread, where no signal can be handled.
            run_with_reloader(run_worker, threading.Event())
        if once:
            publish_scheduled()
            for task in (drain_changes, *TASKS):
                while not task():
                    pass
            return
        end = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: end.set())
        run_worker(end)


def run_worker(end: threading.Event) -> None:
    """Drain the store's marks, each minute publish what is due, and send word of what is public,
    until `end` is set."""
    # Whoever is slow to answer is not waited for at the end: what is not settled is sent again.
    threads = [
        threading.Thread(target=run_repeatedly, args=(task, end), daemon=True) for task in TASKS
    ]
    for thread in threads:
        thread.start()
    due = 0.0
    while not end.is_set():
        if monotonic() >= due:
            due = monotonic() + SCHEDULE_INTERVAL_SECONDS
            run_task(publish_scheduled)
        end.wait(run_task(drain_changes))
    for thread in threads:
        thread.join(STOP_TIMEOUT_SECONDS)


def run_repeatedly(task: Task, end: threading.Event) -> None:
    """Do a piece of work again and again, with the rests it wants, in a thread of its own."""
    try:
        while not end.is_set():
            end.wait(run_task(task))
    finally:
        # The thread's own.
        connections.close_all()


def run_task(task: Task) -> int:
    """Do a piece of work and return the seconds it wants to rest; a failure is only logged."""
    try:
        close_old_connections()
        return task()
    except OperationalError as error:
        logger.error("%s: the database does not answer: %s", task.__name__, error)
    except Exception:
        logger.exception("%s failed; it is tried again.", task.__name__)
    return RETRY_DELAY_SECONDS


def publish_scheduled() -> int:
    """Publish and expire the pages whose time has come, with their entries."""
    scheduled_publishing.publish_due()
    return 0


def drain_changes() -> int:
    """Turn marks into entries, as many as one transaction takes."""
    return 0 if flush.drain() else POLL_INTERVAL_SECONDS
