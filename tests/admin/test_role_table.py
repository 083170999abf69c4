"""Who may do what: every cell of `role_table.txt` is tried by request.

A new row is a line in the table; a new act a function or a `show` in `acts/`; a new place an entry
in `world.py`. A new URL pattern below /admin/ wants its rows under “Addresses” (`admin_urls.py`);
a pattern with a variable part of a new name, an entry in `FILLINGS`.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver, path
from django.urls.resolvers import RegexPattern
from pytest_django import DjangoDbBlocker, Settings

from tests.admin.admin_requests import hidden_words, request_as
from tests.admin.admin_urls import targets
from tests.admin.role_attempts import (
    ACTS,
    exchange,
    guides,
    library,
    mailing,
    pages,
    pages_at_once,
    previews,
    review,
    settings,
    translating,
    webhooks,
    websub,
)
from tests.admin.role_verdict import DONE, judge
from tests.admin.world import ROLES, World, build, three_languages

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TABLE = Path(__file__).with_name("role_table.txt").read_text(encoding="utf-8")
# A cell that is done and ought to be refused; a note below the row says why it still is.
HOLE = "!"
# Above the rows of addresses stands this, and their namespace.
ADDRESSES = "Addresses: "
WHERE_ACTS_ARE = (
    exchange, guides, library, mailing, pages, pages_at_once, previews, review, settings,
    translating, webhooks, websub,
)  # fmt: skip


# What is in no row, and why.
UNTRIED = {
    "never reached: translation_jobs answers at its address": r"^wagtail_localize:("
    r"translations_report|submit_(page|snippet)_translation)$",
    "the rows of a list that is in the table": r"_results$",
    "leads to what is in the table": r":revisions_index$|:choose_parent$|explore_root$|pages:find$"
    r"|:select_task_type$|choose_page$|wagtailsnippets:index$",
    "one's own account, sessions and unfinished uploads": r"_(account|logout|login|session"
    r"|dismissibles)$|_password_reset|:release$|from_uploaded|:delete_upload_multiple$",
    "tells nothing of anybody's": r"javascript_catalog$|_sprite$|_error_test$|^$|_link$|embeds:"
    r"|_tag_|_block_preview$",
    "pictures are public": r"images(_chooser)?:(preview|url_generator.*|select_format)$",
    "what the form before it asks": r"workflow_action_data$|workflow_cancellation$"
    r"|:process_import$|:task_chooser_create$|:revisions_unschedule$",
    "the same views as the category's": r"home_siteprofile:(add|list|choose|chosen|create)$",
    "what stands before it answers": r"localize:(down|up)load_pofile$",
    "what choosing one by one tells": r"chosen_multiple$|newscategory:create$",
}


@dataclass(frozen=True)
class Row:
    act: str
    place: str
    cells: dict[str, str]


def sections() -> dict[str, list[Row]]:
    """The acts' rows by the titles above them."""
    return {title: rows for title, rows in titled_rows().items() if not title.startswith(ADDRESSES)}


def addresses() -> dict[str, dict[str, dict[str, str]]]:
    """The cells of the addresses' rows, by the namespaces that they are divided by."""
    return {
        title.removeprefix(ADDRESSES): {f"{row.act} @ {row.place}": row.cells for row in rows}
        for title, rows in titled_rows().items()
        if title.startswith(ADDRESSES)
    }


def titled_rows() -> dict[str, list[Row]]:
    """The table's rows by the titles above them. Lines that begin with a space are for reading."""
    found: dict[str, list[Row]] = {}
    for line in TABLE.splitlines():
        if line.startswith("# "):
            found[line[2:]] = []
        elif line and not line.startswith(" "):
            words = line.split()
            cells = dict(zip(ROLES, words[-len(ROLES) :], strict=True))
            act, _, place = " ".join(words[: -len(ROLES)]).partition(" @ ")
            found[list(found)[-1]].append(Row(act, place, cells))
    return found


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One small site for all sections: a cell leaves nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic(), three_languages():
        yield build()
        transaction.set_rollback(True)


@pytest.mark.parametrize("section", sections())
def test_every_role_may_do_what_the_table_says_and_nothing_else(
    section: str, world: World, settings: Settings
) -> None:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
    }
    settings.DEEPL_KEY = "a key"
    settings.MAILING = True
    wrong = []
    for row in sections()[section]:
        for role, cell in row.cells.items():
            seen = judge(world, ACTS[row.act], world.places[row.place], role)
            if seen != (DONE if cell == HOLE else cell):
                wrong.append(f"{row.act} @ {row.place}, {role}: {cell} in the table, but {seen}")
    assert not wrong, "\n".join(wrong)


def routes(resolver: URLResolver, address: str = "", namespace: str = "") -> Iterator[str]:
    """The names of all that the back office answers."""
    for pattern in resolver.url_patterns:
        here = address + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from routes(pattern, here, namespace + inner)
        elif here.startswith("admin/"):
            yield namespace + (pattern.name or "")


def test_every_route_of_the_back_office_is_in_a_row_or_named_here() -> None:
    rows = {row.act for section in sections().values() for row in section}
    tried = {route for name in rows for route in ACTS[name].routes}
    reasons = re.compile("|".join(UNTRIED.values()))
    left = set(routes(get_resolver())) - tried
    assert {route for route in left if not reasons.search(route)} == set()
    assert set(ACTS) == rows, "an act that no row tries"


# Every address


def roles_tried(number: int) -> list[str]:
    """Return the roles by which the address of this number is requested.

    Always those of another section and of another language; the other roles take turns, unless
    PROVE is set.
    """
    always = ["translator", "news-editor"]
    others = [role for role in ROLES if role not in always]
    return list(ROLES) if "PROVE" in os.environ else [*always, others[number % len(others)]]


@pytest.mark.parametrize("section", addresses())
def test_every_admin_url_answers_as_the_table_says_and_shows_no_draft_of_others(
    section: str, world: World, settings: Settings
) -> None:
    settings.MAILING = True
    rows, hidden = addresses()[section], hidden_words(world)
    wrong, told = [], []
    for number, target in enumerate(targets(world)):
        if target.section != section or target.row not in rows:
            continue
        for role in roles_tried(number):
            answers = request_as(world, role, target, hidden[role])
            if answers.signs != rows[target.row][role]:
                expected = f"{rows[target.row][role]} in the table, but {answers.signs}"
                wrong.append(f"{target.row}, {role}: {expected}")
            told += [f"{role}: {line}" for line in answers.told]
    assert not wrong, "\n".join(wrong)
    assert not told, "drafts are shown:\n" + "\n".join(told)


def rows_not_in_the_table(world: World, resolver: URLResolver | None = None) -> set[str]:
    rows = {(title, name) for title, names in addresses().items() for name in names}
    return {each.row for each in targets(world, resolver) if (each.section, each.row) not in rows}


def test_every_admin_url_has_its_rows(world: World) -> None:
    assert rows_not_in_the_table(world) == set()
    wanted = {target.row for target in targets(world)}
    named = {row for rows in addresses().values() for row in rows}
    assert named - wanted == set(), "rows of no address"


def test_admin_url_without_a_row_is_found(world: World) -> None:
    def view(request: object, page_id: int) -> HttpResponse:
        return HttpResponse()

    pattern = path("admin/new/<int:page_id>/", view, name="new")
    resolver = URLResolver(RegexPattern("^"), [pattern])
    expected = {f"new @ {place}" for place in ("unseen article", "unseen member", "en unseen")}
    assert rows_not_in_the_table(world, resolver) == expected
