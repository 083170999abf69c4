"""How long a page of a long list takes, in each order and with each filter that was slow once.

    .venv/bin/python -m bench.lists 100000             # SQLite, in a folder of its own
    DATABASE_URL=postgres://…/empty .venv/bin/python -m bench.lists 10000

Prints milliseconds of the whole answer: the first after a change, which may have to count, and the
median of those after it.
"""

import os
import sys
from statistics import median
from time import perf_counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client

from cms.store import consistency
from cms.store.lists import COUNT_CACHE
from cms.store.models import Entry
from tests import long_lists

ROUNDS = 5
ADDRESSES = (
    "news/?locale=bg",
    "news/?year=2026",
    "news/?category=rare",
    "news/?category=rare&year=2026",
    "news/?locale=bg&order=title",
    "news/?locale=bg&order=updated_at",
    "news/?updated_after=2026-11-30",
    "news/?updated_after=2020-01-01",
    "news/?locale=en&fallback=bg",
    "news/?locale=en&fallback=bg&order=title",
    "resolve/?path=/bg/novini/novina-{middle}/",
    "changes/",
    "changes/?cursor={cursor:x}",
)


def main(number: int) -> None:
    call_command("migrate", verbosity=0)
    consistency.sync(lambda done, of: None)
    begun = perf_counter()
    long_lists.load_articles(number)
    sys.stdout.write(f"{Entry.objects.count():,} entries put in {perf_counter() - begun:.0f} s\n")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    middle = number // 2
    start = Entry.objects.filter(slug=f"novina-{middle}").values_list("sequence", flat=True)[0]
    for address in ADDRESSES:
        measure(address.format(middle=middle, cursor=start))


def measure(path: str) -> None:
    """Time a page of a list, and the one after it."""
    client, address = Client(), f"/api/v1/{path}"
    following = client.get(address).json().get("next")
    COUNT_CACHE.clear()
    times = [timed(client, address) for _ in range(ROUNDS + 1)]
    more = ""
    if following:
        more = f"   next page {median(timed(client, following) for _ in range(ROUNDS)):8.1f} ms"
    sys.stdout.write(f"{path:50} {times[0]:8.1f} ms, then {median(times[1:]):8.1f} ms{more}\n")
    sys.stdout.flush()


def timed(client: Client, address: str) -> float:
    begun = perf_counter()
    assert client.get(address).status_code == 200
    return 1_000 * (perf_counter() - begun)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
