"""What is news, to whom, and when: the quiet before "at once", and Mondays."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from cms.newsletter.announcements import last_monday
from cms.newsletter.frequencies import Frequency
from cms.newsletter.models import Announcement, AnnouncementCheckpoint
from cms.newsletter.subscriptions import change_frequency, unsubscribe
from cms.store import consistency
from cms.store.flush import publish_transaction
from cms.store.models import Entry, Sequence
from tests import factories
from tests.newsletter.conftest import Clock
from tests.newsletter.steps import ADDRESS, ask, subjects, subscriber, work_on

pytestmark = [pytest.mark.once, pytest.mark.django_db]

SOFIA = ZoneInfo("Europe/Sofia")


@pytest.fixture(autouse=True)
def news(clock: Clock) -> None:
    """A site whose mail has been on for a while; it is a Wednesday, later than all there is."""
    clock.set(datetime(2099, 11, 25, 12, tzinfo=SOFIA))
    factories.news_index()
    work_on()


def wait(clock: Clock, **time: float) -> None:
    """The worker looks, time passes, and it looks again."""
    work_on()
    clock.pass_by(**time)
    work_on()


def article(**fields: Any) -> Any:
    """An article of this moment, in Bulgarian."""
    return factories.article(**{"date": timezone.now()} | fields)


def edit(page: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    factories.publish(page)


def unpublish(page: Any) -> None:
    with publish_transaction():
        type(page).objects.get(pk=page.pk).unpublish()
    factories.settle()


# At once


def test_articles_that_are_published_in_a_row_are_several_mails(clock: Clock) -> None:
    subscriber()
    for number in range(5):
        article(title=f"Новина {number}", date=clock.now() - timedelta(hours=5 - number))
        wait(clock, minutes=4, seconds=50)
    assert mail.outbox == []
    wait(clock, seconds=20)
    assert subjects() == ["5 нови публикации: Новина 4…"]


def test_a_correction_right_after_is_not_in_the_mail(clock: Clock) -> None:
    subscriber()
    page = article(title="Гершка")
    wait(clock, minutes=3)
    edit(page, title="Грешка")
    wait(clock, minutes=3)
    assert subjects() == ["Грешка"]


def test_who_publishes_all_day_keeps_the_readers_waiting_all_day(clock: Clock) -> None:
    subscriber()
    for number in range(9):
        article(title=f"Новина {number}")
        wait(clock, minutes=4)
    assert len(mail.outbox) == 1
    assert subjects()[0].startswith("8 нови публикации")
    wait(clock, minutes=2)
    assert subjects()[1:] == ["Новина 8"]


def test_a_worker_that_was_away_forgets_an_article_or_waits_again(clock: Clock) -> None:
    subscriber()
    article()
    clock.pass_by(hours=5)
    work_on()
    assert subjects() == ["Първа копка"]


# What is new, and to whom


def test_what_was_there_before_mail_was_is_mailed(clock: Clock) -> None:
    Announcement.objects.all().delete()
    AnnouncementCheckpoint.objects.all().delete()
    page = article()
    subscriber()
    wait(clock, minutes=6)
    edit(page, title="Друго")
    wait(clock, minutes=6)
    assert mail.outbox == []


def test_what_was_public_before_somebody_confirmed_is_mailed_to_them(clock: Clock) -> None:
    subscriber("earlier@example.org")
    article(title="Стара")
    work_on()
    subscriber()
    article(title="Нова")
    wait(clock, minutes=6)
    assert subjects("earlier@example.org")[0].startswith("2 нови")
    assert subjects() == ["Нова"]


def test_an_edit_is_mailed_again(clock: Clock) -> None:
    subscriber()
    page = article()
    wait(clock, minutes=6)
    edit(page, title="Друго", slug="drugo")
    factories.category(title="Нова")
    wait(clock, minutes=6)
    consistency.sync(lambda done, of: None, rebuild=True)
    wait(clock, days=8)
    assert subjects() == ["Първа копка"]


def test_what_comes_back_is_mailed_again(clock: Clock) -> None:
    subscriber()
    subscriber("weekly@example.org", Frequency.WEEKLY)
    page = article()
    wait(clock, minutes=6)
    for _ in range(3):
        unpublish(page)
        wait(clock, minutes=6)
        factories.publish(page)
        wait(clock, days=8)
    assert subjects() == ["Първа копка"]
    assert subjects("weekly@example.org") == ["Първа копка"]


def test_what_was_taken_back_in_time_is_mailed_or_never_mailed_once_it_is_right(
    clock: Clock,
) -> None:
    for address, frequency in ((ADDRESS, Frequency.AT_ONCE), ("w@example.org", Frequency.WEEKLY)):
        subscriber(address, frequency)
    page = article()
    wait(clock, minutes=2)
    unpublish(page)
    wait(clock, days=7)
    assert mail.outbox == []
    factories.publish(page)
    wait(clock, days=7)
    assert subjects() == ["Първа копка"]
    assert subjects("w@example.org") == ["Първа копка"]


def test_an_old_article_is_news(clock: Clock) -> None:
    subscriber()
    for days in (29, 31, 4000):
        date = clock.now() - timedelta(days=days)
        archived = article(title=f"Преди {days} дни", date=date)
    wait(clock, minutes=6)
    edit(archived, title="Поправена", date=clock.now())
    wait(clock, minutes=6)
    assert subjects() == ["Преди 29 дни"]


def test_what_nobody_may_read_or_is_no_article_is_mailed(clock: Clock) -> None:
    subscriber()
    article(title="Чернова", live=False)
    factories.about()
    factories.category()
    hidden = article(title="Скрита")
    with publish_transaction():
        PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    factories.settle()
    wait(clock, minutes=6)
    assert mail.outbox == []


def test_an_article_is_mailed_in_a_language_it_is_not_in(clock: Clock) -> None:
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    subscriber()
    subscriber("reader@example.org", language="en")
    page = article()
    wait(clock, minutes=6)
    assert [sent.to for sent in mail.outbox] == [[ADDRESS]]
    factories.translate(page, {"Първа копка": "First sod"})
    wait(clock, minutes=6)
    assert subjects() == ["Първа копка"]
    assert subjects("reader@example.org") == ["First sod"]


def test_a_store_that_is_lost_and_built_anew_mails_everything_again(clock: Clock) -> None:
    subscriber()
    article(title="Известна")
    wait(clock, minutes=6)
    article(title="Още неизвестна")
    Entry.objects.all().delete()
    Sequence.objects.all().delete()
    consistency.sync(lambda done, of: None)
    wait(clock, minutes=6)
    assert subjects() == ["Известна", "Още неизвестна"]


def test_who_is_gone_or_not_confirmed_is_mailed(clock: Clock) -> None:
    unsubscribe(subscriber())
    ask("asked@example.org")
    work_on()
    mail.outbox.clear()
    article()
    wait(clock, minutes=6)
    wait(clock, days=7)
    assert mail.outbox == []


# Weekly


def monday(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=SOFIA)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (monday(2099, 11, 23, 8, 59, 59), monday(2099, 11, 16, 9)),
        (monday(2099, 11, 23, 9), monday(2099, 11, 23, 9)),
        (monday(2099, 11, 24, 0), monday(2099, 11, 23, 9)),
        (monday(2099, 11, 29, 23, 59), monday(2099, 11, 23, 9)),
        # Summer begins and ends on a Sunday: 9 o'clock is 7:00 and 6:00 UTC.
        (monday(2026, 3, 23, 9), datetime(2026, 3, 23, 7, tzinfo=ZoneInfo("UTC"))),
        (monday(2026, 3, 30, 9), datetime(2026, 3, 30, 6, tzinfo=ZoneInfo("UTC"))),
        (datetime(2026, 3, 30, 5, 59, tzinfo=ZoneInfo("UTC")), monday(2026, 3, 23, 9)),
        (monday(2026, 10, 26, 9), datetime(2026, 10, 26, 7, tzinfo=ZoneInfo("UTC"))),
        (datetime(2026, 10, 26, 6, 59, tzinfo=ZoneInfo("UTC")), monday(2026, 10, 19, 9)),
        # Already Monday there, still Sunday in Greenwich.
        (datetime(2099, 11, 22, 23, tzinfo=ZoneInfo("UTC")), monday(2099, 11, 16, 9)),
    ],
)
def test_monday_is_another_moment(now: datetime, due: datetime) -> None:
    assert last_monday(now) == due


def test_monday_is_by_another_clock_than_the_installations(settings: Settings) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    tokyo = ZoneInfo("Asia/Tokyo")
    now = datetime(2099, 11, 23, 9, tzinfo=tokyo)
    assert last_monday(now) == now


def test_the_week_is_not_one_mail_on_monday_at_nine(clock: Clock) -> None:
    subscriber(frequency=Frequency.WEEKLY)
    article(title="Сряда")
    wait(clock, days=2)
    article(title="Петък")
    work_on()
    clock.set(datetime(2099, 11, 30, 8, 59, tzinfo=SOFIA))
    work_on()
    assert mail.outbox == []
    wait(clock, minutes=2)
    assert len(mail.outbox) == 1
    assert subjects()[0].startswith("2 нови публикации")
    article(title="Понеделник, по-късно")
    wait(clock, days=6)
    assert len(mail.outbox) == 1
    clock.set(datetime(2099, 12, 7, 9, 0, 5, tzinfo=SOFIA))
    work_on()
    assert subjects()[1:] == ["Понеделник, по-късно"]
    wait(clock, days=30)
    assert len(mail.outbox) == 2, "a week without anything new"


def test_the_clocks_change_moves_the_weekly_mail(clock: Clock) -> None:
    """Summer time begins on Sunday, 29 March 2099."""
    clock.set(datetime(2100, 3, 25, 12, tzinfo=SOFIA))
    subscriber(frequency=Frequency.WEEKLY)
    article()
    clock.set(datetime(2100, 3, 29, 8, 59, tzinfo=SOFIA))
    assert timezone.now().astimezone(ZoneInfo("UTC")).hour == 5
    work_on()
    assert mail.outbox == []
    wait(clock, minutes=2)
    assert subjects() == ["Първа копка"]


def test_who_confirms_after_monday_is_mailed_the_last_week(clock: Clock) -> None:
    article(title="Стара")
    wait(clock, days=5)
    subscriber(frequency=Frequency.WEEKLY)
    wait(clock, days=1)
    assert mail.outbox == []


def test_a_worker_that_was_away_on_monday_skips_the_week_or_splits_it(clock: Clock) -> None:
    subscriber(frequency=Frequency.WEEKLY)
    article(title="Сряда")
    clock.set(datetime(2099, 12, 1, 15, tzinfo=SOFIA))
    article(title="Вторник, след понеделника")
    work_on()
    assert subjects() == ["Сряда"]
    clock.set(datetime(2099, 12, 7, 9, 1, tzinfo=SOFIA))
    work_on()
    assert subjects()[1:] == ["Вторник, след понеделника"]


def test_an_edited_article_is_passed_over_by_a_worker_that_was_away(clock: Clock) -> None:
    """Its moment is then that of the edit, after Monday; the next one's is before."""
    subscriber(frequency=Frequency.WEEKLY)
    first = article(title="Първа")
    article(title="Втора")
    clock.set(datetime(2099, 11, 30, 9, 30, tzinfo=SOFIA))
    edit(first, summary="Поправена")
    wait(clock, days=7)
    assert subjects()[0].startswith("2 нови публикации")


def test_what_is_noticed_late_on_monday_is_a_second_mail(clock: Clock) -> None:
    subscriber(frequency=Frequency.WEEKLY)
    article(title="Сряда")
    work_on()
    clock.set(datetime(2099, 11, 30, 9, 0, 1, tzinfo=SOFIA))
    late = article(title="Последна минута")
    # It was published before nine, by a transaction that ended after.
    moment = datetime(2099, 11, 30, 8, 59, 59, tzinfo=SOFIA)
    work_on()
    Announcement.objects.filter(entry=Entry.objects.get(path=late.url_path).pk).update(
        published_at=moment
    )
    wait(clock, minutes=10)
    assert subjects() == ["Сряда"]
    wait(clock, days=7)
    assert subjects() == ["Сряда", "Последна минута"]


def test_a_change_of_frequency_loses_or_repeats_an_article(clock: Clock) -> None:
    subscription = subscriber(frequency=Frequency.WEEKLY)
    article(title="Първа")
    wait(clock, minutes=10)
    change_frequency(subscription, Frequency.AT_ONCE)
    work_on()
    assert subjects() == ["Първа"]
    change_frequency(subscription, Frequency.WEEKLY)
    article(title="Втора")
    wait(clock, days=7)
    assert subjects() == ["Първа", "Втора"]
    change_frequency(subscription, Frequency.AT_ONCE)
    article(title="Трета")
    wait(clock, minutes=2)
    change_frequency(subscription, Frequency.WEEKLY)
    wait(clock, days=7)
    assert subjects() == ["Първа", "Втора", "Трета"]
