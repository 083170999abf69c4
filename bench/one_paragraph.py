"""What it takes to translate one changed paragraph and publish it, here and with wagtail-localize
alone (bench.stock).

    .venv/bin/python -m bench.one_paragraph

It needs what `make test` needs, a Chromium among it. Both sites have the same page, “About us”, of
which one number is changed, and the same people, logged in. Here it begins with the mail that tells
the translator, whose link is a click; there with the editor's publish, since nobody is mailed, and
that the people call each other counts as nothing. It ends when the English page is live. Printed
are the clicks and keys of each, and the median of the seconds that they wait for the machine.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from playwright.sync_api import Browser

from bench.stock import paragraph as stock_paragraph
from bench.stock.process import Stock, running
from cms.operations.initial_content import about
from tests.browser import paragraph
from tests.browser.conftest import new_tab, started_browser
from tests.browser.installation import Installation, new_installation
from tests.browser.people import Person

# Thousands of people whom the paragraph speaks of: at first, and from each of three rounds on.
NUMBERS = (8, 9, 7, 6)
CHANGED = about.PARAGRAPHS.index(about.COMPOSITION)
ROLES = ("editor", "translator", "reviewer")


@dataclass
class Toll:
    """What one of the people has pressed in a round, and the seconds it took in each."""

    clicks: int = 0
    keys: int = 0
    seconds: list[float] = field(default_factory=list)


Tolls = dict[str, Toll]


def main() -> None:
    ours, stock = _tolls(), _tolls()
    with TemporaryDirectory() as folder, started_browser() as browser:
        places = Path(folder, "ours"), Path(folder, "stock")
        for place in places:
            place.mkdir()
        with new_installation(places[0]) as installation, running(places[1]) as site:
            paragraph.make_people(installation)
            for old, new in pairwise(NUMBERS):
                by_ours(installation, browser, ours, old, new)
                by_stock(site, browser, stock, old, new)
    say(ours, stock)


def by_ours(installation: Installation, browser: Browser, tolls: Tolls, old: int, new: int) -> None:
    paragraph.change_source(installation, _bulgarian(old), _bulgarian(new))
    link = paragraph.mailed_link(installation)
    url = installation.url
    with at_work(browser, url, paragraph.TRANSLATOR, tolls["translator"]) as translator:
        paragraph.open_work(translator, link)
        paragraph.translate(translator, _english(old), _english(new))
        paragraph.send_for_review(translator)
    with at_work(browser, url, paragraph.REVIEWER, tolls["reviewer"]) as reviewer:
        paragraph.open_review(reviewer, link)
        paragraph.approve(reviewer)
    require_live(browser, url, _english(new))


def by_stock(site: Stock, browser: Browser, tolls: Tolls, old: int, new: int) -> None:
    site.change_source(_bulgarian(old), _bulgarian(new))
    with at_work(browser, site.url, "editor", tolls["editor"], "/admin/pages/") as editor:
        stock_paragraph.show_to_translators(editor)
    with at_work(browser, site.url, "translator", tolls["translator"]) as translator:
        stock_paragraph.open_work(translator)
        stock_paragraph.translate(translator, CHANGED, _english(old), _english(new))
    with at_work(browser, site.url, "reviewer", tolls["reviewer"]) as reviewer:
        stock_paragraph.open_work(reviewer)
        stock_paragraph.publish(reviewer)
    require_live(browser, site.url, _english(new))


@contextmanager
def at_work(
    browser: Browser, url: str, name: str, toll: Toll, place: str = "/admin/"
) -> Iterator[Person]:
    """Somebody who is logged in, and where they begin."""
    page = new_tab(browser)
    person = Person(page, url, name)
    page.goto(f"{url}{place}")
    begun = perf_counter()
    yield person
    toll.seconds.append(perf_counter() - begun)
    toll.clicks, toll.keys = person.clicks, person.keys
    page.context.close()


def require_live(browser: Browser, url: str, text: str) -> None:
    page = new_tab(browser)
    page.goto(f"{url}/en/about/")
    assert text in page.locator("main").inner_text()
    page.context.close()


def say(ours: Tolls, stock: Tolls) -> None:
    """Print a row for each person, and one of all with the ratios."""
    line("", "", "here", "", "", "alone", "", "here :", "alone")
    line("", *("clicks", "keys", "seconds") * 3)
    for role in ROLES:
        line(role, *_cells([ours[role]]), *_cells([stock[role]]))
    everybody = _sums(ours.values()), _sums(stock.values())
    ratios = (f"{mine / theirs:.2f}" for mine, theirs in zip(*everybody, strict=True))
    line("in all", *_cells(ours.values()), *_cells(stock.values()), *ratios)
    letters = len(about.COMPOSITION.en)
    sys.stdout.write(f"Alone, who writes the paragraph anew presses {letters} keys for it.\n")


def line(head: str, *cells: str) -> None:
    sys.stdout.write(f"{head:10}" + "".join(f"{cell:>9}" for cell in cells) + "\n")


def _cells(tolls: Iterable[Toll]) -> list[str]:
    clicks, keys, seconds = _sums(tolls)
    return [str(clicks), str(keys), f"{seconds:.1f}"]


def _sums(tolls: Iterable[Toll]) -> tuple[int, int, float]:
    """All clicks and keys, and the seconds of the median rounds."""
    found = list(tolls)
    seconds = sum(median(toll.seconds or [0]) for toll in found)
    return sum(each.clicks for each in found), sum(each.keys for each in found), seconds


def _tolls() -> Tolls:
    return {role: Toll() for role in ROLES}


def _bulgarian(thousands: int) -> str:
    return f"{thousands} 000"


def _english(thousands: int) -> str:
    return f"{thousands},000"


if __name__ == "__main__":
    main()
