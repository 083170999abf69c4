"""Clients that well-known generators make of the API's description, used on a real server.

Each program in this folder is checked against the types of its client, then run. A well-known
linter reads the description too. What they need is put into build/clients, which is kept from one
run to the next.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.db import connections

from cms.wsgi import application
from tests import connection, described
from tests.content.entries import pages

HERE = Path(__file__).parent
BUILD = HERE.parents[1] / "build" / "clients"
# One process makes both clients, so that none takes away what another works with.
pytestmark = [pytest.mark.xdist_group("clients"), pytest.mark.once]
# Seconds: a generator, a compiler and npm on a machine that is busy with other tests.
PATIENCE = 300
GOLDEN = json.loads((HERE.parent / "content" / "entries" / "news.json").read_text(encoding="utf-8"))


@pytest.fixture
def server(db: None) -> Iterator[str]:
    """The product at an address of its own, with one page of each kind.

    It works on the test's own connection, which sees what the test has made; nothing is left.
    """
    pages.make()
    ours = connections["default"]
    ours.inc_thread_sharing()
    serving = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    with serving, connection.kept_open():
        thread = Thread(target=_serve, args=(serving, ours))
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}"
        serving.shutdown()
        thread.join()
    ours.dec_thread_sharing()


class Quiet(WSGIRequestHandler):
    """Logs nothing."""

    def log_message(self, *args: Any) -> None:
        pass


def _serve(serving: WSGIServer, ours: Any) -> None:
    connections["default"] = ours
    serving.serve_forever()


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Path:
    """Where a language's client is made, with its program and the description."""
    made = BUILD / request.param
    made.mkdir(parents=True, exist_ok=True)
    shutil.copytree(HERE / request.param, made, dirs_exist_ok=True)
    (made / "schema.json").write_text(json.dumps(described.description()), encoding="utf-8")
    return made


@pytest.mark.parametrize("folder", ["python"], indirect=True)
def test_a_python_client_does_not_compile_or_fetch_a_page(folder: Path, server: str) -> None:
    generate = ("--path", "schema.json", "--output-path", "cluster_client", "--meta", "none")
    _run(folder, _tool("openapi-python-client"), "generate", *generate, "--overwrite")
    _run(folder, sys.executable, "-m", "mypy", "--config-file=", "--strict", "program.py")
    _is_the_article(_run(folder, sys.executable, "program.py", server))


@pytest.mark.parametrize("folder", ["typescript"], indirect=True)
def test_a_typescript_client_does_not_compile_or_fetch_a_page(folder: Path, server: str) -> None:
    _install(folder)
    _run(folder, "npx", "openapi-typescript", "schema.json", "--output", "schema.ts")
    options = ("--strict", "--target", "es2022", "--module", "nodenext", "--types", "node")
    _run(folder, "npx", "tsc", *options, "program.ts")
    _is_the_article(_run(folder, "node", "program.js", server))


@pytest.mark.parametrize("folder", ["redocly"], indirect=True)
def test_redocly_finds_no_error_but_trailing_slashes(folder: Path) -> None:
    _install(folder)
    options = ("--extends", "recommended", "--format", "json")
    linted = _start(folder, "npx", "redocly", "lint", "schema.json", *options)
    problems = json.loads(linted.stdout)["problems"]
    errors = [problem for problem in problems if problem["severity"] == "error"]
    assert {error["ruleId"] for error in errors} == {"no-path-trailing-slash"}
    # The server's address is the tests' own.
    warnings = [problem["ruleId"] for problem in problems if problem["severity"] == "warn"]
    assert set(warnings) <= {"no-server-example.com"}


def _install(folder: Path) -> None:
    """Install what package.json names, unless it is there; skip where that cannot be had."""
    wanted = (folder / "package.json").read_text()
    mark = folder / "node_modules" / "installed.json"
    if mark.exists() and mark.read_text() == wanted:
        return
    if not shutil.which("npm"):
        pytest.skip("there is no npm here (Debian: apt install nodejs npm)")
    options = ("--no-package-lock", "--no-audit", "--no-fund")
    done = subprocess.run(
        ["npm", "install", *options], cwd=folder, capture_output=True, text=True, timeout=PATIENCE
    )
    if done.returncode:
        pytest.skip(f"npm could not install the generator: {done.stderr[-300:]}")
    mark.write_text(wanted)


def _tool(name: str) -> str:
    """A program that came with the tests' own packages."""
    return str(Path(sys.executable).parent / name)


def _start(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    own = {
        "LC_ALL": "C.UTF-8",
        "REDOCLY_TELEMETRY": "off",
        "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    }
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", ""), **own},
    )


def _run(folder: Path, *command: str) -> str:
    done = _start(folder, *command)
    assert done.returncode == 0, f"{command}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _is_the_article(printed: str) -> None:
    told: dict[str, Any] = json.loads(printed)
    assert told["title"] == GOLDEN["title"]
    assert told["alt"] == GOLDEN["picture"]["image"]["alt"]
    assert len(told["words"]) == len(GOLDEN["body"])
    assert told["words"][0].startswith("<h2>Началото</h2>")
    assert told["words"][1] == GOLDEN["body"][1]["value"]["image"]["alt"]
