"""An article with a picture or a file at every place that has one."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group
from wagtail.models import Collection, CollectionViewRestriction

from cms.store.flush import publish_transaction
from news.models import NewsPage
from tests import factories


@dataclass(frozen=True)
class Illustrated:
    """The article in Bulgarian, and what of the library it uses, by title."""

    article: NewsPage
    lead: Any
    inside: Any
    private: Any
    deleted: Any
    report: Any
    private_report: Any


def illustrated_article() -> Illustrated:
    """Publish the article and send it to English; one picture is deleted after that."""
    closed = closed_collection()
    used = {
        "lead": factories.image(title="Площадът"),
        "inside": factories.image(title="Сградата"),
        "private": factories.image(title="Secret picture", collection=closed),
        "deleted": factories.image(title="Изтритата"),
        "report": factories.document(title="Докладът"),
        "private_report": factories.document(title="Secret report", collection=closed),
    }
    article = factories.article(
        title="Откриване",
        summary="Кратко",
        picture=used["lead"],
        picture_alt="Хора на площада",
        body=json.dumps(_body({name: each.pk for name, each in used.items()})),
    )
    factories.translate(article, {}, live=False)
    with publish_transaction():
        used["deleted"].delete()
    return Illustrated(article, **used)


def closed_collection() -> Collection:
    """A collection for administrators alone."""
    collection = Collection.get_first_root_node().add_child(name="Secret collection")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.set(Group.objects.filter(name="Администратори"))
    return collection


def _body(used: dict[str, int]) -> list[dict[str, Any]]:
    home = factories.home().pk
    return [
        _block("picture", _picture(used["inside"], "Стара сграда", "Надпис под сградата")),
        _block(
            "gallery",
            {
                "title": "Галерия",
                "pictures": [
                    _item(_picture(used["private"], "Тайно нещо", "Надпис под тайното")),
                    _item(_picture(used["deleted"], "Изтрито нещо", "Надпис под изтритото")),
                ],
            },
        ),
        _block("file", {"title": "За доклада", "description": "", "file": used["report"]}),
        _block("file", {"title": "За тайния", "description": "", "file": used["private_report"]}),
        _block(
            "text",
            f'<p>Вижте <a linktype="document" id="{used["report"]}">приложението</a>.</p>'
            "<p>Друг текст.</p>",
        ),
        _block(
            "call_to_action",
            {"title": "", "text": "", "label": "Натиснете", "page": home, "url": ""},
        ),
    ]


def _picture(number: int, alt: str, caption: str) -> dict[str, Any]:
    image = {"image": number, "alt_text": alt, "decorative": False}
    return {"image": image, "caption": caption, "credit": ""}


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "id": str(uuid4()), "value": value}


def _item(value: Any) -> dict[str, Any]:
    return _block("item", value)
