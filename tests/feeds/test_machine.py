"""Whatever editors, translators and operators do, in whatever order, the feeds keep their word.

Hypothesis makes up the days. After each act every feed has all that is public, each article once
and by the id it always had, and nothing else; it is the same to the byte where nothing changed, and
has another tag and a later moment where anything did; its date moves with its articles alone; and
whoever reads it page by page meanwhile misses nothing.

    PROVE=1 python -m pytest tests/feeds/test_machine.py    # long, for a change of the feeds
"""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from cms.feeds import renderers
from cms.store import consistency
from news.models import NewsIndexPage, NewsPage
from tests import factories
from tests.admin_client import administrator
from tests.feeds.watching import Watcher
from tests.store import by_request, installing, operations, translating
from tests.store.oracle import look

PROVE = "PROVE" in os.environ
# Of a page of a feed: with few articles there are later pages.
SIZE = 2
DAY = datetime(2026, 1, 15, 9, tzinfo=timezone.get_default_timezone())
some = st.integers(0, 59)
yes_or_no = st.booleans()
keeping = st.sampled_from(sorted(operations.KEEPING))
real_now = timezone.now


def act(do: Callable[..., None], **choices: Any) -> Any:
    """A rule of the machine: one act of one person."""

    def step(machine: Any, **chosen: Any) -> None:
        machine.sound = False
        do(**chosen)

    step.__name__ = do.__name__
    made: Any = rule(**choices)
    return made(step)


def publish_again(n: int) -> None:
    """Publish an article as it is."""
    if article := operations.pick(NewsPage.objects.filter(live=True).order_by("pk"), n):
        with operations.acting():
            article.save_revision().publish()


def write_an_article(n: int, m: int) -> None:
    """Publish a new one among the others, in either language."""
    section = operations.pick(NewsIndexPage.objects.order_by("pk"), n)
    title = operations.word()
    article = NewsPage(title=title, summary=title, date=DAY - timedelta(days=m), live=False)
    article.locale = section.locale
    with operations.acting():
        section.add_child(instance=article)
        article.save_revision().publish()


class ReadersDays(RuleBasedStateMachine):
    """One example: a row of acts inside a transaction that is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = timedelta()
        self.installation = installing.Installation()
        self.watcher = Watcher()
        # Whether the last act has been seen through.
        self.sound = False
        self.patches: list[Any] = [
            patch.object(timezone, "now", self.now),
            patch.object(renderers, "SIZE", SIZE),
        ]
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        for each in self.patches:
            each.start()

    def now(self) -> datetime:
        return real_now() + self.ahead

    def teardown(self) -> None:
        try:
            if self.sound:
                self.watcher.watch(look(), everything=True)
        finally:
            for each in self.patches:
                each.stop()
            self.installation.restore()
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # Articles
    write_an_article = act(write_an_article, n=some, m=some)
    publish_again = act(publish_again, n=some)
    edit = act(
        operations.edit,
        n=some,
        what=st.sampled_from(sorted(operations.WRITING)),
        how=keeping,
        m=some,
    )
    rename = act(operations.rename, n=some, m=some)
    unpublish = act(operations.unpublish, n=some, deeply=yes_or_no)
    restore = act(operations.restore, n=some)
    delete = act(operations.delete, n=some)
    autosave = act(by_request.autosave, n=some, times=some)
    write = act(by_request.write, n=some, button=st.sampled_from(by_request.BUTTONS))
    # What they are about, where they are, who may see them
    create_category = act(operations.create_category, n=some, how=keeping)
    create = act(operations.create, n=some, how=keeping)
    move = act(operations.move, n=some, m=some)
    reorder = act(
        operations.reorder, n=some, position=st.sampled_from(["left", "right", "last-sibling"])
    )
    copy = act(operations.copy, n=some, m=some, deeply=yes_or_no)
    restrict = act(operations.restrict, n=some)
    # Pictures and files
    restrict_collection = act(translating.restrict_collection, n=some)
    change_medium = act(translating.change_medium, n=some, m=some)
    delete_medium = act(translating.delete_medium, n=some)
    # Translation
    send = act(translating.send, n=some)
    translate = act(translating.translate, n=some, kind=st.sampled_from(["manual", "machine"]))
    forget = act(translating.forget, n=some)
    publish_translation = act(translating.publish_translation, n=some)
    take_over = act(translating.take_over, n=some)
    mirror = act(translating.mirror, n=some)
    detach = act(translating.detach, n=some)

    @rule(address=st.sampled_from(installing.ADDRESSES))
    def move_to_a_domain(self, address: str) -> None:
        self.sound = False
        self.installation.start(address, ("bg", "en"))

    @rule()
    def let_time_pass(self) -> None:
        """What was scheduled becomes due."""
        self.sound = False
        self.ahead += timedelta(hours=2)
        with operations.committing():
            call_command("worker", "--once")

    @rule()
    def project_everything_again(self) -> None:
        consistency.sync(lambda done, of: None, rebuild=True)

    @invariant()
    def the_feeds_keep_their_word(self) -> None:
        self.sound = False
        self.watcher.watch(look(), everything=PROVE)
        self.sound = True


@pytest.fixture
def start(db: None) -> None:
    """Five articles, of a category and about a member, one of them translated."""
    administrator()
    factories.home("en")
    factories.site_profile()
    picture, file = factories.image(), factories.document()
    category, member = factories.category(), factories.member(logo=picture)
    body = [("file", {"title": "", "description": "", "file": file})]
    for number in range(5):
        both = {"categories": [category], "members": [member]}
        about: dict[str, Any] = both if number % 2 else {}
        article = factories.article(
            title=f"Новина {number}", date=DAY - timedelta(days=number), picture=picture, **about
        )
    article.body = body
    article = factories.publish(article)
    for thing in (factories.news_index(), category, member.get_parent().specific, member, article):
        factories.translate(thing, {})


@pytest.mark.once
@pytest.mark.usefixtures("start")
def test_a_feed_breaks_its_word_whatever_is_done() -> None:
    run_state_machine_as_test(
        ReadersDays,
        settings=settings(
            max_examples=200 if PROVE else 5,
            stateful_step_count=20 if PROVE else 15,
            deadline=None,
            derandomize=not PROVE,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
