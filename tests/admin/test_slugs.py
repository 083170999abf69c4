"""Slugs: the official transliteration, and the browser's script against the server's function."""

import json
import shutil
import subprocess

import pytest
from django.contrib.staticfiles import finders
from hypothesis import given
from hypothesis import strategies as st

from cms.core.slugs import MAX_LENGTH, get_rules, slugify
from cms.core.transliteration import get_table

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
# Titles of languages with a table of their own, and of some that need none.
LANGUAGES = {
    "de": {
        "Größe, Äpfel und Öl": "groesse-aepfel-und-oel",
        "ÜBERMASS, STRAẞE": "uebermass-strasse",
        "Gru\u0308ße aus България": "gruesse-aus-bulgaria",
    },
    "da": {"Ålborg, Ærø, Smørrebrød": "aalborg-aeroe-smoerrebroed"},
    "el": {
        "Αθήνα, Θεσσαλονίκη, Χανιά": "athina-thessaloniki-chania",
        "ΑΥΓΟ, Εύρημα, ευθεία, αύξηση": "avgo-evrima-eftheia-afxisi",
        "Λαύριο, Εύβοια, ηύρα, Ζεύς": "lavrio-evvoia-ivra-zefs",
        "Προϋπόθεση, άυλος, ουρανός, Λουτρά": "proypothesi-aylos-ouranos-loutra",
        "Άγγελος, Σφίγξ, έλεγχος, Αγκίστρι": "angelos-sfinx-elenchos-agkistri",
        "Μπάλα, κόμπος, κλαμπ, ντομάτα": "bala-kompos-klab-ntomata",
        "ψυχή": "psychi",
    },
    "sr": {
        "Ђорђе, Љубав, Његош, Џеп": "djordje-ljubav-njegos-dzep",
        "Ћевапчићи у Шапцу, Жича, Чачак": "cevapcici-u-sapcu-zica-cacak",
    },
    "sr-latn": {
        "Đorđe, Ljubav, Njegoš, Džep": "djordje-ljubav-njegos-dzep",
        "Ćevapčići u Šapcu, Žiča, Čačak": "cevapcici-u-sapcu-zica-cacak",
        "ǅ, Ǉubav": "dz-ljubav",
    },
    "bs": {"Đurđevi stubovi": "djurdjevi-stubovi"},
    "mk": {"Ѓорче, Ќе, Ѕвезда, Џамија": "gjorche-kje-dzvezda-djamija"},
    "uk": {
        # The examples of the resolution
        "Єнакієве, Гаєвич, Короп’є": "yenakiieve-haievych-koropie",
        "Їжакевич, Кадиївка, Мар'їне": "yizhakevych-kadyivka-marine",
        "Йосипівка, Стрий, Олексій": "yosypivka-stryi-oleksii",
        "Юрій, Крюківка, Яготин, Костянтин": "yurii-kriukivka-yahotyn-kostiantyn",
        "Згурський, Розгон, Ґалаґан": "zghurskyi-rozghon-galagan",
        "Знам'янка, Феодосія, Щербухи": "znamianka-feodosiia-shcherbukhy",
    },
    "ru": {
        "Подъезд, щука, ёжик, эхо": "podezd-shchuka-ezhik-ekho",
        "Сентябрь, хороший, Царь": "sentyabr-khoroshiy-tsar",
    },
    "tr": {"Iğdır, İstanbul, Şişli, çağ, Ünye": "igdir-istanbul-sisli-cag-unye"},
    "ro": {"Brașov și Țara Bârsei, înălțime": "brasov-si-tara-barsei-inaltime"},
    "sv": {"Åre, Ängelholm, Örebro": "are-angelholm-orebro"},
    "fi": {"Hämeenlinna, Äänekoski": "hameenlinna-aanekoski"},
    "nb": {"Tromsø på Ærø": "tromso-pa-aero"},
    "en": {"Straße, България, Đorđe": "strasse-bulgaria-dorde"},
    # As Object.prototype has them
    "constructor": {"Щука": "shtuka"},
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_title_gives_slug_by_its_languages_table(language: str) -> None:
    for title, slug in LANGUAGES[language].items():
        assert slugify(title, language) == slug


def test_bulgarian_has_the_same_slugs_with_its_name() -> None:
    assert all(slugify(title, "bg") == slug for title, slug in SLUGS.items())


@given(st.text(), st.sampled_from(["bg", *LANGUAGES]))
def test_a_slug_is_its_own_slug(title: str, language: str) -> None:
    slug = slugify(title, language)
    assert slugify(slug, language) == slug
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "--" not in slug
    assert not slug.startswith("-")


# The browser

# Stands in for Wagtail's page: the rules in an element, and Stimulus to register with.
PAGE = """
const [rules, language, titles] = JSON.parse(require("fs").readFileSync(0, "utf8"));
global.document = { getElementById: () => ({ textContent: JSON.stringify(rules) }) };
let controller;
global.window = {
  StimulusModule: { Controller: class {} },
  wagtail: { app: { register: (name, type) => { controller = new type(); } } },
};
require(process.argv[1]);
const slugs = titles.map((value) => {
  controller.element = { value: "", dataset: { wSlugLocaleValue: language } };
  controller.urlify({ detail: { value } });
  return controller.element.value;
});
console.log(JSON.stringify(slugs));
"""


def in_browser(titles: list[str], language: str = "") -> list[str]:
    """Return the slug that the page editor's script gives each title of a language."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not on this machine: the page editor's script was not run")
    given = json.dumps([get_rules(), language, titles])
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_browser_gives_the_same_slugs_in_each_language(language: str) -> None:
    table = get_table(language)
    letters = "".join(table.letters)
    pairs = [f"x{one}{other} {one}{other}x" for one in letters for other in letters]
    titles = [*LANGUAGES[language], *SLUGS.keys() - BEYOND_THE_BROWSER, *pairs]
    assert in_browser(titles, language) == [slugify(title, language) for title in titles]


def test_browser_knows_every_letter_of_its_alphabets() -> None:
    titles = [f"x{letter}x {letter.upper()}" for letter in get_rules()["letters"]]
    assert in_browser(titles) == [slugify(title) for title in titles]
