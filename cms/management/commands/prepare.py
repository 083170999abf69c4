"""`manage.py prepare`: everything between installing and serving; again, it changes nothing."""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils.crypto import get_random_string

from cms.management import steps
from news.models import NewsIndexPage

ADMINISTRATOR = "admin"


class Dots(StringIO):
    """Shows that a slow step goes on: a dot for each line it has to say."""

    def __init__(self, say: Callable[..., None]) -> None:
        super().__init__()
        self.say = say

    def write(self, words: str) -> int:
        self.say(".", ending="")
        return len(words)


class Command(BaseCommand):
    help = "Bring the data folder and the database up to date, then print the addresses."
    # The checks are a step of their own: they may read texts, which must be compiled first.
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        """Do each step, saying which it is and what came of it."""
        todo: list[tuple[str, Callable[[], str]]] = [
            ("Data folder", steps.data_folder),
            ("Port", steps.port),
            ("Interface texts", steps.texts),
            ("Configuration", self.checked),
            ("Cache", steps.cache_server),
            ("Database", steps.database),
            ("Static files", steps.collected_files),
            ("Content", partial(steps.content, Dots(self.say))),
            ("Content store", partial(steps.store, Dots(self.say))),
        ]
        try:
            for number, (name, step) in enumerate(todo, start=1):
                self.say(f"[{number}/{len(todo)}] {name}: ", ending="")
                self.say(step())
            self.introduce()
        except CommandError:
            # Its words follow on a line of their own.
            self.say("no")
            raise
        except KeyboardInterrupt:
            self.say("stopped")
            sys.exit(130)

    def say(self, words: str, ending: str = "\n") -> None:
        """Write at once, so that a slow step is named while it runs."""
        self.stdout.write(words, ending=ending)
        self.stdout.flush()

    def checked(self) -> str:
        """Run Django's own checks; raises SystemCheckError naming what is wrong."""
        self.check()
        return "in order"

    def introduce(self) -> None:
        """Say where everything is and, the first time, how to log in."""
        for name, path in addresses():
            self.say(f"  {name:12}{settings.BASE_URL}{path}")
        if password := new_administrator():
            words = f"Log in as {ADMINISTRATOR} with the password {password} (shown only now)"
            frame = "─" * (len(words) + 2)
            self.say(f"┌{frame}┐\n│ {words} │\n└{frame}┘")


def addresses() -> Iterator[tuple[str, str]]:
    """Yield the name and path of each place a newcomer looks for."""
    yield "Site", "/"
    yield "API", "/api/v1/"
    news = NewsIndexPage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if news:
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
