"""A small site in two languages, of which every filter and order leaves something else.

Bulgarian articles, newest first: A and B are of 2026, C of 2025, D of 2024. A and C are
translated, and so are the member Asarel and the category Projects.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cms.content.serializers.links import get_entry_id
from cms.store.models import Entry, ListMembership
from tests import factories


@dataclass(frozen=True)
class World:
    """The ids by name: "A" is Bulgarian, "A en" its translation."""

    ids: dict[str, str]

    def name(self, identity: str) -> str:
        return next(name for name, other in self.ids.items() if other == identity)


def make() -> World:
    things: dict[str, Any] = {"home": factories.home()}
    factories.site_profile()
    things["projects"] = factories.category(title="Проекти")
    things["people"] = factories.category(title="Хора")
    things["asarel"] = factories.member(
        title="Асарел", slug="asarel", kind="industry", founder=True, municipality="Панагюрище",
        latitude=42.5, longitude=24.2,
    )  # fmt: skip
    things["mgu"] = factories.member(
        title="МГУ", slug="mgu", kind="science_education", municipality="София"
    )
    things["members"] = factories.members_index()
    articles: tuple[tuple[str, str, int, dict[str, Any]], ...] = (
        ("D", "яма", 2024, {"categories": [things["people"]]}),
        ("C", "Бряг", 2025, {"categories": [things["projects"]], "members": [things["asarel"]]}),
        ("B", "вяра", 2026, {"members": [things["asarel"], things["mgu"]]}),
        ("A", "Жътва", 2026, {"categories": [things["projects"], things["people"]]}),
    )
    for name, title, year, of in articles:
        moment = datetime(year, 1 + (name == "A"), 15, 9, tzinfo=UTC)
        things[name] = factories.article(title=title, date=moment, author=f"автор {name}", **of)
    things["news"] = factories.news_index()
    things["about"] = factories.about()
    things["history"] = factories.text_page(things["about"], title="История")
    things["mission"] = factories.text_page(things["about"], title="Мисия")
    for name in ("home", "news", "members", "projects", "asarel", "C", "A"):
        factories.translate(things[name], {})
    ids = {name: str(get_entry_id(thing.translation_key, "bg")) for name, thing in things.items()}
    for days, name in enumerate(("D", "C", "B", "A")):
        moment = datetime(2026, 2, 1 + days, tzinfo=UTC)
        Entry.objects.filter(pk=ids[name]).update(updated_at=moment)
        ListMembership.objects.filter(entry_id=ids[name]).update(updated_at=moment)
    return World(
        ids
        | {
            f"{name} en": str(get_entry_id(thing.translation_key, "en"))
            for name, thing in things.items()
        }
    )
