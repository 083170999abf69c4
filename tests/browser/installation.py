"""A real installation: what `make run` leaves a newcomer with, and the services that it uses."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from time import monotonic
from types import MappingProxyType
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.newsletter.server import HOST, MailServer
from tests.ports import free_port
from tests.translation.machine.services import KEY, Service, deepl, serve

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
# Seconds: preparing a new installation, the server's start and its end, a script.
PREPARING, STARTING, STOPPING, WORKING = 300, 60, 20, 120
NO_VARIABLES: Mapping[str, str] = MappingProxyType({})
# One process runs the scripts of all tests, since to load the product takes longer than any of
# them: each comes on a line, and is answered by what it prints and what went wrong. Scripts have
# `person`, which makes somebody of a group who reads Bulgarian and can be mailed.
RUN_SCRIPTS = """
import contextlib, io, json, sys, traceback
from django.contrib.auth.models import Group, User
from wagtail.users.models import UserProfile

def person(name, full_name, group):
    first, last = full_name.split()
    user = User.objects.create_user(
        name, f"{name}@example.org", "secret", first_name=first, last_name=last
    )
    user.groups.add(Group.objects.get(name=group))
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "bg"})
    return user

for line in sys.stdin:
    printed, fault = io.StringIO(), ""
    with contextlib.redirect_stdout(printed):
        try:
            exec(json.loads(line), {"person": person})
        except Exception:
            fault = traceback.format_exc()
    print(json.dumps([printed.getvalue(), fault]), flush=True)
"""
WORK = """
from django.core.management import call_command
call_command("worker", once=True)
"""


@dataclass(frozen=True)
class Installation:
    """A running installation: its address, its administrator's password, what it logged.

    `environment` is that of its processes. They send their mail to `mail`, and ask `machine` for
    translations.
    """

    url: str
    password: str
    log: Path
    environment: dict[str, str]
    mail: MailServer
    machine: Service
    shell: "subprocess.Popen[str]"

    def run(self, script: str) -> str:
        """Run a script (RUN_SCRIPTS) in the installation; return what it prints."""
        assert self.shell.stdin
        assert self.shell.stdout
        watchdog = Timer(WORKING, self.shell.kill)
        watchdog.start()
        try:
            print(json.dumps(script), file=self.shell.stdin, flush=True)
            answer = self.shell.stdout.readline()
        finally:
            watchdog.cancel()
        assert answer, f"the script did not end within {WORKING} s"
        printed, fault = json.loads(answer)
        assert not fault, fault
        return str(printed)

    def work(self) -> None:
        """Have a worker do what there is to do now: none runs beside it."""
        self.run(WORK)


@contextmanager
def new_installation(
    folder: Path, variables: Mapping[str, str] = NO_VARIABLES
) -> Iterator[Installation]:
    """Prepare one in a folder, with more variables in its environment; it runs while inside."""
    port = free_port()
    mail = MailServer()
    mail.start()
    try:
        with serve(deepl) as machine:
            environment = {
                # Nothing of the tests' own settings.
                "PATH": os.environ["PATH"],
                "DJANGO_SETTINGS_MODULE": "cms.settings.production",
                "DATA_DIR": str(folder / "data"),
                "PORT": str(port),
                "BASE_URL": f"http://localhost:{port}",
                "EMAIL_URL": f"smtp://{HOST}:{mail.port}",
                "DEEPL_URL": machine.url,
                "DEEPL_KEY": KEY,
                **variables,
            }
            password = prepare(environment)
            with running(environment, folder, password, mail, machine) as installation:
                yield installation
    finally:
        mail.stop()


@contextmanager
def beside(
    installation: Installation, folder: Path, machine: Service, variables: dict[str, str]
) -> Iterator[Installation]:
    """The same installation once more, on a port of its own and with another machine."""
    environment = installation.environment | {"PORT": str(free_port())} | variables
    with running(environment, folder, installation.password, installation.mail, machine) as another:
        yield another


@contextmanager
def running(
    environment: dict[str, str], folder: Path, password: str, mail: MailServer, machine: Service
) -> Iterator[Installation]:
    """Have the processes of an installation run; they write what they log into the folder."""
    log = folder / "log"
    url = f"http://localhost:{environment['PORT']}"
    with (
        log.open("w") as told,
        (folder / "log-of-scripts").open("w") as told_by_scripts,
        subprocess.Popen([sys.executable, MANAGE, "serve"], env=environment, stderr=told) as server,
        subprocess.Popen(
            [sys.executable, MANAGE, "shell", "--verbosity", "0", "--command", RUN_SCRIPTS],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told_by_scripts,
            encoding="utf-8",
        ) as shell,
    ):
        try:
            wait_for(f"{url}/health/live", server)
            yield Installation(url, password, log, environment, mail, machine, shell)
        finally:
            for process in (server, shell):
                process.terminate()
            for process in (server, shell):
                process.wait(STOPPING)


def prepare(environment: dict[str, str]) -> str:
    """Prepare a new installation; return the administrator's password it prints."""
    done = subprocess.run(
        [sys.executable, MANAGE, "prepare"],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=PREPARING,
    )
    assert done.returncode == 0, f"prepare failed:\n{done.stdout}{done.stderr}"
    found = re.search(r"Log in as admin with the password (\S+)", done.stdout)
    assert found, f"prepare told nobody how to log in:\n{done.stdout}"
    return found[1]


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Ask until the server answers; fail when it ends or takes too long."""
    deadline = monotonic() + STARTING
    while monotonic() < deadline:
        try:
            urlopen(url, timeout=STARTING).close()
            return
        except URLError:
            code = pause(server)
            assert code is None, f"the server ended at its start with code {code}"
    pytest.fail(f"{url} did not answer within {STARTING} s")


def pause(server: subprocess.Popen[bytes]) -> int | None:
    """Let a tenth of a second pass, or less when the server ends; return its exit code then."""
    try:
        return server.wait(0.1)
    except subprocess.TimeoutExpired:
        return None
