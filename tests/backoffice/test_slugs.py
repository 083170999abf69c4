"""Slugs: the official transliteration, and the browser's script against the server's function."""

import json
import shutil
import subprocess

import pytest
from django.contrib.staticfiles import finders
from hypothesis import given
from hypothesis import strategies as st

from cms.slugs import MAX_LENGTH, rules, slugify

SLUGS = {
    # The law's examples and exceptions
    "България": "bulgaria",
    "Република България": "republika-bulgaria",
    "българите": "balgarite",
    "София": "sofia",
    "Стара планина": "stara-planina",
    "Златишкия проход": "zlatishkia-prohod",
    "ИНДУСТРИЯ": "industria",
    "индустрията": "industriyata",
    "Мария-Луиза": "maria-luiza",
    # Each letter that is not one Latin letter
    "Жельо": "zhelyo",
    "Царевец": "tsarevets",
    "Чипровци": "chiprovtsi",
    "Шипка": "shipka",
    "Щъркелово": "shtarkelovo",
    "Юндола": "yundola",
    "Ямбол": "yambol",
    "Кольо": "kolyo",
    "йод": "yod",
    "с ѝ, и́": "s-i-i",
    # What is no letter
    "проект-2026": "proekt-2026",
    "„Мед“ & злато – 100 %": "med-zlato-100",
    "№ 5": "no-5",
    "Cluster’s day": "clusters-day",
    "Средно\u00adгорие": "srednogorie",
    "  --  ": "",
    "…": "",
    "": "",
    # Other alphabets
    "Łódź, Straße, Ærø": "lodz-strasse-aero",
    "Αθήνα": "athina",
    "東京": "dongjing",
}
# The browser leaves these to the server.
BEYOND_THE_BROWSER = {"東京"}


@pytest.mark.parametrize(("title", "slug"), SLUGS.items())
def test_title_gives_slug(title: str, slug: str) -> None:
    assert slugify(title) == slug


def test_long_title_is_cut_between_words() -> None:
    slug = slugify("щастие " * 100)
    assert len(slug) <= MAX_LENGTH
    assert set(slug.split("-")) == {"shtastie"}


def test_one_long_word_is_cut_within() -> None:
    assert slugify("щ" * 300) == ("sht" * 100)[:MAX_LENGTH]


@given(st.text())
def test_a_slug_is_its_own_slug(title: str) -> None:
    slug = slugify(title)
    assert slugify(slug) == slug
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "--" not in slug
    assert not slug.startswith("-")


# The browser

# Stands in for Wagtail's page: the rules in an element, and Stimulus to register with.
PAGE = """
const [rules, titles] = JSON.parse(require("fs").readFileSync(0, "utf8"));
global.document = { getElementById: () => ({ textContent: JSON.stringify(rules) }) };
let controller;
global.window = {
  StimulusModule: { Controller: class {} },
  wagtail: { app: { register: (name, type) => { controller = new type(); } } },
};
require(process.argv[1]);
const slugs = titles.map((value) => {
  controller.element = { value: "" };
  controller.urlify({ detail: { value } });
  return controller.element.value;
});
console.log(JSON.stringify(slugs));
"""


def in_browser(titles: list[str]) -> list[str]:
    """Return the slug that the page editor's script gives each title."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not on this machine: the page editor's script was not run")
    given = json.dumps([rules(), titles])
    done = subprocess.run(
        [node, "-e", PAGE, str(finders.find("backoffice/slugs.js"))],
        input=given,
        capture_output=True,
        text=True,
        check=True,
    )
    answer: list[str] = json.loads(done.stdout)
    return answer


def test_browser_gives_the_same_slugs() -> None:
    titles = [*SLUGS, "щастие " * 100, "щ" * 300, "constructor __proto__", "ǅ ﬁ ½ ™ İ Σς"]
    expected = ["" if title in BEYOND_THE_BROWSER else slugify(title) for title in titles]
    assert in_browser(titles) == expected


def test_browser_knows_every_letter_of_its_alphabets() -> None:
    titles = [f"x{letter}x {letter.upper()}" for letter in rules()["letters"]]
    assert in_browser(titles) == [slugify(title) for title in titles]
