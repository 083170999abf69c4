"""The hub is told once of every feed that has changed, until it accepts it; no publish waits."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Min
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from cms.outbox import http as sending
from cms.store.flush import publish_transaction
from cms.websub import change_detection, tasks
from cms.websub.models import Topic
from news.models import NewsPage
from tests import factories
from tests.outbox.http_server import Receiver, receiver

pytestmark = pytest.mark.django_db

FORMATS = ("atom", "json", "rss")


@pytest.fixture
def hub(settings: Settings) -> Iterator[Receiver]:
    with receiver() as kept:
        settings.WEBSUB_HUB = kept.url
        yield kept


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets time pass."""
    moments = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: moments[0])

    def pass_by(**time: float) -> None:
        moments[0] += timedelta(**time)

    return pass_by


def work_through() -> None:
    while not tasks.ping_hub():
        pass


def told(hub: Receiver) -> list[str]:
    """What the hub was told since it was last asked: paths of feeds, each as often as it was."""
    paths = []
    for body in hub.bodies:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        assert form["hub.mode"] == "publish"
        assert form["hub.url"] == form["hub.topic"]
        paths.append(form["hub.url"].removeprefix("http://testserver"))
    hub.bodies.clear()
    return sorted(paths)


def feeds(*sections: str) -> list[str]:
    return sorted(f"{section}feed.{form}" for section in sections for form in FORMATS)


def test_a_changed_feed_is_not_told_or_an_unchanged_one_is(hub: Receiver) -> None:
    category, other = factories.category(), factories.category(title="Събития")
    article = factories.article(categories=[category])
    work_through()
    assert told(hub) == feeds("/bg/novini/", category.get_public_path())
    work_through()
    assert told(hub) == []
    article.title = "Нова"
    factories.publish(article)
    factories.publish(other)
    factories.text_page(factories.home())
    article.save_revision()
    work_through()
    assert told(hub) == feeds("/bg/novini/", category.get_public_path())
    assert hub.headers[0]["Content-Type"] == "application/x-www-form-urlencoded"


def test_several_changes_are_told_more_than_once(hub: Receiver) -> None:
    article = factories.article()
    for title in ("Първо", "Второ", "Трето"):
        article.title = title
        article = factories.publish(article)
    work_through()
    assert told(hub) == feeds("/bg/novini/")


@pytest.mark.parametrize("change", ["unpublish", "delete", "site"])
def test_a_change_of_another_kind_is_not_told(hub: Receiver, change: str) -> None:
    profile, article = factories.site_profile(), factories.article()
    work_through()
    told(hub)
    if change == "site":
        profile.name = "Друго име"
        factories.publish(profile)
    else:
        with publish_transaction():
            getattr(NewsPage.objects.get(pk=article.pk), change)()
        factories.settle()
    work_through()
    assert told(hub) == feeds("/bg/novini/")


def test_the_state_of_a_translation_is_told(hub: Receiver) -> None:
    """It shows in no feed, though it is a change of the entries that stand there."""
    article = factories.article()
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    factories.translate(article, {})
    work_through()
    assert told(hub) == feeds("/bg/novini/", "/en/news/")
    article.summary = "Още едно изречение"
    factories.publish(article)
    work_through()
    assert told(hub) == feeds("/bg/novini/")


def test_a_feed_that_moved_or_went_is_not_told_once_more(hub: Receiver) -> None:
    category = factories.category()
    factories.article(categories=[category])
    before = category.get_public_path()
    work_through()
    told(hub)
    category.slug = "drugi"
    category = factories.publish(category)
    work_through()
    assert told(hub) == feeds("/bg/novini/", before, category.get_public_path())
    with publish_transaction():
        category.unpublish()
    factories.settle()
    work_through()
    assert told(hub) == feeds("/bg/novini/", category.get_public_path())
    assert not Topic.objects.filter(address__contains="/kategoria/").exists()


def test_a_hub_that_is_down_is_asked_without_a_pause_or_forgotten(
    hub: Receiver, clock: Callable[..., None]
) -> None:
    factories.article()
    hub.answers = [503, 0, 429, 500]
    waits = []
    for pause in (0, 6, 301, 1801):
        clock(seconds=pause)
        left = len(hub.answers)
        work_through()
        # One attempt, whatever number of feeds is due.
        assert len(hub.answers) == left - 1
        first = Topic.objects.aggregate(first=Min("next_attempt_at"))["first"]
        waits.append(first - timezone.now())
        work_through()
        assert len(hub.answers) == left - 1, "it is asked again at once"
    assert waits == sorted(waits)
    assert waits[-1] <= timedelta(hours=1)
    assert sorted(told(hub))[:1] != []
    clock(hours=1, seconds=1)
    work_through()
    assert set(told(hub)) == set(feeds("/bg/novini/"))
    assert not Topic.objects.exclude(next_attempt_at=None).exists()


def test_a_feed_that_the_hub_refuses_holds_up_the_others(
    hub: Receiver, clock: Callable[..., None]
) -> None:
    factories.article()
    hub.answers = [403]
    work_through()
    assert len(told(hub)) == 3
    refused = Topic.objects.get(attempts=1)
    assert refused.answer == "403 so be it"
    assert refused.next_attempt_at is not None
    clock(minutes=1)
    work_through()
    assert told(hub) == [refused.address.removeprefix("http://testserver")]


def test_a_feed_that_changes_while_it_is_told_is_not_told_again(
    hub: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = factories.article()
    post = sending.post

    def publish_meanwhile(*args: Any, **options: Any) -> Any:
        answer = post(*args, **options)
        monkeypatch.setattr(sending, "post", post)
        article.title = "Междувременно"
        factories.publish(article)
        change_detection.detect_changes()
        return answer

    monkeypatch.setattr(sending, "post", publish_meanwhile)
    work_through()
    work_through()
    assert len(told(hub)) == 4


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_worker_that_dies_while_it_tells_loses_the_word(
    hub: Receiver, clock: Callable[..., None], monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    factories.article()
    post = sending.post

    def die(*args: Any, **options: Any) -> Any:
        if moment == "after":
            post(*args, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(sending, "post", die)
    with pytest.raises(KeyboardInterrupt):
        work_through()
    monkeypatch.setattr(sending, "post", post)
    clock(minutes=5)
    work_through()
    assert set(told(hub)) == set(feeds("/bg/novini/"))


def test_two_workers_tell_the_same(hub: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.article()
    post = sending.post

    def another_worker_meanwhile(*args: Any, **options: Any) -> Any:
        monkeypatch.setattr(sending, "post", post)
        tasks.topic_loop.run()
        return post(*args, **options)

    monkeypatch.setattr(sending, "post", another_worker_meanwhile)
    work_through()
    assert told(hub) == feeds("/bg/novini/")


def test_a_new_hub_learns_of_no_feed_that_has_articles(hub: Receiver, settings: Settings) -> None:
    factories.category()
    factories.article()
    work_through()
    told(hub)
    with receiver() as another:
        settings.WEBSUB_HUB = another.url
        work_through()
        assert told(another) == feeds("/bg/novini/")
    assert told(hub) == []


def test_a_publish_waits_for_the_hub(hub: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*args: Any, **options: Any) -> Any:
        raise AssertionError("a publish asks the hub")

    monkeypatch.setattr(sending, "post", nobody)
    factories.article()
    assert told(hub) == []


def test_the_worker_does_not_ping_hub(hub: Receiver) -> None:
    factories.article()
    call_command("worker", once=True)
    assert told(hub) == feeds("/bg/novini/")


def test_a_feed_does_not_name_its_hub(hub: Receiver, client: Client) -> None:
    factories.article()
    factories.copies(NewsPage.objects.get(), 25)
    for form in FORMATS:
        address = f"/bg/novini/feed.{form}"
        first = client.get(address)
        assert first["Link"] == (
            f'<{hub.url}>; rel="hub", <http://testserver{address}>; rel="self"'
        )
        assert hub.url in first.content.decode()
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        assert again["Link"] == first["Link"]
    following = client.get("/bg/novini/feed.json").json()["next_url"]
    second = client.get(following.removeprefix("http://testserver"))
    assert "Link" not in second.headers
    assert "hubs" not in second.json()


def test_without_a_hub_anything_is_told_or_named(client: Client) -> None:
    factories.article()
    assert tasks.ping_hub() > 0
    response = client.get("/bg/novini/feed.rss")
    assert "Link" not in response.headers
    assert b'"hub"' not in response.content
    assert not Topic.objects.exists()


def test_looking_for_changes_costs_more_than_one_query_while_nothing_changes(
    hub: Receiver,
) -> None:
    factories.article()
    work_through()
    with CaptureQueriesContext(connection) as captured:
        assert not change_detection.detect_changes()
    assert len(captured) == 2


def seen(client: Client) -> str:
    return client.get("/admin/websub/").content.decode()


def test_the_back_office_does_not_show_how_it_stands(
    hub: Receiver, admin: Client, clock: Callable[..., None]
) -> None:
    factories.article()
    hub.answers = [503]
    work_through()
    html = seen(admin)
    assert hub.url in html
    assert "http://testserver/bg/novini/feed.rss" in html
    assert "503 so be it" in html
    clock(hours=1)
    work_through()
    assert "202 so be it" in seen(admin)


def test_a_new_publish_is_tried_at_once_though_the_hub_was_away(
    hub: Receiver, clock: Callable[..., None]
) -> None:
    factories.article()
    hub.answers = [503]
    work_through()
    clock(seconds=1)
    work_through()
    assert len(hub.bodies) <= 1, "it is asked again at once"
    hub.bodies.clear()
    factories.article(title="Втора", slug="vtora")
    work_through()
    assert told(hub) == feeds("/bg/novini/")


def test_what_waits_for_the_hub_is_tried_by_the_button(
    hub: Receiver, admin: Client, clock: Callable[..., None]
) -> None:
    factories.article()
    hub.answers = [503]
    work_through()
    hub.bodies.clear()
    clock(seconds=1)
    assert "Опитай сега" in seen(admin)
    answer = admin.post("/admin/websub/retry/", follow=True)
    assert "До секунди хъбът се уведомява" in answer.content.decode()
    work_through()
    assert told(hub) == feeds("/bg/novini/")
    assert "Опитай сега" not in seen(admin)
    assert admin.get("/admin/websub/retry/").status_code == 405


def test_whoever_may_not_see_it_does(client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("nobody", password="x"))
    assert client.get("/admin/websub/").status_code == 302
    assert client.post("/admin/websub/retry/").status_code == 302
