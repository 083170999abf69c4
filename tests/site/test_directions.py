"""Pages, mails and feeds in a language that is written from right to left."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from django.contrib.staticfiles.finders import get_finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings

from cms.feeds.feed_document import _render_html as feed_html
from cms.site import rendering
from cms.store.models import Entry
from tests.content.entries import pages
from tests.feeds.html_rules import faults
from tests.transient import standing

pytestmark = [pytest.mark.django_db, pytest.mark.once]

JSON = dict[str, Any]
# Texts that are Bulgarian here, in entries that are said to be Arabic.
NOT_SHOWN = ("slug", "kind", "type", "state", "locale", "format", "id", "alt", "kind_label")
CODES = ("ar", "de", "el", "en", "fr", "he", "ro", "sr", "tr")


def entries() -> dict[str, JSON]:
    """The entries of a small site by their type, as if its Bulgarian were Arabic."""
    pages.make()
    found = Entry.objects.filter(live=True, locale="bg")
    return {entry.type: _in_arabic(json.loads(entry.full_json)) for entry in found}


def _in_arabic(data: Any) -> Any:
    if isinstance(data, list):
        return [_in_arabic(each) for each in data]
    if not isinstance(data, dict):
        return data
    return {name: _in_arabic(value) for name, value in data.items()} | (
        {"locale": "ar"} if data.get("locale") == "bg" else {}
    )


def shown(made: dict[str, JSON], kind: str, **changes: Any) -> BeautifulSoup:
    request = RequestFactory().get("/ar/")
    items = [made["member"]] if kind == "members_index" else [made["news"], made["member"]]
    listing = {"items": items, "pages": 1, "number": 1, "count": len(items)}
    response = rendering.render(request, made[kind] | changes, made["site"], listing)
    return BeautifulSoup(response.content, "html.parser")


def texts(data: Any) -> Iterator[str]:
    """What people have written in an entry, without rich text and addresses."""
    match data:
        case dict():
            for name, value in data.items():
                if name not in NOT_SHOWN:
                    yield from texts(value)
        case list():
            for value in data:
                yield from texts(value)
        case str() if re.search(r"[^\W\d_]", data) and not re.search(r"[<\n]|^/|://", data):
            yield data


def direction_of(node: NavigableString | Tag) -> str:
    """Return the direction around a text, which is taken for Latin where a `<bdi>` goes by it."""
    around = (parent.get("dir", "ltr" if parent.name == "bdi" else None) for parent in node.parents)
    return next(str(direction) for direction in around if direction)


@pytest.fixture(scope="module")
def arabic_entries(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, JSON]]:
    with standing(django_db_blocker, entries) as found:
        yield found


@pytest.fixture
def made(arabic_entries: dict[str, JSON], settings: Settings) -> dict[str, JSON]:
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "العربية")]
    return deepcopy(arabic_entries)


def test_page_says_its_direction(made: dict[str, JSON]) -> None:
    assert shown(made, "about").html["dir"] == "rtl"  # type: ignore[index]
    assert shown(made, "about", locale="bg").html["dir"] == "ltr"  # type: ignore[index]


def test_text_of_the_other_direction_is_isolated_on_every_page(
    made: dict[str, JSON], subtests: pytest.Subtests
) -> None:
    written = {*texts(made["site"])}
    for kind in made.keys() - {"site"}:
        with subtests.test(kind):
            known = written | {*texts(made[kind]), *texts(made["news"]), *texts(made["member"])}
            html = shown(made, kind)
            nodes = [
                node for node in html.body.find_all(string=True)  # type: ignore[union-attr]
                if node.strip() in known and not node.find_parent(class_="prose")
            ]  # fmt: skip
            assert len(nodes) > 10
            assert [node for node in nodes if direction_of(node) != "ltr"] == []


def test_numbers_and_addresses_run_from_left_to_right(made: dict[str, JSON]) -> None:
    html = shown(made, "member")
    for text in ("+359 357 00000", "member@example.org", "+359 2 000 000", "office@example.org"):
        (node,) = html.find_all(string=text)
        assert direction_of(node) == "ltr"
    assert html.select(f'.facts a[href="{made["member"]["website"]}"] > [dir=ltr]')
    facts = shown(made, "news").select_one(".file-facts")
    name, size = (each.get_text() for each in facts.select("bdi"))  # type: ignore[union-attr]
    assert name.endswith(".pdf")
    assert size


def test_card_of_another_language_has_that_languages_direction(made: dict[str, JSON]) -> None:
    made["news"] |= {"locale": "bg"}
    card = shown(made, "home").select_one(".cards article[lang=bg]")
    assert card["dir"] == "ltr"  # type: ignore[index]


def test_page_in_a_left_to_right_language_isolates_nothing_of_its_own(
    made: dict[str, JSON],
) -> None:
    html = shown(made, "news", locale="bg", translations=[])
    assert not html.select("h1 bdi, .breadcrumbs bdi, td bdi")


def test_hits_have_the_direction_of_their_language() -> None:
    hit = {"title": "<mark>Copper</mark>", "excerpt": "ore", "entry": {"locale": "en", "path": "/"}}
    with translation.override("ar"):
        elsewhere = render_to_string("site/search.html", {"question": "x", "elsewhere": [hit]})
        found = render_to_string("site/search.html", {"question": "x", "hits": [hit], "count": 1})
    html = BeautifulSoup(elsewhere, "html.parser")
    assert [each["dir"] for each in html.select("[lang=en][dir]")] == ["ltr", "ltr"]
    assert html.select_one("input[name=q]")["dir"] == "auto"  # type: ignore[index]
    assert "<mark>Copper</mark>" in found


def test_mail_says_its_direction_where_mail_programs_keep_it() -> None:
    article = {"title": "Aurubis", "url": "https://example.org/", "published_at": ""}
    for locale, direction in (("ar", "rtl"), ("bg", "ltr")):
        context = {"locale": locale, "articles": [article], "site": "Клъстер"}
        html = BeautifulSoup(render_to_string("mailing/mails/digest.html", context), "html.parser")
        assert html.html["dir"] == direction  # type: ignore[index]
        # Many a mail program drops `html` and `body`.
        assert html.select_one("body > div")["dir"] == direction  # type: ignore[index]
        assert direction_of(html.find(string="Aurubis")) == "ltr"  # type: ignore[arg-type]


def test_feeds_html_says_its_direction(made: dict[str, JSON]) -> None:
    html = feed_html(made["news"])
    assert faults(html) == []
    (root,) = BeautifulSoup(html, "html.parser").find_all(recursive=False)
    assert (root.name, root["dir"], root["lang"]) == ("div", "rtl", "ar")
    for text in ("45 %", "Накратко", "Председателят"):
        (node,) = root.find_all(string=re.compile(text))
        assert direction_of(node) == ("rtl" if text == "45 %" else "ltr")


@pytest.mark.usefixtures("made")
def test_feeds_html_has_numbers_and_addresses_run_from_left_to_right(made: dict[str, JSON]) -> None:
    text = (
        '<p><a href="tel:+35972860000">+359 728 60 000</a> <a href="mailto:a@b.bg">a@b.bg</a> '
        '<a href="mailto:c@b.bg">أخبار</a></p>'
    )
    html = feed_html(made["news"] | {"body": [{"type": "text", "value": text}]})
    links = BeautifulSoup(html, "html.parser").select("a[href^=tel], a[href^=mailto]")
    assert [link.get("dir") for link in links] == ["ltr", "ltr", None]


def test_feeds_html_in_a_left_to_right_language_has_no_direction() -> None:
    for entry in Entry.objects.filter(live=True, type="news"):
        assert "dir=" not in feed_html(json.loads(entry.full_json))


def languages_menu(*codes: str, missing: tuple[str, ...] = ()) -> BeautifulSoup:
    others = [
        {"locale": code, "path": None if code in missing else f"/{code}/page/"} for code in codes
    ]
    site = {"homes": [{"locale": code, "path": f"/{code}/"} for code in codes]}
    context = {"here": "bg", "others": others, "site": site}
    with translation.override("bg"):
        html = render_to_string("site/partials/languages.html", context)
    return BeautifulSoup(html, "html.parser")


def test_two_languages_are_links_without_a_menu() -> None:
    html = languages_menu("en")
    assert not html.select("details, script")
    assert [link["href"] for link in html.select("a.language")] == ["/en/page/"]


def test_ten_languages_are_a_menu_that_needs_no_script() -> None:
    html = languages_menu(*CODES)
    (menu,) = html.select("nav[aria-label] > details")
    assert menu.summary.get_text(" ", strip=True) == "Езици Български"  # type: ignore[union-attr]
    links = menu.select("a.language")
    assert {link["hreflang"] for link in links} == {*CODES}
    assert all(link["lang"] == link["hreflang"] and link["rel"] for link in links)


def test_missing_translations_are_named_once_behind_the_others() -> None:
    html = languages_menu(*CODES, missing=("ar", "de", "tr"))
    (note,) = html.find_all(string=re.compile("няма превод|непреведен|начал", re.IGNORECASE))
    (group,) = html.select(f"ul[aria-labelledby={note.parent['id']}]")  # type: ignore[index]
    assert [link["href"] for link in group.select("a")] == ["/ar/", "/de/", "/tr/"]
    assert html.select("ul")[-1] is group


def stylesheets() -> list[Path]:
    """All that we wrote, of the site and of the back office."""
    root = Path(rendering.__file__).parents[2]
    found = {
        Path(storage.path(name))
        for finder in get_finders()
        for name, storage in finder.list([])
        if name.endswith(".css") and Path(storage.path(name)).is_relative_to(root / "cms")
    }
    return sorted(found)


# Left and right by name, by a third or fourth length that differs from its opposite, by an axis.
PHYSICAL = re.compile(
    r"\b(?:left|right)\b|translateX|"
    r"\b(?:padding|margin|inset|border-(?:width|color|style|radius))\s*:\s*"
    r"(?P<top>[^\s;]+) (?P<right>[^\s;]+) [^\s;]+ (?!(?P=right)[;\s!}])[^\s;]+;"
)


def test_stylesheets_know_no_left_and_right() -> None:
    found = stylesheets()
    assert len(found) > 8
    for file in found:
        rules = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert [match[0] for match in PHYSICAL.finditer(rules)] == [], file.name


def test_physical_property_is_found() -> None:
    for rule in ("margin-left: 1px;", "text-align: right;", "padding: 0 0 0 1rem;", "left: 0;"):
        assert PHYSICAL.search(rule), rule
    for rule in ("padding: 1px 2px 3px 2px;", "inset-inline-start: 0;", "margin: 0 1px;"):
        assert not PHYSICAL.search(rule), rule
