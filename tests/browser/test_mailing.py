"""Somebody on a telephone subscribes by e-mail, follows the link, and leaves again."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import (
    MANAGE,
    STOPPING,
    Installation,
    free_port,
    needs_browser,
    one_installation,
    wait_for,
)
from tests.outreach.mailing.server import HOST, MailServer

pytestmark = [needs_browser, one_installation]

PHONE = {"width": 360, "height": 740}
LINK = re.compile(r"http://localhost:\d+/bg/abonament/poshta/\S+")
# Seconds.
WORKING = 120


@contextmanager
def with_mail(installation: Installation, server: MailServer, log: Path) -> Iterator[Installation]:
    """The same installation once more, where the settings say how mail is sent."""
    port = free_port()
    url = f"http://localhost:{port}"
    environment = installation.environment | {
        "PORT": str(port),
        "BASE_URL": url,
        "EMAIL_URL": f"smtp://{HOST}:{server.port}",
    }
    with log.open("w") as file:
        process = subprocess.Popen([sys.executable, MANAGE, "serve"], env=environment, stderr=file)
    try:
        wait_for(f"{url}/health/live", process)
        yield replace(installation, url=url, log=log, environment=environment)
    finally:
        process.terminate()
        process.wait(STOPPING)


def let_the_worker_work(installation: Installation) -> None:
    done = subprocess.run(
        [sys.executable, MANAGE, "worker", "--once"],
        env=installation.environment,
        capture_output=True,
        encoding="utf-8",
        timeout=WORKING,
    )
    assert done.returncode == 0, done.stderr


def on_a_telephone(browser: Browser | None) -> Page:
    if browser is None:
        pytest.fail("the browser was closed")
    context = browser.new_context(viewport=PHONE, locale="bg-BG")  # type: ignore[arg-type]
    return context.new_page()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"])


def test_somebody_does_not_get_in_or_out(
    installation: Installation, browser_page: Page, tmp_path: Path
) -> None:
    server = MailServer()
    server.start()
    try:
        with with_mail(installation, server, tmp_path / "log") as here:
            _in_and_out(here, server, on_a_telephone(browser_page.context.browser))
    finally:
        server.stop()


def _in_and_out(here: Installation, server: MailServer, page: Page) -> None:
    page.goto(f"{here.url}/bg/abonament/poshta/")
    assert fits(page)
    page.get_by_role("button", name="Абонирай ме").click()
    # The browser itself asks for what is missing.
    expect(page.locator("h1")).to_have_text("Новини по имейл")
    page.get_by_label("Вашият имейл адрес").fill("maria@example.org")
    page.get_by_label("Веднага").check()
    page.get_by_label("Съгласявам се").check()
    page.get_by_role("button", name="Абонирай ме").click()
    expect(page.locator("h1")).to_have_text("Проверете пощата си")
    assert fits(page)
    let_the_worker_work(here)
    (sent,) = server.received
    (link,) = set(LINK.findall(sent.part("plain")))
    page.goto(link)
    expect(page.locator("main")).to_contain_text("maria@example.org")
    assert fits(page)
    page.get_by_role("button", name="Потвърди абонамента").click()
    expect(page.get_by_role("status")).to_contain_text("Абонирани сте.")
    page.get_by_label("Всяка седмица").check()
    page.get_by_role("button", name="Запази избора").click()
    expect(page.get_by_role("status")).to_contain_text("Промяната е запазена.")
    expect(page.get_by_label("Всяка седмица")).to_be_checked()
    page.get_by_role("button", name="Прекрати абонамента").click()
    expect(page.locator("h1")).to_have_text("Абонаментът Ви е прекратен")
    assert not page.context.cookies(), "somebody is followed by a cookie"
    page.goto(link)
    expect(page.locator("h1")).to_have_text("Този абонамент приключи")
    told = here.log.read_text()
    assert "Gone: /bg/abonament/poshta/[token]" in told
    assert "maria" not in told
