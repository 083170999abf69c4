"""Lists: what each parameter leaves of them, in which order, and with which fields."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from cms.store.flush import publish_transaction
from home.models import ContentPage
from news.models import NewsPage
from tests import factories
from tests.api import world
from tests.api.world import World
from tests.queries import reads_of_the_store
from tests.transient import standing

API = "/api/v1/"
JSON = dict[str, Any]
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once for all tests here, each of which undoes what it does to it."""
    with standing(django_db_blocker, world.make) as made:
        yield made


def get(client: Client, path: str, site: World) -> JSON:
    """An answer; `{A}` in the path is an id."""
    response = client.get(API + path.format(**site.ids))
    assert response.status_code == 200, response.content.decode()
    return response.json()


def names(client: Client, path: str, site: World) -> str:
    """The names of a list's items, in order."""
    answer = get(client, path, site)
    found = [site.name(item["id"]) for item in answer["results"]]
    assert answer["count"] == len(found) or answer["next"] or answer["previous"]
    return ", ".join(found)


# One row for each parameter of each list, and for each that goes with another.
FILTERS = {
    "news/": "A en, A, B, C en, C, D",
    "news/?locale=bg": "A, B, C, D",
    "news/?locale=en": "A en, C en",
    "news/?locale=en&fallback=bg": "A en, B, C en, D",
    "news/?locale=bg&fallback=en": "A, B, C, D",
    "news/?locale=bg&fallback=bg": "A, B, C, D",
    "news/?locale=en&fallback=bg&limit=1&offset=1": "B",
    "news/?category=proekti": "A, C",
    "news/?category={projects}": "A, C",
    "news/?category={projects en}": "A en, C en",
    "news/?category={projects}&locale=en": "A en, C en",
    "news/?category=hora&locale=en&fallback=bg": "A en, D",
    "news/?category=hora&category=hora": "400 category",
    "news/?member=asarel&locale=bg": "B, C",
    "news/?member={mgu}": "B",
    "news/?member=mgu&locale=en": "",
    "news/?member=mgu&locale=en&fallback=bg": "B",
    "news/?member=asarel&category=proekti&locale=bg": "C",
    "news/?member=mgu&category=proekti": "",
    "news/?year=2026&locale=bg": "A, B",
    "news/?year=2019": "",
    "news/?year=2025&category=proekti&locale=en": "C en",
    "news/?from=2026-01-16": "A en, A",
    "news/?from=2026-01-15&locale=bg": "A, B",
    "news/?to=2025-01-15&locale=bg": "C, D",
    "news/?to=2025-01-14&locale=bg": "D",
    "news/?from=2025-01-15T11:00:00%2B02:00&to=2026-01-15T11:00:00%2B02:00&locale=bg": "C",
    "news/?from=2025-01-15T11:00:01 02:00&locale=bg": "A, B",
    "news/?from=2025-01-15T11:00:01&locale=bg": "A, B",
    "news/?updated_after=2020-01-01&locale=bg": "A, B, C, D",
    "news/?updated_after=8000-01-01": "",
    "news/?order=title&locale=bg": "C, B, A, D",
    "news/?order=-title&locale=bg": "D, A, B, C",
    "news/?order=published_at&locale=bg": "D, C, B, A",
    "news/?order=-published_at&locale=bg&limit=2": "A, B",
    "news/?order=updated_at&locale=bg": "D, C, B, A",
    "news/?order=-updated_at&locale=bg": "A, B, C, D",
    "news/categories/": "projects, people, projects en",
    "news/categories/?locale=en&fallback=bg": "people, projects en",
    "members/?locale=bg": "asarel, mgu",
    "members/?order=-title": "asarel en, mgu, asarel",
    "members/?locale=bg&kind=industry": "asarel",
    "members/?kind=services": "",
    "members/?locale=bg&founder=true": "asarel",
    "members/?founder=false": "mgu",
    "members/?municipality=София": "mgu",
    "members/?municipality=Панагюрище&kind=industry&founder=true": "asarel",
    "members/?municipality=Никъде": "",
    "members/?locale=en&fallback=bg": "asarel en, mgu",
    "pages/?type=about": "about",
    "pages/?type=member&locale=bg&order=title": "asarel, mgu",
    "pages/?parent={about}": "history, mission",
    "pages/?parent=/bg/za-nas/": "history, mission",
    "pages/?parent=/bg/za-nas/&order=-title": "mission, history",
    "pages/?parent=/bg/novini/": "D, C, B, A",
    "pages/?parent=/bg/novini/&locale=en": "C en, A en",
    "pages/?parent=/en/news/&order=title": "400 parent",
    "pages/?under=/bg/&type=content&order=title": "history, mission",
    "pages/?under={home}&type=news": "A, B, C, D",
    "pages/?under={home en}&type=news": "A en, C en",
    "pages/?under={about}&parent={about}&order=title": "history, mission",
    "pages/?under={mission}": "",
    "pages/?translation_of={A}": "A en",
    "pages/?translation_of={A en}": "A",
    "pages/?translation_of={B}": "",
    "pages/?translation_of={A}&locale=en": "A en",
    "pages/?translation_of={A}&locale=bg": "",
    "pages/?translation_of={A}&type=news": "A en",
    "pages/?translation_of=/bg/novini/&parent=/bg/novini/": "",
}


def test_a_parameter_leaves_something_else(
    client: Client, site: World, subtests: pytest.Subtests
) -> None:
    for path, expected in FILTERS.items():
        with subtests.test(path), reads_of_the_store(at_most=3 if "fallback" in path else 2):
            if expected.startswith("400"):
                response = client.get(API + path.format(**site.ids))
                assert response.status_code == 400
                assert set(response.json()["parameters"]) == {expected.partition(" ")[2]}
            else:
                assert names(client, path, site) == expected


REFUSED = {
    "news/?category=nyama": ("category", "Nothing public is called “nyama”"),
    "news/?category={A}": ("category", "Nothing public"),
    "news/?member=": ("member", "blank"),
    "news/?member=%00": ("member", "Null characters"),
    "news/?from=yesterday": ("from", "2026-01-31T09:00:00+02:00"),
    "news/?from=2026-02-30": ("from", "A day such as"),
    "news/?to=9999-12-31": ("to", "A day such as"),
    "news/?to=0001-01-01T00:00:00%2B05:00": ("to", "A day such as"),
    "news/?year=26": ("year", "from 1900 to 9000"),
    "news/?order=colour": ("order", "published_at, -published_at, updated_at"),
    "news/?fields=title,colour": ("fields", "“colour”; there are: api_url, author"),
    "news/?fields=": ("fields", "there are"),
    "news/?fallback=bg": ("fallback", "Give `locale` too"),
    "news/?locale=en&fallback=de": ("fallback", "bg, en"),
    "news/?type=news": ("type", "no such parameter"),
    "news/?parent=/bg/": ("parent", "no such parameter"),
    "members/?kind=bank": ("kind", "industry, high_technology"),
    "members/?founder=yes": ("founder", "true, false"),
    "members/?category=proekti": ("category", "no such parameter"),
    "pages/?type=site": ("type", "home"),
    "pages/?type=colour": ("type", "news_category"),
    "pages/?parent=/bg/nyama/": ("parent", "Nothing public is called “/bg/nyama/”"),
    "pages/?under=00000000-0000-4000-8000-000000000000": ("under", "Nothing public"),
    "pages/?translation_of=nyama": ("translation_of", "Nothing public"),
}


@pytest.mark.parametrize("path", REFUSED)
def test_a_wrong_value_is_not_told_what_is_accepted(client: Client, site: World, path: str) -> None:
    response = client.get(API + path.format(**site.ids))
    parameter, told = REFUSED[path]
    assert response.status_code == 400, response.content
    assert told in response.json()["parameters"][parameter][0]


def test_a_stand_in_does_not_say_that_it_is_one(client: Client, site: World) -> None:
    items = get(client, "news/?locale=en&fallback=bg", site)["results"]
    states = {site.name(item["id"]): item["translation"]["state"] for item in items}
    assert states == {"A en": "current", "B": "fallback", "C en": "current", "D": "fallback"}
    stored = get(client, "news/{B}/", site)
    assert stored["translation"]["state"] == "source"
    response = client.get("/api/v1/news/?locale=en&fallback=bg")
    assert response["Content-Language"] == "en, bg"
    picked = get(client, "news/?locale=en&fallback=bg&fields=translation,body", site)
    assert picked["results"][1]["translation"]["state"] == "fallback"


def test_one_page_does_not_fall_back(client: Client, site: World) -> None:
    shown = get(client, "pages/{B}/?locale=en&fallback=bg", site)
    assert (shown["id"], shown["translation"]["state"]) == (site.ids["B"], "fallback")
    assert get(client, "pages/{A}/?locale=en&fallback=bg", site)["id"] == site.ids["A en"]
    english = get(client, "news/{A en}/?locale=bg&fallback=en", site)
    assert (english["id"], english["translation"]["state"]) == (site.ids["A"], "source")
    whole, stands_in = (
        client.get(f"/api/v1/pages/{site.ids['B']}/{query}")
        for query in ("", "?locale=en&fallback=bg")
    )
    assert whole["ETag"] != stands_in["ETag"]
    assert stands_in["Content-Language"] == "bg"


def test_an_item_has_other_fields_than_those_asked_for(client: Client, site: World) -> None:
    whole = get(client, "news/{A}/", site)
    for fields in ("title", "title,url", "body,id", " title , author "):
        picked = get(client, f"news/?locale=bg&limit=1&fields={fields}", site)["results"]
        wanted = [name.strip() for name in fields.split(",")]
        assert picked == [{name: whole[name] for name in wanted}]
    mixed = get(client, "pages/?under=/bg/&fields=type,author,kind", site)["results"]
    assert {tuple(sorted(item)) for item in mixed} == {
        ("type",), ("author", "type"), ("kind", "type")
    }  # fmt: skip


def test_the_next_page_forgets_what_was_asked(client: Client, site: World) -> None:
    path = "/api/v1/news/?locale=en&fallback=bg&from=2024-01-01&order=title&fields=title&limit=1"
    seen = []
    while path:
        answer = client.get(path).json()
        assert answer["count"] == 4
        seen += [item["title"] for item in answer["results"]]
        path = answer["next"]
    whole = client.get("/api/v1/news/?locale=en&fallback=bg&order=title").json()["results"]
    assert seen == [item["title"] for item in whole]


def test_beyond_the_end_of_a_narrowed_list_the_count_is_lost(client: Client, site: World) -> None:
    answer = get(client, "news/?category=proekti&year=2026&offset=50", site)
    assert (answer["count"], answer["results"]) == (1, [])


LISTS = (
    "news/", "news/?locale=bg", "news/?category=proekti&locale=bg", "news/?member=mgu",
    "news/?category=proekti&member=asarel&locale=bg", "news/?locale=en&fallback=bg",
    "pages/?parent=/bg/za-nas/", "pages/?translation_of={A}", "members/?kind=industry&locale=bg",
    "members.geojson", "news/?from=2025-01-01&locale=en",
)  # fmt: skip


def tags(client: Client, site: World) -> dict[str, tuple[str, str, bytes]]:
    answers = {path: client.get(API + path.format(**site.ids)) for path in LISTS}
    return {
        path: (answer["ETag"], answer["Last-Modified"], answer.content)
        for path, answer in answers.items()
    }


def test_a_list_keeps_its_tag_when_its_content_moves_or_the_other_way_round(
    client: Client, site: World
) -> None:
    """Each act, and the lists whose content it changes."""
    before = tags(client, site)
    for act, moved in (
        (_edit_b, {0, 1, 3, 5}),
        (_unpublish_c, {0, 1, 2, 4, 5, 10}),
        (_publish_mission_again, {6}),
    ):
        act()
        after = tags(client, site)
        for place, path in enumerate(LISTS):
            content = before[path][2] != after[path][2]
            assert content == (place in moved), (act.__name__, path)
            if content:
                assert before[path][0] != after[path][0], (act.__name__, path)
                assert before[path][1] != after[path][1], (act.__name__, path)
        still = {"pages/?translation_of={A}", "members/?kind=industry&locale=bg", "members.geojson"}
        for path in still:
            assert before[path][:2] == after[path][:2], (act.__name__, path)
        before = after


def _edit_b() -> None:
    page = NewsPage.objects.get(title="вяра")
    page.summary = "Ново"
    factories.publish(page)


def _unpublish_c() -> None:
    for page in NewsPage.objects.filter(title__in=["Бряг", "en: Бряг"]):
        with publish_transaction():
            page.unpublish()


def _publish_mission_again() -> None:
    page = ContentPage.objects.get(title="Мисия")
    page.title = "Мисията"
    factories.publish(page)


def test_members_have_no_place_on_the_map(client: Client, site: World) -> None:
    response = client.get("/api/v1/members.geojson?locale=bg")
    assert response["Content-Type"] == "application/geo+json"
    (feature,) = response.json()["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [24.2, 42.5]}
    assert (feature["type"], feature["id"]) == ("Feature", site.ids["asarel"])
    assert feature["properties"]["municipality"] == "Панагюрище"
    assert client.get("/api/v1/members.geojson?limit=1").status_code == 400
    everywhere = client.get("/api/v1/members.geojson?locale=en&fallback=bg").json()["features"]
    assert [one["id"] for one in everywhere] == [site.ids["asarel en"]]


COSTS = (
    "news/?locale=bg", "news/?locale=bg&order=title&from=2020-01-01", "pages/?under=/bg/",
    "news/?locale=en&fallback=bg", "news/?member=asarel&locale=bg&fields=title,body",
    "changes/", "pages/?parent=/bg/novini/&limit=100",
)  # fmt: skip


def test_a_long_list_costs_more_queries_than_a_short_one(
    client: Client, site: World, subtests: pytest.Subtests
) -> None:
    factories.copies(NewsPage.objects.get(title="вяра"), 20)
    counts = {}
    for path in COSTS:
        with reads_of_the_store(at_most=2) as captured:
            get(client, path, site)
        counts[path] = len(captured)
    factories.copies(NewsPage.objects.get(title="яма"), 500)
    for path in COSTS:
        with subtests.test(path), reads_of_the_store(at_most=counts[path]):
            get(client, path, site)
