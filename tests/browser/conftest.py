"""A real installation behind a real browser: what the tests of this folder share."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
CHROMIUM = shutil.which("chromium") or ""
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# For a test that clicks; and for all that share one installation, so that one process runs them.
needs_browser = pytest.mark.skipif(
    not CHROMIUM, reason="no chromium here (Debian: apt install chromium)"
)
one_installation = pytest.mark.xdist_group("installation")
# Seconds: preparing a new installation, the server's start and its end.
PREPARING, STARTING, STOPPING = 300, 60, 20
# Milliseconds the browser waits for anything: every core may be busy with other tests.
PATIENCE = 30_000


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-guides",
        action="store_true",
        help="make cms/guides/static/guides/*.png anew from what the screens show now",
    )


@dataclass(frozen=True)
class Installation:
    """A running installation: its address, its administrator's password, what it logged.

    `environment` is that of its processes.
    """

    url: str
    password: str
    log: Path
    environment: dict[str, str]


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One for all tests.

    It is on SQLite whatever the rest of the suite runs on: a browser takes the same way through
    the code on both.
    """
    if "DATABASE_URL" in os.environ:
        pytest.skip("an installation is on SQLite: the run on SQLite has looked at it")
    with installed(tmp_path_factory.mktemp("installation")) as installation:
        yield installation


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    """What `make run` leaves a newcomer with, less the worker: an editor does not wait for it."""
    port = free_port()
    environment = {
        # Nothing of the tests' own settings.
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "DATA_DIR": str(folder / "data"),
        "PORT": str(port),
        "BASE_URL": f"http://localhost:{port}",
    }
    password = prepare(environment)
    log = folder / "log"
    with log.open("w") as file:
        # What is printed is the mails that no server is named for.
        server = subprocess.Popen(
            [sys.executable, MANAGE, "serve"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=file,
        )
    try:
        wait_for(f"{environment['BASE_URL']}/health/live", server)
        yield Installation(environment["BASE_URL"], password, log, environment)
    finally:
        server.terminate()
        server.wait(STOPPING)


def free_port() -> int:
    """Return a port on which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


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


@pytest.fixture
def browser_page() -> Iterator[Page]:
    """An empty tab of a Bulgarian editor's browser."""
    with started_browser() as browser:
        yield new_tab(browser)


@contextmanager
def started_browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


def new_tab(browser: Browser) -> Page:
    """A tab that knows of no other, of somebody in Bulgaria at a desk."""
    context = browser.new_context(
        locale="bg-BG", timezone_id="Europe/Sofia", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def log_in(page: Page, installation: Installation) -> None:
    """Open the back office as the administrator."""
    page.goto(f"{installation.url}/admin/")
    page.locator("[name=username]").fill("admin")
    page.locator("[name=password]").fill(installation.password)
    page.get_by_role("button", name="Влез").click()
    expect(page.locator("html"), "the back office is not in Bulgarian").to_have_attribute(
        "lang", "bg"
    )
    expect(page.locator("#where-section"), "nothing says where things are").to_be_visible()
