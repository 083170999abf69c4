"""Whatever is edited, however receivers fail and whenever a worker dies: in the end each receiver
holds what is public.

Hypothesis makes up the days. Each receiver keeps a copy by its messages alone, and looks at the
order in which they arrive.

    PROVE=1 python -m pytest tests/webhooks/test_machine.py    # long
"""

import json
import os
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as limits
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from pytest_django import Settings

from cms.content.entry_types import TYPES
from cms.store.models import Entry
from cms.webhooks import consumer
from cms.webhooks.models import Delivery, Endpoint
from tests import factories
from tests.store import operations, translating
from tests.webhooks.receiver import Handler, Receiver, answers, hangs_up, receiving
from tests.webhooks.worker import Worker

PROVE = "PROVE" in os.environ
some = st.integers(0, 59)
keeping = st.sampled_from(sorted(operations.KEEPING))
JSON = dict[str, Any]

# How a receiver takes a message: whether it keeps it, and what it answers.
WEATHER = {
    "takes": (True, answers(200)),
    "takes, and says that it failed": (True, answers(500)),
    "takes, and hangs up": (True, hangs_up),
    "fails": (False, answers(503)),
    "hangs up": (False, hangs_up),
    "wants to be left alone": (False, answers(429, Retry_After="600")),
    "is gone": (False, answers(410)),
}


class Copy:
    """What one receiver holds, from what it is sent; it begins with what was public then."""

    def __init__(self, receiver: Receiver, **choice: Any) -> None:
        self.receiver = receiver
        self.entries = public()
        self.seen: set[str] = set()
        self.moments: dict[str, str] = {}
        self.wrong: list[str] = []
        self.weather = "takes"
        receiver.always = self.behave
        name = str(choice) or "Всичко"
        self.endpoint = Endpoint.objects.create(name=name, address=receiver.url, **choice).pk

    def behave(self, handler: Handler) -> None:
        takes, answer = WEATHER[self.weather]
        message = self.receiver.received[-1]
        # As the guide says: what has been seen is not taken again.
        if takes and message.identity not in self.seen:
            self.seen.add(message.identity)
            self.take(message.payload)
        answer(handler)

    def take(self, payload: JSON) -> None:
        change = payload["data"]
        identity, event = change["id"], change["event"]
        if change["at"] < self.moments.get(identity, ""):
            self.wrong.append(f"{change['path']}: an older state arrives after a newer")
        self.moments[identity] = change["at"]
        if event == "removed":
            self.entries.pop(identity, None)
            return
        if event != "published" and identity not in self.entries:
            self.wrong.append(f"{change['path']}: {event}, and never told as published")
        self.entries[identity] = change["entry"]


def public(**narrowed: Any) -> dict[str, JSON]:
    listed = [kind.name for kind in TYPES.values() if kind.listed]
    entries = Entry.objects.filter(live=True, type__in=listed, **narrowed)
    return {str(entry.pk): json.loads(entry.full_json) for entry in entries}


def act(do: Callable[..., None], **choices: Any) -> Any:
    """A rule of the machine: one act of an editor."""

    def step(machine: Any, **chosen: Any) -> None:
        do(**chosen)

    step.__name__ = do.__name__
    made: Any = rule(**choices)
    return made(step)


class Days(RuleBasedStateMachine):
    """One example, inside a transaction that is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = timedelta()
        real_now = timezone.now
        self.context = ExitStack()
        self.context.enter_context(transaction.atomic())
        self.context.callback(transaction.set_rollback, True)

        def now() -> datetime:
            return real_now() + self.ahead

        self.context.enter_context(patch.object(timezone, "now", now))
        self.all, self.bulgarian, self.comings_and_goings = (
            Copy(self.context.enter_context(receiving()), **choice)
            for choice in ({}, {"locales": ["bg"]}, {"events": ["published", "removed"]})
        )
        self.copies = [self.all, self.bulgarian, self.comings_and_goings]

    def teardown(self) -> None:
        try:
            self.in_the_end_each_holds_what_is_public()
        finally:
            self.context.close()

    def in_the_end_each_holds_what_is_public(self) -> None:
        for copy in self.copies:
            copy.weather = "takes"
        Endpoint.objects.update(enabled=True)
        self.ahead += timedelta(days=2)
        Delivery.objects.resend()
        self.work()
        assert [problem for copy in self.copies for problem in copy.wrong] == []
        assert not Delivery.objects.exclude(state=Delivery.State.DELIVERED).exists()
        assert self.all.entries == public()
        assert {k: e for k, e in self.bulgarian.entries.items() if e["locale"] == "bg"} == public(
            locale="bg"
        )
        assert self.comings_and_goings.entries.keys() == public().keys()

    # Editors
    edit = act(
        operations.edit,
        n=some,
        what=st.sampled_from(sorted(operations.WRITING)),
        how=keeping,
        m=some,
    )
    rename = act(operations.rename, n=some, m=some)
    create = act(operations.create, n=some, how=keeping)
    unpublish = act(operations.unpublish, n=some, deeply=st.booleans())
    delete = act(operations.delete, n=some)
    move = act(operations.move, n=some, m=some)
    restrict = act(operations.restrict, n=some)
    publish_translation = act(translating.publish_translation, n=some)

    # Receivers
    @rule(n=some, weather=st.sampled_from(sorted(WEATHER)))
    def change_the_weather(self, n: int, weather: str) -> None:
        self.copies[n % 3].weather = weather

    @rule(n=some)
    def turn_on_or_off(self, n: int) -> None:
        endpoint = Endpoint.objects.get(pk=self.copies[n % 3].endpoint)
        Endpoint.objects.filter(pk=endpoint.pk).update(enabled=not endpoint.enabled)

    @rule()
    def resend(self) -> None:
        Delivery.objects.resend()

    # Workers
    @rule(minutes=st.sampled_from([1, 6, 60, 24 * 60]))
    def let_time_pass(self, minutes: int) -> None:
        self.ahead += timedelta(minutes=minutes)

    @rule()
    def work(self) -> None:
        Worker().work_until_idle()

    @rule(steps=st.integers(0, 4))
    def work_and_die_before_it_is_recorded(self, steps: int) -> None:
        worker = Worker()
        for _ in range(steps):
            worker.work()
        worker.send_and_die()

    @rule()
    def lease_and_die(self) -> None:
        consumer.enqueue_changes()
        Worker().lease()

    @rule(size=st.integers(1, 5))
    def take_over_in_small_parts(self, size: int) -> None:
        with patch.object(consumer, "BATCH_SIZE", size):
            consumer.enqueue_changes()


@pytest.mark.once
@pytest.mark.django_db
def test_a_receiver_ends_with_something_else_than_what_is_public(settings: Settings) -> None:
    factories.home("en")
    factories.site_profile()
    about = factories.about(show_in_menus=True)
    factories.text_page(factories.text_page(about, title="История"), title="Начало")
    factories.article(categories=[factories.category()])
    factories.translate(about, {})
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    run_state_machine_as_test(
        Days,
        settings=limits(
            max_examples=200 if PROVE else 6,
            stateful_step_count=30,
            deadline=None,
            derandomize=not PROVE,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
