"""The sites whose feeds are looked at from all sides: each is made once, its feeds fetched, and
then forgotten again."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client, override_settings

from cms.feeds import renderers
from tests import factories, sections
from tests.content.entries import pages
from tests.feeds import everywhere, fetched
from tests.transient import nothing_kept

ADDRESS = "https://cluster.example"
HUB = "https://hub.example/"
# Of a page of a feed in these sites, so that there are later pages with few articles.
SIZE = 3

# What editors paste, or mistype, or mean just so. Nothing of it is HTML.
ODD = {
    "emoji": "Първа копка 👷🏽‍♀️🏗️ 🇧🇬 и Ⅷ ½ №5",
    "unseen": "Пър\x0bва \x01копка\x1f \x96 и \x93така\x94\x85 \x7f\x80 \ufffe\ufdd0\U0010ffff",
    "the end of CDATA": "Първа ]]> копка ]]&gt; ]]]]><![CDATA[>",
    "entities": "R&D, Q&A, 1&2, &amp; &lt; &copy; &nbsp; &#8364; &#x20ac; &euro",
    "ampersands": "& && &; &# &#; &#x; a&b;c &amp;amp;",
    "angles": "5 < 6 > 4, <строеж>, a <b, i<j, x<y>z, <3 и <- ->",
    "quotation marks": "„Първа“ “копка” \"така\" 'или' «иначе» `тук` \\ / {{ 7*7 }} {% now %}",
    "from right to left": "Първа \u202eкопка\u202c \u200fשלום\u200e \u2066и\u2069",
    "invisible": "Пър\u00adва\u200b \u200dкоп\ufeffка\u2060 \u00a0 с \u2003дупки З\u0301\u0302",
    "lines": "Първа\r\nкопка\rна\nчетири\u2028реда\u2029и\tтабулатор",
    "long": "Първата копка на новия завод " * 40,
    "one long word": "Ъ" * 255,
    "blanks around": "   Първа    копка   ",
}


@dataclass(frozen=True)
class Site:
    """All pages of all its feeds, without a hub and with one."""

    name: str
    pages: list[fetched.Fetched]
    with_hub: list[fetched.Fetched]
    opml: bytes


def _odd() -> None:
    factories.site_profile(name="Клъстер & <Ко> ]]>")
    factories.article(title="Само заглавие", slug="samo")
    # With nothing in their feeds.
    factories.category(title="Празна")
    factories.member(title="Без новини")
    everywhere.articles([text] for text in ODD.values())
    for thing in (factories.home(), factories.news_index()):
        factories.translate(thing, {})


def _own() -> None:
    sections.replace_by_content()


MAKE: dict[str, Callable[[], None]] = {"golden": pages.make, "own": _own, "odd": _odd}


@functools.cache
def fetch(name: str) -> Site:
    """Make a site and fetch all its feeds; once, in whatever order the tests ask for it."""
    with nothing_kept(), override_settings(BASE_URL=ADDRESS), pytest.MonkeyPatch.context() as patch:
        patch.setattr(renderers, "SIZE", SIZE)
        MAKE[name]()
        client = Client()
        found = list(fetched.every_page(client))
        with override_settings(WEBSUB_HUB=HUB):
            with_hub = list(fetched.every_page(client))
        return Site(name, found, with_hub, client.get("/feeds.opml").content)
