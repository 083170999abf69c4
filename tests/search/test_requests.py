"""What a question may be, what it costs, and how often it may be asked."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from cms.search import queries
from cms.store.models import Entry
from tests import factories
from tests.queries import SEARCH as SEARCH_TABLES
from tests.queries import reads_of_the_store
from tests.search.library import SEARCH, found, search, shelve

pytestmark = pytest.mark.django_db

SUGGEST = f"{SEARCH}suggest/"
OPERATORS = [
    '"мед"', '"мед', "мед*", "+мед", "(мед", "мед)", "^мед", "мед\\", "'мед'", "мед;", "мед%",
    "мед!", "-мед", "мед:*", "<мед>", "мед\n", "\tмед", "мед \u00ad", "&мед|", "мед…", "мед 🙂",
    "{} : мед",
]  # fmt: skip
# Words like any other, which the text does not have.
WORDS = [
    "мед OR друго", "мед NOT злато", "NEAR(мед злато)", "мед 1=1", "мед %s%d", "title:мед",
    "{title body} : мед", "мед~2",
]  # fmt: skip
NO_WORDS = ["!!!", '""', "*", "🙂", "…", "()", "- -", "\u200b", "%", "\u0300"]
REFUSED = {
    "nothing": "",
    "spaces": "%20%20",
    "NUL": "%00",
    "NUL in a word": "%D0%BC%00",
    "5,000 letters": quote("м" * 5000),
    "201 letters": "a" * 201,
}
ODD = {
    "broken UTF-8": "%ff%c3%28",
    "a surrogate": "%ed%a0%80",
    "200 letters": quote("м" * 200),
    "100 words": quote("м " * 100),
    "100 different words": quote(" ".join(chr(0x430 + at) for at in range(100))),
    "signs": quote("\u202e\u0301\ufeff\x07\x1b"),
    "letters of all kinds": quote("漢字 ｆｕｌｌ ½ ² ß ﬁ ʼ ٣ 𝔘 İ ΐ"),
    "SQL": quote("'; DROP TABLE search_document; --"),
    "many quotation marks": quote('"' * 150),
}


@pytest.mark.parametrize("question", OPERATORS)
def test_an_operator_means_something(client: Client, question: str) -> None:
    shelve(("Едно", "<p>медта</p>"), ("Друго", "<p>друго</p>"))
    assert found(client, question) == ["Едно"]
    assert client.get(SUGGEST, {"q": question}).status_code == 200


@pytest.mark.parametrize("question", WORDS)
def test_a_word_that_looks_like_an_operator_is_left_out(client: Client, question: str) -> None:
    shelve(("Едно", "<p>медта</p>"), ("Друго", "<p>друго</p>"))
    assert found(client, question) == []


@pytest.mark.parametrize("question", NO_WORDS)
def test_a_question_without_words_finds_something(client: Client, question: str) -> None:
    shelve(("Едно", "<p>медта 🙂 !!!</p>"))
    assert search(client, question) == {
        "count": 0, "next": None, "previous": None, "results": [],
    }  # fmt: skip
    assert client.get(SUGGEST, {"q": question}).json() == {"results": []}


@pytest.mark.parametrize("path", [SEARCH, SUGGEST])
@pytest.mark.parametrize("value", REFUSED.values(), ids=REFUSED.keys())
def test_a_question_is_not_refused(client: Client, path: str, value: str) -> None:
    response = client.get(f"{path}?q={value}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert list(response.json()["parameters"]) == ["q"]


@pytest.mark.parametrize("path", [SEARCH, SUGGEST])
@pytest.mark.parametrize("value", ODD.values(), ids=ODD.keys())
def test_an_odd_question_breaks_the_search(client: Client, path: str, value: str) -> None:
    shelve(("Едно", "<p>漢字 ½ ʼ ß м</p>"))
    assert client.get(f"{path}?q={value}").status_code == 200


@pytest.mark.parametrize(
    ("query", "parameter", "told"),
    [
        ("", "q", "From 1 to 200 letters"),
        ("?q=a&locale=de", "locale", "bg, en"),
        ("?q=a&type=site", "type", "news"),
        ("?q=a&limit=101", "limit", "from 1 to 100"),
        ("?q=a&offset=1001", "offset", "from 0 to 1000"),
        ("?q=a&colour=red", "colour", "q, locale, limit, offset, type"),
        ("?q=a&q=b", "q", "once"),
    ],
)
def test_a_wrong_parameter_is_passed_over(
    client: Client, query: str, parameter: str, told: str
) -> None:
    response = client.get(f"{SEARCH}{query}")
    assert response.status_code == 400
    assert told in " ".join(response.json()["parameters"][parameter])


def test_a_search_asks_more_of_the_database_when_much_is_found(client: Client) -> None:
    shelve(*((f"Клъстер {number}", "<p>клъстер</p>") for number in range(20)))
    found(client, "клъстер")  # Django remembers the kinds of content.
    costs = []
    for more in (0, 280):
        shelve(*((f"Клъстер {number}", "<p>клъстер</p>") for number in range(more)))
        for path in (f"{SEARCH}?q=клъстер&limit=100", f"{SEARCH}?q=нищо", f"{SUGGEST}?q=клъс"):
            with reads_of_the_store(at_most=2, also=SEARCH_TABLES) as captured:
                assert client.get(path).status_code == 200
            costs.append(len(captured))
    assert search(client, "клъстер")["count"] == 300
    assert costs == [2, 2, 1] * 2


def test_an_unchanged_answer_reads_its_hits(client: Client) -> None:
    shelve(("Клъстер", ""))
    for path in (f"{SEARCH}?q=клъстер", f"{SUGGEST}?q=клъс"):
        answer = client.get(path)
        assert answer["Last-Modified"]
        assert answer["Content-Language"] == "bg, en"
        with reads_of_the_store(at_most=1, also=SEARCH_TABLES):
            again = client.get(path, headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304
        shelve(("Нещо друго", ""))
        again = client.get(path, headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 200
        assert client.head(path)["ETag"] == again["ETag"]


def test_an_answer_mixes_the_hits_with_what_they_were_before(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody publishes after the hits are found, and before their entries are read."""
    page = factories.article(title="Клъстер")
    read = queries.SearchResult.read_hits
    published: list[Any] = []

    def publish_first(*args: Any) -> Any:
        if not published:
            page.title = "Клъстери"
            published.append(factories.publish(page))
        return read(*args)

    monkeypatch.setattr(queries.SearchResult, "read_hits", publish_first)
    answer = client.get(f"{SEARCH}?q=клъстер")
    assert [item["title"] for item in answer.json()["results"]] == ["Клъстери"]
    monkeypatch.undo()
    assert client.get(f"{SEARCH}?q=клъстер")["ETag"] == answer["ETag"]


@pytest.mark.parametrize(
    ("beginning", "titles"),
    [
        ("клъ", ["Клъстер", "Клъстерът на Средногорието", "Средногорие Мед Клъстер"]),
        ("КЛЪСТЕР", ["Клъстер", "Клъстерът на Средногорието", "Средногорие Мед Клъстер"]),
        ("клъстерът на ср", ["Клъстерът на Средногорието"]),
        ("средногорие клъ", ["Средногорие Мед Клъстер"]),
        ("стер", []),
        ("ins", ["Institute"]),
    ],
)
def test_a_beginning_is_not_completed(client: Client, beginning: str, titles: list[str]) -> None:
    shelve(
        ("Средногорие Мед Клъстер", ""),
        ("Клъстерът на Средногорието", ""),
        ("Клъстер", ""),
        ("Друго", "<p>клъстер</p>"),
    )
    shelve(("Institute", ""), locale="en")
    results = client.get(SUGGEST, {"q": beginning}).json()["results"]
    assert [item["title"] for item in results] == titles
    assert client.get(SUGGEST, {"q": beginning, "locale": "de"}).status_code == 400


@pytest.mark.parametrize(
    ("beginning", "title"),
    [
        ("iso9001", "ISO-9001 в завода"), ("iso-90", "ISO-9001 в завода"),
        ("ISO 9001 в", "ISO-9001 в завода"), ("8 000 т", "8000 тона"), ("8000", "8 000 стъпки"),
    ],
)  # fmt: skip
def test_joined_and_split_spellings_are_completed(
    client: Client, beginning: str, title: str
) -> None:
    shelve(("ISO-9001 в завода", ""), ("8000 тона", ""), ("8 000 стъпки", ""), ("Друго", ""))
    results = client.get(SUGGEST, {"q": beginning}).json()["results"]
    assert title in [item["title"] for item in results]
    assert "Друго" not in [item["title"] for item in results]


def test_a_completion_does_not_say_where_it_leads(client: Client) -> None:
    factories.article(title="Първа копка")
    entry = Entry.objects.get(type="news")
    (item,) = client.get(f"{SUGGEST}?q=пъ&locale=bg&limit=1").json()["results"]
    assert item == {
        "title": "Първа копка", "path": "/bg/novini/parva-kopka/", "type": "news",
        "url": "http://testserver/bg/novini/parva-kopka/", "locale": "bg", "id": str(entry.pk),
    }  # fmt: skip


@pytest.mark.parametrize(("path", "rate"), [(SEARCH, "SEARCH_RATE"), (SUGGEST, "SUGGEST_RATE")])
def test_somebody_may_search_without_end(
    client: Client, settings: Settings, path: str, rate: str
) -> None:
    setattr(settings, rate, "2/minute")
    ask = f"{path}?q=мед"
    assert [client.get(ask).status_code for _ in range(3)] == [200, 200, 429]
    refused = client.get(ask, headers={"X-Forwarded-For": "192.0.2.9"})
    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["title"] == "Too many requests"
    assert 0 < int(refused["Retry-After"]) <= 60
    # Another visitor, a preflight, a plain read.
    assert client.get(ask, REMOTE_ADDR="192.0.2.9").status_code == 200
    assert client.options(ask).status_code == 204
    assert client.get("/api/v1/pages/").status_code == 200
