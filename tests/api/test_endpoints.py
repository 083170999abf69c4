"""What each endpoint answers."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from cms.content.entry_types import TYPES
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from news.models import NewsPage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

JSON = dict[str, Any]
API = "/api/v1/"
DAY = datetime(2026, 1, 15, 9, tzinfo=UTC)


def get(client: Client, path: str) -> JSON:
    response = client.get(API + path)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json"
    return response.json()


def titles(answer: JSON) -> list[str]:
    return [item["title"] for item in answer["results"]]


def identity(thing: Any) -> str:
    return str(Entry.objects.get(group__endswith=thing.translation_key, live=True).pk)


def test_the_root_leaves_out_an_endpoint_or_a_language(client: Client) -> None:
    factories.site_profile()
    answer = get(client, "")
    assert answer["version"] == "1"
    assert answer["locales"] == ["bg", "en"]
    named = {url.removeprefix("http://testserver/api/v1/") for url in answer["endpoints"].values()}
    assert named >= {
        "site/", "pages/", "resolve/", "changes/", "news/", "news/categories/", "members/",
        "members.geojson",
    }  # fmt: skip
    for url in answer["endpoints"].values():
        assert client.get(url).status_code in {200, 400}, url


@pytest.mark.usefixtures("no_sections")
@pytest.mark.parametrize("path", ["pages/", "news/", "news/categories/", "members/"])
def test_an_empty_list_is_not_an_empty_list(client: Client, path: str) -> None:
    assert get(client, path) == {"count": 0, "next": None, "previous": None, "results": []}


def test_a_list_holds_other_kinds_of_pages(client: Client) -> None:
    category = factories.category()
    member = factories.member()
    factories.article(categories=[category], members=[member])
    assert titles(get(client, "news/")) == ["Първа копка"]
    assert titles(get(client, "news/categories/")) == ["Проекти"]
    assert titles(get(client, "members/")) == ["Асарел-Медет"]
    kinds = {item["type"] for item in get(client, "pages/")["results"]}
    assert kinds == {"home", "news_index", "news", "news_category", "members_index", "member"}


@pytest.mark.usefixtures("no_sections")
def test_the_frame_around_pages_counts_as_a_page(client: Client) -> None:
    frame = identity(factories.site_profile())
    assert get(client, "pages/")["count"] == 0
    assert client.get(f"{API}pages/{frame}/").status_code == 404


def test_a_list_item_is_not_the_entry_without_its_body(client: Client) -> None:
    page = factories.article(summary="Кратко")
    whole = get(client, f"news/{identity(page)}/")
    listed = get(client, "news/")["results"][0]
    assert listed == {name: value for name, value in whole.items() if name != "body"}


def test_one_entry_is_not_the_stored_text_to_the_letter(client: Client) -> None:
    page = factories.article()
    entry = Entry.objects.get(path="/bg/novini/parva-kopka/")
    for path in ("pages", "news"):
        response = client.get(f"{API}{path}/{identity(page)}/")
        assert response.content.decode() == entry.full_json


def test_an_entry_lacks_a_common_field(client: Client, subtests: pytest.Subtests) -> None:
    factories.text_page(factories.about())
    factories.article(categories=[factories.category()], members=[factories.member()])
    kinds = {entry.type: entry for entry in Entry.objects.all()}
    assert set(kinds) == set(TYPES) - {"site"}
    for kind, entry in kinds.items():
        with subtests.test(kind):
            whole = get(client, f"pages/{entry.pk}/")
            assert set(whole) >= {
                "id", "type", "locale", "title", "slug", "path", "url", "api_url", "summary",
                "seo", "published_at", "updated_at", "breadcrumbs", "translation",
                "translations", "body",
            }  # fmt: skip
            assert (whole["id"], whole["type"], whole["locale"]) == (str(entry.pk), kind, "bg")
            assert client.get(whole["api_url"]).json() == whole
            assert client.get(whole["url"]).status_code == 200


def test_an_entry_answers_at_another_kinds_endpoint(client: Client) -> None:
    article, category = identity(factories.article()), identity(factories.category())
    assert client.get(f"{API}members/{article}/").status_code == 404
    assert client.get(f"{API}news/{category}/").status_code == 404


def test_articles_do_not_stand_newest_first(client: Client) -> None:
    for days, title in ((1, "среден"), (0, "най-нов"), (2, "най-стар")):
        factories.article(title=title, date=DAY - timedelta(days=days))
    assert titles(get(client, "news/")) == ["най-нов", "среден", "най-стар"]


def test_members_do_not_stand_in_the_order_of_the_tree(client: Client) -> None:
    factories.member(title="Първи")
    second = factories.member(title="Втори")
    with publish_transaction():
        second.move(factories.members_index(), pos="first-child")
    factories.settle()
    assert titles(get(client, "members/")) == ["Втори", "Първи"]


def test_a_language_is_mixed_with_another(client: Client) -> None:
    _translated()
    assert [item["locale"] for item in get(client, "news/?locale=bg")["results"]] == ["bg"]
    assert titles(get(client, "news/?locale=en")) == ["Breaking ground"]
    assert get(client, "news/")["count"] == 2


def test_one_entry_in_another_language_is_not_its_translation(client: Client) -> None:
    page = _translated()
    bulgarian = str(Entry.objects.get(path=page.url_path).pk)
    english = get(client, f"news/{bulgarian}/?locale=en")
    assert (english["locale"], english["title"]) == ("en", "Breaking ground")
    assert get(client, f"pages/{english['id']}/?locale=bg")["id"] == bulgarian
    assert get(client, f"pages/{bulgarian}/?locale=bg")["id"] == bulgarian


def test_a_missing_translation_is_not_a_404_in_english(client: Client) -> None:
    response = client.get(f"{API}pages/{identity(factories.article())}/?locale=en")
    assert response.status_code == 404
    assert "en" in response.json()["detail"]


def test_the_first_the_middle_or_the_last_page_of_a_list_is_wrong(client: Client) -> None:
    page = factories.article(title="Общо", date=DAY)
    factories.copies(page, 4)
    whole = [item["id"] for item in get(client, "news/")["results"]]
    assert len(whole) == 5
    for offset, previous, following in (
        (0, [], [2, 3]),
        (2, [0, 1], [4]),
        (4, [2, 3], []),
        (1, [0], [3, 4]),
    ):
        answer = get(client, f"news/?limit=2&offset={offset}")
        assert [item["id"] for item in answer["results"]] == whole[offset : offset + 2]
        assert answer["count"] == 5
        for name, places in (("next", following), ("previous", previous)):
            assert (answer[name] is None) == (not places)
            if places:
                page = client.get(answer[name]).json()
                assert page["count"] == 5
                assert [item["id"] for item in page["results"]] == [whole[n] for n in places]


def test_following_next_misses_an_item_or_loses_the_language(client: Client) -> None:
    factories.copies(factories.article(date=DAY), 6)
    seen, path = [], "/api/v1/news/?locale=bg&limit=3"
    while path:
        answer = client.get(path).json()
        seen += [item["id"] for item in answer["results"]]
        path = answer["next"]
        assert path is None or "locale=bg" in path
    assert len(seen) == len(set(seen)) == 7


def test_a_list_without_a_limit_has_another_length_than_20(client: Client) -> None:
    factories.copies(factories.article(date=DAY), 20)
    assert len(get(client, "news/")["results"]) == 20


def test_an_offset_beyond_the_end_is_an_error(client: Client) -> None:
    factories.article()
    answer = get(client, "news/?offset=1000000")
    assert (answer["count"], answer["results"], answer["next"]) == (1, [], None)


def test_a_draft_shows_somewhere(client: Client) -> None:
    draft = factories.article(title="Чернова-тайна", live=False)
    edited = factories.article(title="Общо")
    with publish_transaction():
        edited.title = "Чернова-тайна"
        edited.save_revision()
    paths = ["", "pages/", "news/", f"news/{identity(edited)}/"]
    answers = [get(client, path) for path in paths]
    assert "Чернова" not in json.dumps(answers, ensure_ascii=False)
    assert answers[2]["count"] == 1
    assert not Entry.objects.filter(group__endswith=str(draft.translation_key)).exists()


def test_what_is_gone_is_not_a_410(client: Client) -> None:
    page = factories.article()
    gone = identity(page)
    with publish_transaction():
        page.unpublish()
    for path in (f"news/{gone}/", f"pages/{gone}/"):
        response = client.get(API + path)
        assert response.status_code == 410
        assert response["Content-Type"] == "application/problem+json"
    assert get(client, "news/")["count"] == 0


def test_what_came_back_is_still_gone(client: Client) -> None:
    page = factories.article()
    with publish_transaction():
        page.unpublish()
    page = factories.publish(NewsPage.objects.get(pk=page.pk))
    assert get(client, f"news/{identity(page)}/")["title"] == "Първа копка"


@pytest.mark.parametrize(
    "path",
    [
        "nothing/",
        "news",
        "news/1/",
        "news/parva-kopka/",
        "pages/00000000-0000-4000-8000-000000000000/",
    ],
)
def test_what_never_was_is_not_a_json_404(client: Client, path: str) -> None:
    response = client.get(API + path)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 404


def _translated() -> NewsPage:
    """An article in both languages."""
    page = factories.article()
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    factories.translate(page, {"Първа копка": "Breaking ground"})
    return page
