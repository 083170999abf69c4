"""cms.operations.supervisor: two processes that live and end together."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

pytestmark = pytest.mark.once

# Stands in for manage.py: notes its own process, then waits for its end.
COMMAND = """
import os, pathlib, signal, sys
with pathlib.Path(__file__).with_suffix("." + sys.argv[1]).open("a") as notes:
    print(os.getpid(), *sys.argv[2:], file=notes, flush=True)
    signal.pause()
"""
START = """
import asyncio, pathlib, sys
from cms.operations import supervisor
supervisor.MANAGE = pathlib.Path(sys.argv[1])
asyncio.run(supervisor.supervise(sys.argv[2:] or supervisor.COMMANDS))
"""


@pytest.fixture
def command(tmp_path: Path) -> Path:
    file = tmp_path / "command.py"
    file.write_text(COMMAND)
    return file


@pytest.fixture
def supervisor(command: Path) -> Iterator[subprocess.Popen]:
    with subprocess.Popen([sys.executable, "-c", START, command]) as process:
        yield process
        process.kill()


def pids(command: Path, name: str, count: int) -> list[int]:
    """Wait until the command has been started `count` times; return its processes."""
    return [int(pid) for pid in words(command, name, count)]


def words(command: Path, name: str, count: int) -> list[str]:
    """Wait until the command has noted `count` words; return them."""
    file = command.with_suffix(f".{name}")
    deadline = monotonic() + 10
    while monotonic() < deadline:
        if file.exists() and len(found := file.read_text().split()) == count:
            return found
        sleep(0.05)
    pytest.fail(f"{name} was not started {count} times")


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("victim", ["serve", "worker"])
def test_a_killed_process_is_started_again_and_the_other_left_alone(
    supervisor: subprocess.Popen, command: Path, victim: str
) -> None:
    other = ({"serve", "worker"} - {victim}).pop()
    pids(command, other, 1)
    os.kill(pids(command, victim, 1)[0], signal.SIGKILL)
    assert runs(pids(command, victim, 2)[1])
    assert len(pids(command, other, 1)) == 1
    supervisor.terminate()
    supervisor.wait(10)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything_without_an_error(
    supervisor: subprocess.Popen, command: Path, number: signal.Signals
) -> None:
    children = pids(command, "serve", 1) + pids(command, "worker", 1)
    supervisor.send_signal(number)
    assert supervisor.wait(10) == 0
    assert not any(runs(pid) for pid in children)


def test_commands_run_with_their_own_arguments(command: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", START, command, "runserver 8001"]) as process:
        _, argument = words(command, "runserver", 2)
        process.terminate()
        assert process.wait(10) == 0
    assert argument == "8001"
    assert not command.with_suffix(".serve").exists()
