"""Whatever editors, readers and the clock do, in whatever order, mail goes where it should.

Hypothesis makes up the days. What must hold:
- nobody is mailed an article who has not confirmed, or who has left;
- nobody is mailed an article twice, whatever is done to it;
- no article is mailed that is not public at that moment;
- at the end, whoever confirmed and kept their frequency has got every article that became public
  after that and is public now.

    PROVE=1 python -m pytest tests/newsletter/test_machine.py    # long
"""

import os
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cms.newsletter import subscriptions
from cms.newsletter.frequencies import Frequency
from cms.newsletter.models import Subscription
from cms.store.flush import publish_transaction
from news.models import NewsPage
from tests import factories
from tests.newsletter.steps import work_on

PROVE = "PROVE" in os.environ
ARTICLE = re.compile(r"/bg/novini/novina-(\d+)/")
some = st.integers(0, 9)
frequency = st.sampled_from(list(Frequency))
real_now = timezone.now


@dataclass
class Reader:
    """Somebody as they know themselves; `wanted` is what became public after they confirmed."""

    address: str
    frequency: Frequency
    confirmed: bool = False
    left: bool = False
    changed: bool = False
    wanted: set[int] = field(default_factory=set)
    got: list[int] = field(default_factory=list)


class Days(RuleBasedStateMachine):
    """One example: a row of acts inside a transaction that is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = timedelta()
        self.readers: list[Reader] = []
        self.pages: list[NewsPage] = []
        self.public: set[int] = set()
        self.ever_public: set[int] = set()
        self.clock = patch.object(timezone, "now", self.now)
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.clock.start()
        mail.outbox.clear()

    def now(self) -> datetime:
        return real_now() + self.ahead

    def teardown(self) -> None:
        try:
            self.let_a_week_pass()
            for reader in self.readers:
                if reader.confirmed and not reader.left and not reader.changed:
                    missing = (reader.wanted & self.public) - set(reader.got)
                    assert not missing, f"{reader} never got {missing}"
            for n in range(len(self.public)):
                self.take_away(n)
                self.bring_back(0)
            self.let_a_week_pass()
        finally:
            self.clock.stop()
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def let_a_week_pass(self) -> None:
        self.look()
        self.ahead += timedelta(days=7, minutes=10)
        self.look()

    @initialize()
    def begin(self) -> None:
        factories.news_index()
        work_on()
        for each in Frequency:
            self.ask(each, confirming=True)

    # Editors

    @rule()
    def publish(self) -> None:
        number = len(self.pages)
        page = factories.article(title=f"Новина {number}", date=timezone.now())
        self.pages.append(page)
        self._appeared(number)

    @precondition(lambda self: self.pages)
    @rule(n=some)
    def edit(self, n: int) -> None:
        number = n % len(self.pages)
        page = NewsPage.objects.get(pk=self.pages[number].pk)
        page.summary = f"Поправена {timezone.now()}"
        if page.live:
            factories.publish(page)
        else:
            with publish_transaction():
                page.save_revision()

    @precondition(lambda self: self.public)
    @rule(n=some)
    def take_away(self, n: int) -> None:
        number = sorted(self.public)[n % len(self.public)]
        with publish_transaction():
            NewsPage.objects.get(pk=self.pages[number].pk).unpublish()
        factories.settle()
        self.public.discard(number)

    @precondition(lambda self: len(self.public) < len(self.pages))
    @rule(n=some)
    def bring_back(self, n: int) -> None:
        gone = sorted(set(range(len(self.pages))) - self.public)
        number = gone[n % len(gone)]
        factories.publish(NewsPage.objects.get(pk=self.pages[number].pk))
        self._appeared(number)

    def _appeared(self, number: int) -> None:
        if number not in self.ever_public:
            for reader in self.readers:
                if reader.confirmed and not reader.left:
                    reader.wanted.add(number)
        self.public.add(number)
        self.ever_public.add(number)

    # Readers

    @rule(frequency=frequency, confirming=st.booleans())
    def ask(self, frequency: Frequency, confirming: bool) -> None:
        reader = Reader(f"reader{len(self.readers)}@example.org", frequency)
        self.readers.append(reader)
        subscriptions.request_link(reader.address, "bg", frequency, "")
        if confirming:
            subscriptions.confirm(self._row(reader))
            reader.confirmed = True

    @precondition(lambda self: self._subscribed())
    @rule(n=some)
    def leave(self, n: int) -> None:
        reader = self._subscribed()[n % len(self._subscribed())]
        subscriptions.unsubscribe(self._row(reader))
        reader.left = True

    @precondition(lambda self: self._subscribed())
    @rule(n=some, frequency=frequency)
    def change(self, n: int, frequency: Frequency) -> None:
        reader = self._subscribed()[n % len(self._subscribed())]
        subscriptions.change_frequency(self._row(reader), frequency)
        reader.changed = True

    def _subscribed(self) -> list[Reader]:
        return [reader for reader in self.readers if reader.confirmed and not reader.left]

    def _row(self, reader: Reader) -> Subscription:
        return Subscription.objects.get(address=reader.address)

    # The clock and the worker

    @rule(passed=st.sampled_from([timedelta(minutes=1), timedelta(minutes=6), timedelta(days=1)]))
    def wait(self, passed: timedelta) -> None:
        self.ahead += passed
        self.look()

    @rule()
    def look(self) -> None:
        """The worker does what there is to do; everything it has mailed is looked at."""
        mail.outbox.clear()
        work_on()
        readers = {reader.address: reader for reader in self.readers}
        for sent in mail.outbox:
            (address,) = sent.to
            articles = [int(number) for number in ARTICLE.findall(str(sent.body))]
            reader = readers[address]
            assert not reader.left, f"{reader} is mailed after leaving"
            assert not articles or reader.confirmed, f"{reader} has not confirmed"
            assert set(articles) <= self.public, f"{reader} is mailed what is gone"
            reader.got += articles
            assert len(reader.got) == len(set(reader.got)), f"{reader} is mailed something twice"


@pytest.mark.once
@pytest.mark.django_db
def test_mail_goes_where_it_should_whatever_is_done() -> None:
    run_state_machine_as_test(
        Days,
        settings=settings(
            max_examples=300 if PROVE else 10,
            stateful_step_count=20,
            deadline=None,
            derandomize=not PROVE,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
