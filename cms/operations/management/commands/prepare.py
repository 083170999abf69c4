"""`manage.py prepare`: everything between installing and serving; again, it changes nothing."""

import sys
from collections.abc import Callable, Iterator
from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils.crypto import get_random_string

from cms.operations import prepare_steps
from cms.operations.locks import prepare_lock
from cms.operations.progress import ProgressReporter
from news.models import NewsIndexPage

ADMINISTRATOR = "admin"
Step = tuple[str, Callable[[], str]]


class Command(BaseCommand):
    help = "Bring the data folder and the database up to date, then print the addresses."
    # The checks are a step of their own, named like the others.
    requires_system_checks = []

    def handle(self, **options: object) -> None:
        """Do each step, saying which it is and what came of it."""
        # Whether the line of the step that runs is ended.
        self.ended = True
        self.progress = out = ProgressReporter(self.update_line)
        first: list[Step] = [
            ("Data folder", prepare_steps.prepare_data_folder),
            ("Port", prepare_steps.check_port),
        ]
        others: list[Step] = [
            ("Configuration", self.checked),
            ("Cache", prepare_steps.check_cache),
            ("Database", partial(prepare_steps.migrate_database, out)),
            ("Languages", prepare_steps.prepare_languages),
            ("Static files", partial(prepare_steps.collect_static_files, out)),
            # Before the content: what is loaded is projected as it comes.
            ("Content store", partial(prepare_steps.update_store, out)),
            ("References", partial(prepare_steps.update_references, out)),
            ("Back-office search", partial(prepare_steps.update_admin_search, out)),
            ("Content", partial(prepare_steps.load_initial_content, out)),
        ]
        total = len(first) + len(others)
        try:
            self.run_step(first, 1, total)
            with prepare_lock(self.say):
                self.run_step(others, 1 + len(first), total)
                self.print_summary()
        except CommandError:
            # Its words follow on a line of their own.
            self.end_line("no")
            raise
        except KeyboardInterrupt:
            self.end_line("stopped")
            sys.exit(130)

    def run_step(self, todo: list[Step], number: int, total: int) -> None:
        """Do some of the steps, of which the first has this number."""
        for name, step in todo:
            self.say(f"[{number}/{total}] {name}: ", ending="")
            self.ended = False
            self.progress.restart()
            self.end_line(step())
            number += 1

    def end_line(self, text: str) -> None:
        """Say what came of a step, behind its name or below what was said meanwhile."""
        self.say(f"      {text}" if self.ended else text)
        self.ended = True

    def update_line(self, line: str) -> None:
        """Say how far a step is, on a line of its own below the step's name."""
        if not self.ended:
            self.say("")
            self.ended = True
        self.say(f"      {line}")

    def say(self, text: str, ending: str = "\n") -> None:
        """Write at once, so that a slow step is named while it runs."""
        self.stdout.write(text, ending=ending)
        self.stdout.flush()

    def checked(self) -> str:
        """Run Django's own checks; raises SystemCheckError naming what is wrong."""
        self.check()
        return "in order"

    def print_summary(self) -> None:
        """Say where everything is and, the first time, how to log in."""
        for name, path in addresses():
            self.say(f"  {name:12}{settings.BASE_URL}{path}")
        if password := new_administrator():
            text = f"Log in as {ADMINISTRATOR} with the password {password} (shown only now)"
            frame = "─" * (len(text) + 2)
            self.say(f"┌{frame}┐\n│ {text} │\n└{frame}┘")


def addresses() -> Iterator[tuple[str, str]]:
    """Yield the name and path of each place a newcomer looks for."""
    yield "Site", "/"
    yield "API", "/api/v1/"
    codes = [code for code, _ in settings.LANGUAGES]
    sections = NewsIndexPage.objects.live().filter(locale__language_code__in=codes)
    found = {page.locale.language_code: page for page in sections.select_related("locale")}
    # The first language's, else the next one's that has any.
    if news := next((found[code] for code in codes if code in found), None):
        yield "Feed", f"{news.url_path}feed.rss"
    yield "Back office", "/admin/"


def new_administrator() -> str:
    """Make the administrator if the installation has none; return the password, else nothing."""
    users = get_user_model().objects
    if users.filter(Q(is_superuser=True) | Q(username=ADMINISTRATOR)).exists():
        return ""
    password = get_random_string(20)
    users.create_superuser(username=ADMINISTRATOR, email="", password=password)
    return password
