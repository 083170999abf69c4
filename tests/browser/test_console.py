"""No screen of the back office fails in the browser, whoever opens it: nothing is logged as an
error, no script stops, no request of a script is refused.

The screens are those that a person comes to by links; of each route one, opened by the first who
has it. What people work at every day is opened by each of them: what a script may ask there depends
on who they are.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections, transaction
from django.test import override_settings
from django.test.testcases import LiveServerThread
from django.urls import reverse
from playwright.sync_api import ConsoleMessage, Error, Request, Response
from playwright.sync_api import Page as Tab
from pytest_django import DjangoDbBlocker

from cms.permissions.rules import can_work_on
from tests.admin.crawl import Screen, crawl, route_of
from tests.admin.world import World, build, editor_of
from tests.browser.conftest import needs_browser, new_tab, started_browser
from tests.translation.editor.illustrated import illustrated_article

pytestmark = [needs_browser, pytest.mark.django_db, pytest.mark.once]

# Those with the fewest rights first.
ROLES = ("translator", "reviewer-en", "reviewer-bg", "editor", "coordinator", "administrator")
# Pages and snippets in every state (tests.admin.world): their editors are opened by all who
# work on them.
EDITED = (
    "article", "member", "text", "alias", "submitted", "locked", "category", "profile", "en draft",
    "en text", "en submitted", "en locked", "en whole submitted", "en stopped", "en category",
    "en profile",
)  # fmt: skip
ON_DISK = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
# What the browser says of an answer that it saves.
DOWNLOAD = ("Download is starting", "net::ERR_ABORTED")
# The menu is made by a script of its own, and only what is open is in the page.
LINKS = """() => [
    ...[...document.links].map((link) => link.getAttribute("href")),
    ...(document.getElementById("wagtail-sidebar-props")?.textContent ?? "")
        .matchAll(/"url": "([^"]+)"/g).map(([, url]) => url),
]"""
IDLE = "() => new Promise((done) => requestIdleCallback(() => done()))"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A small site; its pictures are on the disk, from where the server takes them."""
    with (
        override_settings(STORAGES={**settings.STORAGES, "default": ON_DISK}),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        yield build()
        transaction.set_rollback(True)


class Watcher:
    """A tab of the browser, and what failed in it."""

    def __init__(self, tab: Tab, url: str) -> None:
        self.tab, self.url = tab, url
        self.address = ""
        self.failures: list[str] = []
        self._waiting: set[Request] = set()
        tab.on("console", self._hear)
        tab.on("pageerror", lambda error: self._note(str(error)))
        tab.on("request", lambda request: self._waiting.add(request))
        tab.on("requestfinished", lambda request: self._waiting.discard(request))
        tab.on("requestfailed", self._miss)
        tab.on("response", self._read)

    def look(self, address: str) -> Screen:
        """Open one address and have its scripts run; return it with its links."""
        screen = Screen(address, route_of(address))
        self.address = address
        self._waiting.clear()
        try:
            self.tab.goto(f"{self.url}{address}")
        except Error as error:
            if not any(text in str(error) for text in DOWNLOAD):
                self._note(str(error))
            return screen
        self.tab.evaluate(IDLE)
        while self._waiting:
            self.tab.evaluate(IDLE)
        screen.links = [link for link in self.tab.evaluate(LINKS) if is_screen(link)]
        return screen

    def _note(self, failure: str) -> None:
        self.failures.append(f"{self.address}: {failure}")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._note(message.text)

    def _miss(self, request: Request) -> None:
        self._waiting.discard(request)
        if request.failure not in DOWNLOAD:
            self._note(f"{request.method} {request.url}: {request.failure}")

    def _read(self, response: Response) -> None:
        by_script = response.request.resource_type in ("fetch", "xhr")
        if response.status >= 400 or (by_script and response.status in (301, 302)):
            self._note(f"{response.request.method} {response.url}: {response.status}")


def is_screen(link: str) -> bool:
    """Whether a link leads to a screen. A bulk action's is completed by a script."""
    return link.startswith("/admin/") and not link.startswith("/admin/bulk/")


@contextmanager
def served() -> Iterator[str]:
    """Serve the test's own database, whatever its transaction has not committed."""
    connection = connections["default"]
    handler: Any = one_at_a_time
    server = LiveServerThread("localhost", handler, {"default": connection})
    connection.inc_thread_sharing()
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None, server.error
    try:
        yield f"http://localhost:{server.port}"
    finally:
        server.terminate()
        connection.dec_thread_sharing()


def one_at_a_time(application: Any) -> Callable[..., list[bytes]]:
    """Answer one request after another, for all share the test's connection. The browser keeps
    static files, as it does in production."""
    handler, turn = StaticFilesHandler(application), Lock()

    def answer(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            static = environ["PATH_INFO"].startswith(settings.STATIC_URL)
            kept = [("Cache-Control", "max-age=3600")] if static else []
            return start_response(status, headers + kept, *rest)

        with turn:
            response = handler(environ, start)
            try:
                return [b"".join(response)]
            finally:
                response.close()

    return answer


def daily_screens(world: World, role: str, translations: list[Any]) -> list[str]:
    """The home screen, and the editors of all that somebody works on."""
    user = User.objects.get(username=role)
    things = [world.places[name].it for name in EDITED] + translations
    editors = [editor_of(thing) for thing in things if can_work_on(user, thing)]
    return [reverse("wagtailadmin_home"), *(reverse(name, args=[pk]) for name, pk in editors)]


def cookies_of(world: World, role: str) -> list[Any]:
    (name, _, value) = world.cookies[role].strip().removeprefix("Set-Cookie: ").partition("=")
    return [{"name": name, "value": value.partition(";")[0]}]


def test_no_screen_fails(world: World) -> None:
    article = illustrated_article().article
    translations = [article, article.get_translations().get()]
    daily = {role: daily_screens(world, role, translations) for role in ROLES}
    opened: set[str] = set()
    failures = []
    with served() as url, started_browser() as browser:
        tab = new_tab(browser)
        watcher = Watcher(tab, url)
        for role in ROLES:
            tab.context.clear_cookies()
            tab.context.add_cookies([each | {"url": url} for each in cookies_of(world, role)])
            screens = list(crawl(watcher.look, daily[role], each=1, known=opened))
            opened |= {screen.route for screen in screens}
            failures += [f"{role} {failure}" for failure in watcher.failures]
            watcher.failures.clear()
    assert not failures, "\n".join(failures)
    assert {"wagtailadmin_reports:site_history", "wagtailusers_users:edit"} <= opened
