"""What the people of an installation see once they have logged in."""

import re
from collections.abc import Iterable
from typing import Any

from tests.upgrade.answers import reduced
from tests.upgrade.filling.accounts import MEMBERS, PASSWORD
from tests.upgrade.installation import Browser
from tests.upgrade.rows import Database, Row

JSON = dict[str, Any]
NAMES = ["admin", "reader", *(name for name, _ in MEMBERS.values())]
FIXED = [
    "/admin/", "/admin/pages/", "/admin/images/", "/admin/documents/", "/admin/users/",
    "/admin/webhooks/", "/admin/redirects/", "/admin/previews/", "/admin/reports/site-history/",
    "/admin/localize/reports/translations/", "/admin/snippets/news/newscategory/",
]  # fmt: skip
# Pages whose editor is looked at, by title and language.
EDITED = [
    ("Никога публикувана", "bg"), ("Публична с чернова", "bg"), ("Насрочена промяна", "bg"),
    ("Половин превод", "en"), ("Превод с чернова", "en"), ("Превод в преглед", "en"),
]  # fmt: skip
# Pages that are not for everybody, by title.
RESTRICTED = ["С парола", "За влезли", "За клуба", "Под закрития раздел"]
# Words that are looked for in each view; most are of drafts.
WORDS = [
    "Първи абзац: Никога публикувана", "Думите на черновата", "който още никой не е видял",
    "Ще важи после", "EN Накратко: Половин превод", "EN Накратко: Превод в преглед",
    "Words of a translation", "Първи абзац: С парола", "Първи абзац: За влезли",
    "Първи абзац: За клуба", "Текстът на „Под закрития раздел“", "Да проверим числата.",
]  # fmt: skip
PAGE_PASSWORD = "мед и злато"
ACTION = re.compile(r'<form[^>]* action="(/_util/authenticate_with_password/[^"]+)"')
LINK = re.compile(r'<a\b[^>]*? href="(/admin/[^"?#]*)')
# Blocks and segments travel to the editor as JSON, some of it within an attribute.
ESCAPED = re.compile(r"\\{1,2}u([0-9a-f]{4})")
NEXT = re.compile(r'name="return_url"[^>]* value="([^"]*)"')


def addresses(database: Database) -> list[str]:
    """Return the addresses that everybody asks for."""
    found = _pages(database)
    news = next(row["id"] for row in found.values() if row["url_path"] == "/bg/novini/")
    edits = [f"/admin/pages/{found[title, code]['id']}/edit/" for title, code in EDITED]
    paths = [found[title, "bg"]["url_path"] for title in RESTRICTED]
    return [*FIXED, f"/admin/pages/{news}/", *edits, *paths]


def look(port: int, asked: Iterable[str]) -> dict[str, JSON]:
    """Log in as each of the people, ask, and return what was seen by name and address."""
    return {name: _seen(log_in(port, name), asked) for name in NAMES}


def log_in(port: int, name: str) -> Browser:
    """Return a browser that is logged in; AssertionError if the password is not accepted."""
    browser = Browser(port)
    answer = browser.post("/admin/login/", {"username": name, "password": PASSWORD})
    assert answer.status == 302, f"{name} is not let in: {answer.status}"
    return browser


def open_by_password(port: int, path: str) -> JSON:
    """Open a page that asks for a password."""
    browser = Browser(port)
    form = browser.get(path).text
    action = ACTION.findall(form)[0]
    sent = {"password": PAGE_PASSWORD, "return_url": NEXT.findall(form)[0]}
    browser.post_from(path, action, sent)
    return reduced(browser.get(path))


def losses(recorded: dict[str, JSON], seen: dict[str, JSON]) -> list[str]:
    """Return in words what somebody does not see any more, or sees now and did not.

    Further links may be there: a later release may lead to more.
    """
    found = []
    for name, views in recorded.items():
        for address, was in views.items():
            now = seen[name][address]
            for part in ("status", "words"):
                if was[part] != now[part]:
                    found.append(f"{name} at {address}: {part} {was[part]}, now {now[part]}")
            if gone := set(was["links"]) - set(now["links"]):
                found.append(f"{name} at {address}: no link to {', '.join(sorted(gone))}")
    return found


def _seen(browser: Browser, asked: Iterable[str]) -> JSON:
    views = {}
    for address in asked:
        answer = browser.get(address)
        text = answer.text if "html" in answer.headers.get("content-type", "") else ""
        text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        views[address] = {
            "status": answer.status,
            "links": sorted(_links(text)),
            "words": [words for words in WORDS if words in text],
        }
    return views


def _links(html: str) -> set[str]:
    """Return the addresses of the back office that a page leads to, without their parameters."""
    return set(LINK.findall(html))


def _pages(database: Database) -> dict[tuple[str, str], Row]:
    """Return the pages by title of the source and their own language."""
    codes = {row["id"]: row["language_code"] for row in database["wagtailcore_locale"].rows}
    rows = [row for row in database["wagtailcore_page"].rows if row["alias_of_id"] is None]
    titles = {
        row["translation_key"]: row["draft_title"]
        for row in rows if codes[row["locale_id"]] == "bg"
    }  # fmt: skip
    return {
        (titles[row["translation_key"]], codes[row["locale_id"]]): row
        for row in rows if row["translation_key"] in titles
    }  # fmt: skip


def path_of(database: Database, title: str) -> str:
    return str(_pages(database)[title, "bg"]["url_path"])
