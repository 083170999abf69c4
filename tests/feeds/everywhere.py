"""Articles that say texts in every place where an editor may write, past the forms' own checks."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import cycle
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from cms.store.flush import publish_transaction
from members.kinds import Kind
from members.models import MemberPage
from news.models import NewsCategory, NewsPage
from tests import factories

DAY = datetime(2026, 1, 15, 9, tzinfo=UTC)
JSON = dict[str, Any]
# Where an article says one text only, besides those in its body; in the order in which several
# take turns.
FIELDS = ("title", "summary", "author", "alt", "credit", "category", "member", "file")
LENGTH = 255


def fields(texts: Sequence[str]) -> dict[str, str]:
    """The text in each field of an article that says several."""
    return {name: texts[turn % len(texts)][:LENGTH] for turn, name in enumerate(FIELDS)}


def articles(
    said: Iterable[Sequence[str]], addresses: Sequence[str] = ("https://example.org/",)
) -> None:
    """Publish an article for each of these sequences of texts, the newest first.

    Each of its texts stands in every place of its body; `addresses` stand in turn wherever an
    article leads somewhere. No two articles changed in the same second.
    """
    said, begun = list(said), timezone.now() - timedelta(hours=1)
    picture = factories.image()
    files = [factories.document(title=fields(texts)["file"]) for texts in said]
    members, news = factories.members_index(), factories.news_index()
    leads = cycle(addresses)
    with publish_transaction():
        for number, (texts, file) in enumerate(zip(said, files, strict=True)):
            told, moment = fields(texts), begun + timedelta(seconds=number)
            live: JSON = {"first_published_at": moment, "last_published_at": moment}
            live |= {"locale": news.locale, "summary": told["summary"]}
            category = NewsCategory(title=told["category"], slug=f"kategoria-{number}", **live)
            category.save()
            member = MemberPage(title=told["member"], slug=f"chlen-{number}", **live)
            member.kind = Kind.INDUSTRY
            members.add_child(instance=member)
            address = next(leads)
            blocks = body(texts[0], address, picture, file, member)
            for text in texts[1:]:
                blocks += body(text, next(leads), picture, file, member)
            page = NewsPage(
                title=told["title"],
                slug=f"statia-{number}",
                date=DAY - timedelta(days=number),
                author=told["author"],
                picture=picture,
                picture_alt=told["alt"],
                picture_credit=told["credit"],
                body=blocks,
                **live,
            )
            page.categories, page.members = [category], [member]
            news.add_child(instance=page)
            # The model's own check would not let every address in.
            NewsPage.objects.filter(pk=page.pk).update(source_url=address)
    factories.settle()


def body(text: str, address: str, picture: Any, file: Any, page: Page) -> list[JSON]:
    """Every block, with the text in each of its places and the address where it leads."""
    image = {"image": picture.pk, "alt_text": f"{text} alt", "decorative": False}
    shown = {"image": image, "caption": f"{text} caption", "credit": f"{text} credit"}
    cells = {
        "columns": [{"type": "text", "heading": f"{text} cell"}],
        "rows": [{"values": [f"{text} cell"]}],
        "caption": f"{text} cell",
    }
    # As the editor's own form would send it, and as somebody would who sends it by hand.
    html = (
        f'<h2>{escape(text)}</h2><p>{text}</p><p><a href="{escape(address)}">{escape(text)}</a></p>'
    )
    blocks = {
        "text": html,
        "picture": shown,
        "gallery": {"title": text, "pictures": [shown]},
        "quotation": {"text": f"{text} quotation", "source": f"{text} quotation"},
        "table": {"table": cells, "row_headers": True},
        "figures": {"title": text, "figures": [{"value": text, "label": f"{text} figure"}]},
        "file": {"title": "", "description": f"{text} file", "file": file.pk},
        "video": {
            "title": f"{text} video",
            "url": address,
            "caption": f"{text} video",
            "poster": image,
        },
        "call_to_action": {
            "title": f"{text} call",
            "text": f"{text} call",
            "label": f"{text} call",
            "page": None,
            "url": address,
        },
        "pages": {"title": f"{text} card", "pages": [page.pk]},
    }
    return [{"type": kind, "value": value} for kind, value in blocks.items()]
