"""How long an editor waits for a publish, and how much of that the size of the site adds.

    .venv/bin/python -m bench.publishing               # 2,000 pages; SQLite, in a folder of its own
    DATABASE_URL=postgres://…/empty .venv/bin/python -m bench.publishing 500

Prints seconds, and the ratios that are claimed.
"""

import os
import sys
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")

import django

django.setup()

from django.core.management import call_command
from django.test import Client

from cms.store import consistency
from cms.store.flush import drain
from tests import factories
from tests.admin_client import PUBLISH, Office, administrator, body

ROUNDS = 9


def main(number: int) -> None:
    call_command("migrate", verbosity=0)
    consistency.sync(lambda done, of: None)
    factories.site_profile()
    article = factories.article()
    office = Office(administrator())

    small = publish(office, article)
    say("publishing an article on a small site", small)
    factories.many_articles(number)
    large = publish(office, article)
    say(f"the same with {number:,} articles", large, small)

    seconds, _ = timed(lambda: rename(office, "vesti"))
    say(f"renaming the section above {number:,} articles", seconds, small)
    seconds, batches = timed(settle)
    say("the worker's work after it", seconds)
    say("the longest that it held others up", max(batches), small)

    seconds, _ = timed(lambda: consistency.sync(lambda done, of: None, rebuild=True))
    say("sync_store --rebuild", seconds)
    reading()


def publish(office: Office, article: object) -> float:
    """The median wait for a publish; the first, which warms up, is left out."""
    office.waits.clear()
    for number in range(ROUNDS + 1):
        form = office.form(article) | body(f"Редакция {number}") | PUBLISH
        assert office.edit(article, form).status_code == 302
    return median(office.waits[1:])


def rename(office: Office, slug: str) -> None:
    section = factories.news_index()
    form = office.form(section) | {"slug": slug} | PUBLISH
    assert office.edit(section, form).status_code == 302


def settle() -> list[float]:
    """Do the worker's work; return how long each of its transactions took."""
    batches: list[float] = []
    while True:
        seconds, done = timed(drain)
        if not done:
            return batches
        batches.append(seconds)


def reading() -> None:
    """The first page of the news and its feed, as their readers get them."""
    client = Client()
    for address in ("/bg/vesti/", "/bg/vesti/feed.rss", "/api/v1/news/?locale=bg"):
        times = [timed(partial(client.get, address))[0] for _ in range(ROUNDS)]
        say(f"reading {address}", median(times))


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    begun = perf_counter()
    result = act()
    return perf_counter() - begun, result


def say(what: str, seconds: float, base: float | None = None) -> None:
    ratio = f"   {seconds / base:6.2f} times a publish" if base else ""
    sys.stdout.write(f"{what:50} {seconds:8.3f} s{ratio}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
