"""The site's own search page: a form and links, for people without a script too."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests import factories
from tests.queries import SEARCH, reads_of_the_store
from tests.search.library import shelve

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "words"), [("/bg/tarsene/", "Търсене"), ("/en/search/", "Search")]
)
def test_the_form_is_missing_or_in_another_language(client: Client, path: str, words: str) -> None:
    response = client.get(path)
    html = response.content.decode()
    assert f"<h1>{words}</h1>" in html
    assert f'action="{path}" method="get"' in html
    assert response["Content-Language"] == path[1:3]
    assert '<meta name="robots" content="noindex">' in html
    assert response["X-Robots-Tag"] == "noindex"


def test_a_page_is_not_found_or_another_languages_is(client: Client) -> None:
    factories.site_profile()
    factories.article(title="Ремонтът на прохода")
    shelve(("Ремонт", ""), locale="en")
    html = client.get("/bg/tarsene/?q=ремонти").content.decode()
    assert '<a href="/bg/novini/remontat-na-prohoda/"><mark>Ремонтът</mark> на прохода</a>' in html
    assert html.count("<mark>") == 1
    assert "Намерена е 1 страница" in html
    assert '<a href="/bg/tarsene/" aria-current="page">' in html


def test_it_is_not_said_that_nothing_is_found(client: Client) -> None:
    html = client.get("/bg/tarsene/?q=нищо").content.decode()
    assert "Няма нищо намерено за „нищо“." in html
    assert (
        "Nothing was found for “nothing”." in client.get("/en/search/?q=nothing").content.decode()
    )


def test_a_question_is_written_into_the_page_as_it_is(client: Client) -> None:
    shelve(("Мед <script>alert(1)</script>", "<p>&lt;img src=x&gt;</p>"))
    for question in ('"><script>alert(1)</script>', "мед script img"):
        html = client.get("/bg/tarsene/", {"q": question}).content.decode()
        assert "<script" not in html
        assert "<img src=x" not in html


@pytest.mark.parametrize("value", ["%00", "%ff", "a" * 5000, "%22", "!!!", "🙂", "%20"])
def test_an_odd_question_breaks_the_page(client: Client, value: str) -> None:
    assert client.get(f"/bg/tarsene/?q={value}").status_code == 200


def test_the_hits_cannot_be_paged(client: Client) -> None:
    shelve(*((f"Клъстер {number}", "") for number in range(45)))
    first = client.get("/bg/tarsene/?q=клъстер").content.decode()
    assert first.count("<li>") >= 20
    assert "?q=%D0%BA%D0%BB%D1%8A%D1%81%D1%82%D0%B5%D1%80&amp;page=2" in first
    assert client.get("/bg/tarsene/?q=клъстер&page=3").status_code == 200
    for page in ("4", "0", "x", "9" * 30):
        assert client.get(f"/bg/tarsene/?q=клъстер&page={page}").status_code == 404


def test_a_search_asks_more_than_a_few_reads_or_again_what_is_known(client: Client) -> None:
    shelve(*((f"Клъстер {number}", "") for number in range(45)))
    client.get("/bg/tarsene/?q=клъстер")
    with reads_of_the_store(at_most=3, also=SEARCH):
        response = client.get("/bg/tarsene/?q=клъстер")
    with reads_of_the_store(at_most=2, also=SEARCH):
        again = client.get("/bg/tarsene/?q=клъстер", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_somebody_may_search_without_end(client: Client, settings: Settings) -> None:
    settings.SEARCH_RATE = "1/minute"
    assert client.get("/bg/tarsene/?q=мед").status_code == 200
    refused = client.get("/bg/tarsene/?q=мед")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert "Твърде много търсения" in refused.content.decode()
    assert client.get("/bg/tarsene/").status_code == 200


def test_the_search_does_not_lead_to_the_search_in_another_language(client: Client) -> None:
    profile = factories.site_profile()
    factories.home()
    assert b'hreflang="en"' not in client.get("/bg/tarsene/").content
    factories.translate(factories.home(), {})
    factories.translate(profile, {})
    assert '<a class="language" href="/en/search/"' in client.get("/bg/tarsene/").content.decode()
    assert '<a class="language" href="/bg/tarsene/"' in client.get("/en/search/").content.decode()


def test_hits_of_another_language_are_offered_where_this_one_has_none(client: Client) -> None:
    shelve(("The kings of copper", "<p>ore</p>"), locale="en")
    html = client.get("/bg/tarsene/?q=copper").content.decode()
    assert "Няма нищо намерено за „copper“." in html
    assert "На други езици" in html
    assert 'lang="en" dir="ltr" hreflang="en">The kings of <mark>copper</mark></a>' in html
    assert "English</bdi>" in html
    shelve(("Copper Bulgaria", ""))
    html = client.get("/bg/tarsene/?q=copper").content.decode()
    assert "На други езици" not in html
    assert "The kings of" not in html


def test_an_answer_without_hits_changes_with_the_other_languages(client: Client) -> None:
    shelve(("Друго", ""))
    before = client.get("/bg/tarsene/?q=copper")
    shelve(("Copper", ""), locale="en")
    known = {"If-None-Match": before["ETag"]}
    assert client.get("/bg/tarsene/?q=copper", headers=known).status_code == 200
