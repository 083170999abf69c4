"""The site at work in processes of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.installation import STOPPING, wait_for
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Stock:
    """A running site: its address, and the environment of its processes."""

    url: str
    environment: dict[str, str]

    def change_source(self, old: str, new: str) -> None:
        """What its editor does first: publish the source with other words in it."""
        _run(self.environment, "change", old, new)


@contextmanager
def running(folder: Path) -> Iterator[Stock]:
    """Make a new site in a folder, and serve it meanwhile."""
    port = free_port()
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "PORT": str(port)}
    _run(environment, "prepare")
    url = f"http://localhost:{port}"
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(_command("serve"), env=environment, cwd=ROOT, stderr=log)
    try:
        wait_for(f"{url}/admin/login/", server)
        yield Stock(url, environment)
    finally:
        server.terminate()
        server.wait(STOPPING)


def _run(environment: dict[str, str], *command: str) -> None:
    subprocess.run(_command(*command), env=environment, cwd=ROOT, check=True)


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "bench.stock", *words]
