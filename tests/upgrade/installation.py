"""An installation in a folder of its own: its commands, its server, its database."""

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlencode

from tests.ports import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
# Nobody resolves it: every request goes to a port of this machine and names it as the host.
HOST = "cms.example.org"
# The environment that a fixture is filled with and upgraded in. A fixture keeps a copy.
ENVIRONMENT = {
    "BASE_URL": f"http://{HOST}",
    "LANGUAGES": "bg,en,de",
    # Signs preview and subscription links; the passwords do not depend on it.
    "SECRET_KEY": "the fixed key of the upgrade fixtures, used nowhere else",
    "WAGTAIL_WRITE_API": "1",
    "WEBHOOK_PRIVATE_ADDRESSES": "1",
    "SEARCH_RATE": "10000/minute",
    "SUGGEST_RATE": "10000/minute",
    "PREVIEW_RATE": "10000/minute",
    "SUBSCRIBE_RATE": "10000/minute",
}
# However busy the machine is.
COMMAND_TIMEOUT_SECONDS, START_TIMEOUT_SECONDS, STOP_TIMEOUT_SECONDS = 1800, 300, 30
CSRF_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True)
class Result:
    """The outcome of a command; `output` is what it wrote, errors included."""

    code: int
    output: str


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; header names are in small letters, repeated ones are joined."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Browser:
    """A client of a server at a port, with the cookies it was given. It follows no redirect."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address: str) -> Answer:
        return self._ask("GET", address, b"", {})

    def post(self, address: str, form: Mapping[str, str]) -> Answer:
        """Submit a form, with the CSRF token that the page at the address holds."""
        return self.post_from(address, address, form)

    def post_from(self, page: str, address: str, form: Mapping[str, str]) -> Answer:
        """Submit a form that stands on a page to another address."""
        tokens = CSRF_TOKEN.findall(self.get(page).text)
        fields = {**form, "csrfmiddlewaretoken": tokens[0]}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        headers |= {"Origin": f"http://{HOST}", "Referer": f"http://{HOST}{page}"}
        return self._ask("POST", address, urlencode(fields).encode(), headers)

    def _ask(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> Answer:
        # A redirect or a feed may name the host.
        path = address.removeprefix(f"http://{HOST}") or "/"
        sent = {"Host": HOST, **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        try:
            connection.request(method, path, body or None, sent)
            response = connection.getresponse()
            answer = Answer(response.status, _joined(response.getheaders()), response.read())
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: each.value for name, each in SimpleCookie(line).items()}
        return answer


def _joined(headers: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


@dataclass(frozen=True)
class Installation:
    """The checkout's code on a data folder and a database.

    `environment` is all that the processes know of beside these two.
    """

    folder: Path
    database: str
    environment: Mapping[str, str]

    def environ(self, **also: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            **self.environment,
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database,
            "PORT": str(free_port()),
            **also,
        }

    def manage(self, *arguments: str, **also: str) -> Result:
        """Run a command of `manage.py`; `also` is added to its environment."""
        return self.run("manage.py", *arguments, **also)

    def run(self, *arguments: str, **also: str) -> Result:
        """Run Python with some arguments, in this installation's environment."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environ(**also),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=COMMAND_TIMEOUT_SECONDS,
            check=False,
        )
        return Result(done.returncode, done.stdout)

    @contextmanager
    def served(self) -> Iterator[int]:
        """Run the server while inside; yield its port."""
        port = free_port()
        with subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=self.environ(PORT=str(port)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        ) as server:
            try:
                _wait_until_alive(port, server)
                yield port
            finally:
                server.terminate()
                try:
                    server.communicate(timeout=STOP_TIMEOUT_SECONDS)
                except subprocess.TimeoutExpired:
                    server.kill()


def _wait_until_alive(port: int, server: subprocess.Popen[str]) -> None:
    deadline = monotonic() + START_TIMEOUT_SECONDS
    while monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"The server has ended: {server.communicate()[1]}")
        try:
            if Browser(port).get("/health/live").status == 200:
                return
        except OSError:
            sleep(0.1)
    raise RuntimeError("The server does not answer.")
