"""Whatever is done in the back office, in whatever order, the public side says what the pages say.

Hypothesis makes up the editors' days. After each act the store must be what its own comparison
says, and the API, the site and the feeds must say what a second look finds that knows nothing of
the store's code: Wagtail's tables alone.

    PROVE=1 python -m pytest tests/store/test_machine.py    # long, for a change of the store
"""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from wagtail.models import Collection
from wagtail_localize.models import Translation

from cms.store import consistency
from cms.store.models import Entry, ListState, PendingChange
from tests import factories
from tests.admin_client import administrator
from tests.store import by_request, installing, operations, translating
from tests.store.oracle import look, spoken
from tests.store.readers import Readers

PROVE = "PROVE" in os.environ
some = st.integers(0, 59)
yes_or_no = st.booleans()
keeping = st.sampled_from(sorted(operations.KEEPING))
button = st.sampled_from(by_request.BUTTONS)
real_now = timezone.now


def act(do: Callable[..., None], **choices: Any) -> Any:
    """A rule of the machine: one act of one person."""

    def step(machine: Any, **chosen: Any) -> None:
        machine.sound = False
        do(**chosen)

    where = do.__module__.rpartition(".")[2]
    step.__name__ = f"{where}_{do.__name__}"
    made: Any = rule(**choices)
    return made(step)


class EditorsDays(RuleBasedStateMachine):
    """One example: a row of acts inside a transaction that is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = timedelta()
        self.acts = 0
        self.clock = patch.object(timezone, "now", self.now)
        self.installation = installing.Installation()
        self.readers = Readers()
        # Whether the last act has been seen through.
        self.sound = False
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.clock.start()

    def now(self) -> datetime:
        return real_now() + self.ahead

    def teardown(self) -> None:
        try:
            if self.sound:
                assert list(consistency.find_differences()) == []
                self.readers.read(look(), everything=True)
        finally:
            self.clock.stop()
            self.installation.restore()
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # Writing
    edit = act(
        operations.edit,
        n=some,
        what=st.sampled_from(sorted(operations.WRITING)),
        how=keeping,
        m=some,
    )
    rename = act(operations.rename, n=some, m=some)
    create = act(operations.create, n=some, how=keeping)
    create_category = act(operations.create_category, n=some, how=keeping)
    unpublish = act(operations.unpublish, n=some, deeply=yes_or_no)
    restore = act(operations.restore, n=some)
    delete = act(operations.delete, n=some)
    # Places
    move = act(operations.move, n=some, m=some)
    reorder = act(
        operations.reorder, n=some, position=st.sampled_from(["left", "right", "last-sibling"])
    )
    copy = act(operations.copy, n=some, m=some, deeply=yes_or_no)
    alias = act(operations.alias, n=some, m=some, deeply=yes_or_no)
    alias_below_a_private_page = act(operations.alias_below_a_private_page, n=some, m=some)
    # Who may see it
    restrict = act(operations.restrict, n=some)
    restrict_collection = act(translating.restrict_collection, n=some)
    # Pictures and files
    move_collection = act(translating.move_collection, n=some, m=some)
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
    mirror_again = act(translating.mirror_again, n=some)
    # By request
    write = act(by_request.write, n=some, button=button)
    autosave = act(by_request.autosave, n=some, times=some)
    add = act(by_request.add, n=some, button=button)
    unpublish_by_request = act(by_request.unpublish, n=some, deeply=yes_or_no)
    delete_by_request = act(by_request.delete, n=some)
    move_by_request = act(by_request.move, n=some, m=some)
    put = act(by_request.put, n=some, position=some)
    copy_by_request = act(
        by_request.copy, n=some, m=some, how=st.sampled_from(["publish_copies", "alias", ""])
    )
    restrict_by_request = act(by_request.restrict, n=some, m=some)
    bulk = act(
        by_request.bulk,
        action=st.sampled_from(["publish", "unpublish", "delete", "move"]),
        n=some,
        m=some,
        deeply=yes_or_no,
    )
    review = act(by_request.review, n=some, action=st.sampled_from(["approve", "reject"]))
    # Operators
    redirect = act(installing.redirect, n=some, m=some, elsewhere=yes_or_no)
    change_redirect = act(installing.change_redirect, n=some, m=some, elsewhere=yes_or_no)
    delete_redirect = act(installing.delete_redirect, n=some)
    add_language = act(installing.add_language, n=some)

    @rule(
        address=st.sampled_from(installing.ADDRESSES),
        languages=st.sampled_from(installing.LANGUAGES),
    )
    def start(self, **environment: Any) -> None:
        self.sound = False
        self.installation.start(**environment)

    @rule()
    def let_time_pass(self) -> None:
        """What was scheduled becomes due."""
        self.sound = False
        self.ahead += timedelta(hours=2)
        with operations.committing():
            call_command("worker", "--once")

    @rule()
    def project_everything_again(self) -> None:
        """It changes nothing."""
        rows = snapshot()
        consistency.sync(lambda done, of: None, rebuild=True)
        assert snapshot() == rows

    @invariant()
    def the_store_equals_the_pages(self) -> None:
        """What takes the longest: in the bounded run not after each act."""
        self.acts += 1
        assert not PendingChange.objects.exists(), "something could not be projected"
        if PROVE or self.acts % 3 == 0:
            assert list(consistency.find_differences()) == []

    @invariant()
    def exactly_what_is_public_is_there_and_read(self) -> None:
        self.sound = False
        now = look()
        live = Entry.objects.filter(live=True)
        frames = {f"site:{profile.locale.language_code}" for profile in now.profiles}
        assert set(live.values_list("path", flat=True)) == now.paths.keys() | frames
        private = spoken(*live.values_list("full_json", "list_json", "card_json")) - now.words
        assert not private, "something private is told"
        self.readers.read(now)
        self.sound = True

    @invariant()
    def no_translation_precedes_its_source(self) -> None:
        """Of what was published by hand, and sent for translation later, nothing is said."""
        for record in Translation.objects.filter(enabled=True).select_related("source"):
            try:
                source = record.source.get_source_instance()
                target = record.get_target_instance()
            except ObjectDoesNotExist:
                continue
            published = target.live and target.first_published_at
            if published and published > record.created_at:
                assert source.live or source.first_published_at, f"{target} precedes its source"


def snapshot() -> list[Any]:
    """Every row of the store."""
    return [list(model.objects.order_by("pk").values()) for model in (Entry, ListState)]


@pytest.fixture
def start(db: None) -> None:
    """A small site in two languages, one of everything."""
    administrator()
    factories.home("en")
    factories.site_profile()
    picture, file = factories.image(), factories.document()
    root = Collection.get_first_root_node()
    root.add_child(name="Вътрешни").add_child(name="Още по-вътрешни")
    about = factories.about(show_in_menus=True)
    factories.text_page(factories.text_page(about, title="История"), title="Начало")
    category, member = factories.category(), factories.member(logo=picture)
    body = [("file", {"title": "", "description": "", "file": file})]
    factories.article(picture=picture, categories=[category], members=[member], body=body)
    for thing in (factories.news_index(), about, category):
        factories.translate(thing, {})


@pytest.mark.usefixtures("start")
def test_the_public_side_equals_the_pages_whatever_is_done() -> None:
    run_state_machine_as_test(
        EditorsDays,
        settings=settings(
            max_examples=300 if PROVE else 6,
            stateful_step_count=20,
            deadline=None,
            derandomize=not PROVE,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
