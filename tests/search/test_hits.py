"""What is found, in which order, and how it is shown."""

import pytest
from django.test import Client

from tests import factories
from tests.search.library import SEARCH, found, search, shelve

pytestmark = pytest.mark.django_db


def test_a_text_stands_above_a_title(client: Client) -> None:
    often = "<p>" + "клъстер клъстера клъстери " * 200 + "</p>"
    rare = "<p>" + "дума " * 2000 + "клъстер</p>"
    shelve(
        ("Много пъти", often),
        ("Клъстерът и едно много дълго заглавие, което не свършва никак скоро", "<p>Нищо.</p>"),
        ("Рядко", rare),
        *((f"Друг {number}", "<p>клъстер</p>") for number in range(20)),
    )
    assert found(client, "клъстер")[0].startswith("Клъстерът")
    assert found(client, "клъстери")[0].startswith("Клъстерът")


def test_a_title_with_all_the_words_stands_below_one_with_some(client: Client) -> None:
    shelve(
        ("Ремонт", "<p>Проход, проходът, прохода, проходи и ремонт, ремонти, ремонтът.</p>"),
        ("Ремонтът на прохода", "<p>Започна.</p>"),
        ("Нещо", "<p>Ремонт на проход, проход за ремонт, ремонт, проход.</p>"),
    )
    assert found(client, "ремонт на прохода") == ["Ремонтът на прохода", "Ремонт", "Нещо"]


def test_equals_stand_in_another_order_each_time(client: Client) -> None:
    shelve(*(("Клъстер", "<p>едно и също</p>") for _ in range(9)))
    first, second = (search(client, "клъстер")["results"] for _ in range(2))
    assert first == second
    pages = [search(client, "клъстер", limit=3, offset=start)["results"] for start in (0, 3, 6)]
    assert [item for page in pages for item in page] == first


def test_a_page_without_one_of_the_words_is_found(client: Client) -> None:
    shelve(("Едно", "<p>мед и злато</p>"), ("Друго", "<p>мед и сребро</p>"))
    assert found(client, "мед злато") == ["Едно"]


def test_a_little_word_hides_a_page_that_has_the_others(client: Client) -> None:
    shelve(("Едно", "<p>добивът, медта</p>"), ("Друго", "<p>за</p>"))
    assert found(client, "добив на мед") == ["Едно"]
    assert found(client, "за") == ["Друго"]


def test_the_pages_of_the_hits_do_not_follow_each_other(client: Client) -> None:
    shelve(*((f"Клъстер {number}", "") for number in range(5)))
    seen, url = [], f"{SEARCH}?q=клъстер&limit=2&locale=bg&type=news"
    while url:
        answer = client.get(url).json()
        assert answer["count"] == 5
        seen += [item["title"] for item in answer["results"]]
        url = answer["next"]
    assert sorted(seen) == [f"Клъстер {number}" for number in range(5)]
    assert client.get(answer["previous"]).json()["previous"] is not None


def test_hits_are_of_another_language_or_kind(client: Client) -> None:
    factories.member(title="Клъстерът")
    shelve(("Клъстер", ""))
    shelve(("Клъстер in English", ""), locale="en")
    assert len(found(client, "клъстер")) == 3
    assert found(client, "клъстер", locale="en") == ["Клъстер in English"]
    assert found(client, "клъстер", type="member") == ["Клъстерът"]


def test_more_hits_are_told_than_there_may_be(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cms.search.queries.MAX_HITS", 3)
    shelve(*((f"Клъстер {number}", "") for number in range(5)))
    assert search(client, "клъстер")["count"] == 3


def test_a_hit_is_not_the_entry_as_lists_have_it(client: Client) -> None:
    factories.article(title="Първа копка", summary="Ремонтът започна.")
    (hit,) = search(client, "копката")["results"]
    (listed,) = client.get("/api/v1/news/").json()["results"]
    assert hit == listed | {
        "highlight": {"title": "Първа <mark>копка</mark>", "excerpt": "Ремонтът започна."}
    }


PAYLOAD = "<script>alert('x')</script> <img src=x onerror=alert(1)> & \"'"


def test_a_payload_survives_in_a_highlight(client: Client) -> None:
    shelve((f"Мед {PAYLOAD}", f"<p>{PAYLOAD.replace('<', '&lt;')} медта</p>"))
    (hit,) = search(client, "мед script")["results"]
    for html in hit["highlight"].values():
        plain = html.replace("<mark>", "").replace("</mark>", "")
        assert "<mark>" in html
        assert "&lt;" in html
        assert not {"<", ">", '"', "'"} & set(plain)


def test_an_excerpt_does_not_show_the_word_as_it_stands(client: Client) -> None:
    before, after = "дума " * 300, " друга" * 300
    shelve(("Едно", f"<p>{before}КЛЪСТЕРИТЕ на <b>Медта</b>.{after}</p>"))
    (hit,) = search(client, "клъстер мед")["results"]
    excerpt = hit["highlight"]["excerpt"]
    assert "<mark>КЛЪСТЕРИТЕ</mark> на <mark>Медта</mark>." in excerpt
    assert excerpt.startswith("…дума дума")
    assert excerpt.endswith("друга…")
    assert len(excerpt) < 300


def test_an_excerpt_misses_the_place_that_says_most(client: Client) -> None:
    far = "дума " * 200
    shelve(("Едно", f"<p>мед {far} мед и злато {far} злато</p>"))
    (hit,) = search(client, "мед злато")["results"]
    assert "<mark>мед</mark> и <mark>злато</mark>" in hit["highlight"]["excerpt"]


def test_what_a_reader_sees_is_not_found_or_what_nobody_sees_is(client: Client) -> None:
    member = factories.member(title="Асарел-Медет", legal_name="Акционерно дружество")
    factories.article(
        title="Новина",
        members=[member],
        categories=[factories.category(title="Проекти", slug="proekti")],
        summary="Кратко",
        author="Пресцентърът",
        body=[("text", "<h2>Заглавието</h2><ul><li>точка</li></ul>")],
    )
    for word in ("кратко", "пресцентър", "заглавие", "точка", "асарел", "проект"):
        assert "Новина" in found(client, word, type="news"), word
    # Of another page only its name is here; and an address, an id or a date is no text.
    for word in ("акционерно", "proekti", "http", "news", "novini", "image", "testserver"):
        assert found(client, word, type="news") == [], word
