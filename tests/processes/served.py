"""An installation as `make run` starts it, whose processes are killed while somebody publishes."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from cms.store import consistency
from cms.store.models import PendingChange
from tests import factories
from tests.admin_client import PUBLISH, Office, administrator, body, edit_address, known_version
from tests.processes.operations import entry, said

# Seconds: what a start may take, and what the worker has to make good.
STARTING, A_MINUTE = 60, 60


def play(port: int, victims: list[str]) -> list[dict[str, Any]]:
    """Kill one process after another in the middle of a publish; tell what came of each."""
    factories.home("en")
    office, page = Office(administrator()), factories.article(title=said(0), summary=said(0))
    form = office.form(page)
    with supervisor(port) as process:
        publisher = Publisher(port, office, page, form)
        until(lambda: publisher.answers(), STARTING)
        return [scene(process, publisher, n, victim) for n, victim in enumerate(victims, start=1)]


def scene(process: Any, publisher: "Publisher", version: int, victim: str) -> dict[str, Any]:
    killed = child(process, victim)
    asking = Thread(target=publisher.publish, args=(version,))
    asking.start()
    # Somewhere in the request, another place each time.
    sleep(0.02 * version)
    os.kill(killed, signal.SIGKILL)
    asking.join()
    until(lambda: child(process, victim) not in (0, killed) and publisher.answers(), STARTING)
    right = until(
        lambda: not PendingChange.objects.exists() and not any(consistency.find_differences()),
        A_MINUTE,
    )
    return {
        "victim": victim,
        "confirmed": publisher.confirmed == version,
        # What was not confirmed may have been done all the same.
        "is_there": any(
            said(each) in entry(publisher.page).full_json for each in {publisher.confirmed, version}
        ),
        "right_after": right,
    }


class Publisher:
    """Publishes over HTTP, as whoever is logged in at `office`."""

    def __init__(self, port: int, office: Office, page: Any, form: Any) -> None:
        self.port, self.page, self.form = port, page, form
        token = "t" * 32
        session = office.client.cookies[settings.SESSION_COOKIE_NAME].value
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: token}
        self.headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.confirmed = 0

    def publish(self, version: int) -> None:
        text = said(version)
        words = {"title": text, "summary": text} | body(text)
        form = self.form | words | known_version(self.page) | PUBLISH
        if self.ask("POST", edit_address(self.page), urlencode(form, doseq=True)) == 302:
            self.confirmed = version

    def answers(self) -> bool:
        return self.ask("GET", "/health/live") == 200

    def ask(self, method: str, path: str, form: str = "") -> int:
        """Return the answer's status, 0 for none."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=STARTING)
        try:
            connection.request(method, path, form, self.headers)
            return connection.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()


@contextmanager
def supervisor(port: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.processes.serving",
        "SERVING_PORT": str(port),
    }
    command, quiet = [sys.executable, "-m", "cms.operations.supervisor"], subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet) as process:
        try:
            yield process
        finally:
            process.terminate()


def child(process: subprocess.Popen[bytes], command: str) -> int:
    """The process that the supervisor runs this command in; 0 while there is none."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    for pid in children:
        if Path(f"/proc/{pid}/cmdline").read_bytes().endswith(f"\0{command}\0".encode()):
            return int(pid)
    return 0


def until(condition: Callable[[], bool], seconds: float) -> float:
    """Wait until it holds; return after how many seconds. Raises TimeoutError."""
    begun = monotonic()
    while not condition():
        if monotonic() - begun > seconds:
            raise TimeoutError(f"not within {seconds} s")
        sleep(0.1)
    return monotonic() - begun
