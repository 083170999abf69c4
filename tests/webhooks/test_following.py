"""What an endpoint is told, and as what, however much happens before it is."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.store import consistency
from cms.store.flush import publish_transaction
from cms.store.models import Entry, Sequence
from cms.webhooks import consumer
from cms.webhooks.models import Delivery, Endpoint
from news.models import NewsPage
from tests import factories
from tests.webhooks.conftest import Clock, Work
from tests.webhooks.receiver import Receiver, answers

pytestmark = pytest.mark.django_db
PATH = "/bg/novini/parva-kopka/"
MOVED = "/bg/novini/drug-pat/"


def edit(page: Any, **fields: Any) -> Any:
    page = type(page).objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    return factories.publish(page)


def unpublish(page: Any) -> None:
    page = type(page).objects.get(pk=page.pk)
    with publish_transaction():
        page.unpublish()


def publish_again(page: Any) -> Any:
    return factories.publish(NewsPage.objects.get(pk=page.pk))


def told_of_the_article(receiver: Receiver) -> list[tuple[str, str]]:
    return [each for each in receiver.take() if "novini/" in each[1] and each[1] != "/bg/novini/"]


@pytest.fixture
def article(endpoint: Endpoint, receiver: Receiver, work: Work) -> Any:
    """One that the receiver has been told of."""
    page = factories.article()
    work()
    assert told_of_the_article(receiver) == [("entry.published", PATH)]
    return page


def test_an_endpoint_is_told_what_was_there_before_it(
    endpoint: Endpoint, receiver: Receiver, work: Work
) -> None:
    work()
    assert receiver.received == []
    assert not Delivery.objects.exists()


def test_a_change_is_told_under_another_name_than_the_change_logs(
    article: NewsPage, receiver: Receiver, work: Work
) -> None:
    edit(article, summary="Ново")
    work()
    assert told_of_the_article(receiver) == [("entry.updated", PATH)]
    edit(article, slug="drug-pat")
    work()
    assert told_of_the_article(receiver) == [("entry.moved", MOVED)]
    unpublish(article)
    work()
    assert told_of_the_article(receiver) == [("entry.removed", MOVED)]
    publish_again(article)
    work()
    assert told_of_the_article(receiver) == [("entry.published", MOVED)]


def test_what_is_sent_is_not_a_result_of_the_change_log(
    endpoint: Endpoint, receiver: Receiver, work: Work, client: Any
) -> None:
    cursor = f"{endpoint.cursor:x}"
    factories.article()
    work()
    results = client.get("/api/v1/changes/", {"cursor": cursor}).json()["results"]
    assert [each.payload["data"] for each in receiver.received] == results
    for each in receiver.received:
        assert each.payload.keys() == {"type", "timestamp", "data"}
        assert each.payload["timestamp"] == each.payload["data"]["at"]


def test_a_page_that_is_gone_has_a_text(article: NewsPage, receiver: Receiver, work: Work) -> None:
    unpublish(article)
    work()
    gone = [each for each in receiver.received if each.payload["type"] == "entry.removed"]
    assert [each.payload["data"]["entry"] for each in gone] == [None]


def test_the_frame_around_pages_is_told(endpoint: Endpoint, receiver: Receiver, work: Work) -> None:
    factories.site_profile()
    work()
    assert Entry.objects.filter(type="site").exists()
    assert all("/" in path for _, path in receiver.told)


def test_what_changed_twice_before_it_was_sent_is_sent_twice_or_as_it_was(
    article: NewsPage, receiver: Receiver, work: Work
) -> None:
    edit(article, summary="Първо")
    edit(article, summary="Второ")
    work()
    (summary,) = [each.payload["data"]["entry"]["summary"] for each in receiver.received
                  if each.told[1] == PATH]  # fmt: skip
    assert summary == "Второ"


def test_a_move_and_then_an_update_are_told_as_an_update_alone(
    article: NewsPage, receiver: Receiver, work: Work
) -> None:
    receiver.always = answers(500)
    edit(article, slug="drug-pat")
    work()
    receiver.always = answers(200)
    receiver.take()
    edit(article, summary="Ново")
    work()
    assert told_of_the_article(receiver) == [("entry.moved", MOVED)]


def test_what_came_and_went_before_it_was_sent_is_told_as_published(
    endpoint: Endpoint, receiver: Receiver, work: Work
) -> None:
    """That it is gone is told: the receiver may have it from elsewhere."""
    unpublish(factories.article())
    work()
    assert told_of_the_article(receiver) == [("entry.removed", PATH)]


def test_a_page_whose_first_word_may_have_arrived_is_not_told_to_be_gone(
    endpoint: Endpoint, receiver: Receiver, work: Work
) -> None:
    receiver.always = answers(500)
    page = factories.article()
    work()
    receiver.take()
    unpublish(page)
    receiver.always = answers(200)
    work()
    assert told_of_the_article(receiver) == [("entry.removed", PATH)]


def test_a_page_that_went_and_came_back_is_told_to_be_gone(
    article: NewsPage, receiver: Receiver, work: Work
) -> None:
    unpublish(article)
    publish_again(article)
    work()
    assert told_of_the_article(receiver) == [("entry.published", PATH)]


def test_a_log_that_is_taken_over_in_parts_calls_something_by_the_wrong_name(
    endpoint: Endpoint, receiver: Receiver, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is published, and changes again after the part in which it would have been told so."""
    monkeypatch.setattr(consumer, "BATCH_SIZE", 1)
    late = factories.article(title="Втора")
    factories.article()
    assert consumer.enqueue_changes(), "all of it was taken over at once"
    edit(late, summary="Ново")
    edit(late, slug="drug-pat")
    work()
    assert ("entry.published", MOVED) in receiver.told
    assert ("entry.published", PATH) in receiver.told
    assert len(told_of_the_article(receiver)) == 2


def test_a_part_of_the_log_is_left_out_or_taken_over_twice(
    endpoint: Endpoint, receiver: Receiver, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "BATCH_SIZE", 3)
    factories.copies(factories.article(), 10)
    work()
    assert len(told_of_the_article(receiver)) == 11
    work()
    assert receiver.received == []


def test_a_store_that_was_built_anew_is_not_told_anew(
    article: NewsPage, receiver: Receiver, work: Work
) -> None:
    """Its numbers start above all old ones, so all of it is news."""
    Entry.objects.all().delete()
    Sequence.objects.all().delete()
    consistency.sync(lambda done, of: None, rebuild=True)
    work()
    assert ("entry.published", PATH) in receiver.told


# Choices


@pytest.mark.usefixtures("no_sections")
@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"locales": ["bg"]}, {"/bg/", "/bg/novini/", PATH}),
        ({"locales": ["en"]}, {"/en/"}),
        ({"types": ["news"]}, {PATH}),
        ({"types": ["news"], "locales": ["en"]}, set()),
        ({"types": ["home"], "locales": ["en", "bg"]}, {"/bg/", "/en/"}),
    ],
)
def test_something_of_another_language_or_type_is_told(
    receiver: Receiver, work: Work, choice: dict[str, Any], expected: set[str]
) -> None:
    Endpoint.objects.create(name="Приемник", address=receiver.url, **choice)
    factories.article()
    factories.home("en")
    work()
    assert {path for _, path in receiver.told} == expected


def test_an_event_that_was_not_chosen_is_told(
    article: NewsPage, receiver: Receiver, work: Work
) -> None:
    Endpoint.objects.update(events=["published", "removed"])
    edit(article, summary="Ново")
    edit(article, slug="drug-pat")
    work()
    assert receiver.take() == []
    unpublish(article)
    work()
    assert told_of_the_article(receiver) == [("entry.removed", MOVED)]
    publish_again(article)
    work()
    assert told_of_the_article(receiver) == [("entry.published", MOVED)]


@pytest.mark.parametrize(("event", "path"), [("updated", MOVED), ("moved", MOVED)])
def test_a_chosen_event_is_lost_behind_one_that_was_not(
    article: NewsPage, receiver: Receiver, work: Work, event: str, path: str
) -> None:
    """It moves and changes before anything is sent."""
    Endpoint.objects.update(events=[event])
    edit(article, slug="drug-pat")
    edit(article, summary="Ново")
    work()
    assert told_of_the_article(receiver) == [(f"entry.{event}", path)]


@pytest.mark.parametrize("event", ["updated", "moved"])
def test_a_chosen_event_of_a_new_page_is_lost(
    endpoint: Endpoint, receiver: Receiver, work: Work, event: str
) -> None:
    Endpoint.objects.update(events=[event])
    page = factories.article()
    edit(page, slug="drug-pat")
    work()
    assert told_of_the_article(receiver) == [(f"entry.{event}", MOVED)]


def test_what_was_not_sent_before_the_page_went_is_told_to_who_wants_no_removals(
    endpoint: Endpoint, receiver: Receiver, work: Work, clock: Clock
) -> None:
    Endpoint.objects.update(events=["published", "updated"])
    receiver.always = answers(500)
    page = factories.article()
    work()
    receiver.take()
    unpublish(page)
    clock.move(days=1)
    receiver.always = answers(200)
    work()
    assert told_of_the_article(receiver) == []
    assert not Delivery.objects.filter(entry__path=PATH).exists()


def test_what_is_no_longer_chosen_is_sent_because_it_was_owed_before(
    endpoint: Endpoint, receiver: Receiver, work: Work, clock: Clock
) -> None:
    receiver.always = answers(500)
    factories.article()
    work()
    receiver.take()
    Endpoint.objects.update(locales=["en"])
    receiver.always = answers(200)
    clock.move(days=1)
    work()
    assert receiver.take() == []
    assert not Delivery.objects.exists()


def test_what_happened_while_an_endpoint_was_off_is_lost_or_told_piece_by_piece(
    article: NewsPage, receiver: Receiver, work: Work
) -> None:
    other = factories.article(title="Втора")
    work()
    receiver.take()
    Endpoint.objects.update(enabled=False)
    edit(article, summary="Ново")
    edit(article, slug="drug-pat")
    unpublish(other)
    factories.article(title="Трета")
    work()
    assert receiver.take() == []
    Endpoint.objects.update(enabled=True)
    work()
    assert sorted(told_of_the_article(receiver)) == [
        ("entry.moved", MOVED),
        ("entry.published", "/bg/novini/treta/"),
        ("entry.removed", "/bg/novini/vtora/"),
    ]


def test_endpoints_are_told_each_others_share(
    article: NewsPage, endpoint: Endpoint, receiver: Receiver, work: Work
) -> None:
    Endpoint.objects.create(name="Друг", address=f"{receiver.url}/2", types=["news_index"])
    edit(article, title="Друго заглавие")
    edit(factories.news_index(), title="Всички новини")
    work()
    paths = {(each.path, each.told[1]) for each in receiver.received}
    assert ("/hooks/2", "/bg/novini/") in paths
    assert ("/hooks", "/bg/novini/") in paths
    assert ("/hooks", PATH) in paths
    assert ("/hooks/2", PATH) not in paths


# Costs


def test_taking_over_asks_more_the_more_has_changed(endpoint: Endpoint) -> None:
    page = factories.article()
    asked = []
    for number in (1, 30):
        factories.copies(page, number)
        with CaptureQueriesContext(connection) as captured:
            consumer.enqueue_changes()
        asked.append(len(captured))
    assert Delivery.objects.count() > 30
    assert asked[0] == asked[1]


def test_a_look_at_nothing_takes_the_lock(
    endpoint: Endpoint, django_assert_num_queries: Any
) -> None:
    consumer.enqueue_changes()
    with django_assert_num_queries(2):
        consumer.enqueue_changes()
