"""One mail of what is new, made of entries: the same for all who know the same already."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.template.loader import render_to_string
from django.utils.text import Truncator
from django.utils.translation import ngettext

from cms.core.public_urls import get_page_url
from cms.core.xml import remove_illegal_characters
from cms.languages.cldr import get_list_separator
from cms.languages.interface import use_public_texts
from cms.newsletter.models import Announcement
from cms.store import entry_queries

JSON = dict[str, Any]

# So many articles are in a mail, the newest; the rest is on the site. Mail programs cut off what is
# longer than some 100 kB.
MAX_ARTICLES = 50
# Letters of a title in a subject, beside others.
TITLE_LENGTH = 60
# Stands for the address that opens a subscription, in what is made once for many.
URL_PLACEHOLDER = uuid4().hex


@dataclass(frozen=True)
class Digest:
    """What a mail says; `text` and `html` hold OWN_ADDRESS."""

    subject: str
    text: str
    html: str


def build_digests(
    locale: str, frequency: str, cursors: Iterable[int], newest_number: int, site: str
) -> dict[int, Digest | None]:
    """Return by cursor what those are mailed who know everything up to it, until `newest_number`.

    None where all of it is gone by now. Two queries.
    """
    known = set(cursors)
    announcements = Announcement.objects.filter(
        locale=locale,
        frequency=frequency,
        released=True,
        number__gt=min(known),
        number__lte=newest_number,
    )
    rows = list(
        announcements.order_by("-number").values_list("number", "entry")[: MAX_ARTICLES + 1]
    )
    public = {
        entry.pk: json.loads(entry.list_json)
        for entry in entry_queries.get_live(pk for _, pk in rows)
    }
    return {
        cursor: _build_digest(_entries_after(cursor, rows, public), locale, site)
        for cursor in known
    }


def to_one_line(text: str) -> str:
    """Return a text as a header takes it: without line ends and what no program can show."""
    return " ".join(remove_illegal_characters(text).split())


def _entries_after(
    cursor: int, rows: list[tuple[int, UUID]], public: dict[UUID, JSON]
) -> list[JSON]:
    """The entries that appeared after a number."""
    return [public[pk] for number, pk in rows if number > cursor and pk in public]


def _build_digest(entries: list[JSON], locale: str, site: str) -> Digest | None:
    if not entries:
        return None
    shown = entries[:MAX_ARTICLES]
    shown.sort(key=lambda entry: entry["published_at"], reverse=True)
    with use_public_texts(locale):
        subject = _build_subject([to_one_line(entry["title"]) for entry in shown])
        context = {
            "articles": [_article_context(entry, get_list_separator(locale)) for entry in shown],
            "more": len(entries) > MAX_ARTICLES,
            "home": get_page_url(_home_path(shown[0])),
            "locale": locale,
            "site": site,
            "subject": subject,
            "own_address": URL_PLACEHOLDER,
        }
        text = render_to_string("mailing/mails/digest.txt", context)
        return Digest(subject, text, render_to_string("mailing/mails/digest.html", context))


def _article_context(entry: JSON, separator: str) -> JSON:
    return {
        "title": to_one_line(entry["title"]),
        "url": entry["url"],
        "summary": remove_illegal_characters(entry["summary"]).strip(),
        "published_at": entry["published_at"],
        "image": (entry.get("picture") or {}).get("image"),
        "categories": separator.join(
            to_one_line(card["title"]) for card in entry.get("categories", [])
        ),
    }


def _home_path(entry: JSON) -> str:
    """Return the path of the public page that is highest above an entry: the home, if it is one."""
    return next((crumb["path"] for crumb in entry["breadcrumbs"]), "/")


def _build_subject(titles: list[str]) -> str:
    if len(titles) == 1:
        return titles[0]
    title = Truncator(titles[0]).chars(TITLE_LENGTH)
    return ngettext(
        "%(count)s new article: %(title)s", "%(count)s new articles: %(title)s…", len(titles)
    ) % {"count": len(titles), "title": title.removesuffix("…")}
