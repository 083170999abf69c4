"""Whatever is done in the back office, in whatever order, the store equals the pages.

Hypothesis makes up the editors' days. After each act the store must be what its own comparison
says, and what a second look says that knows nothing of the store's code: Wagtail's tables alone.

    PROVE=1 python -m pytest tests/store/test_machine.py    # long, for a change of the store
"""

import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.addresses import CATEGORY
from cms.store import comparing, schedule
from cms.store.models import Entry, Listing
from home.models import SiteProfile
from news.models import NewsCategory, NewsIndexPage
from tests import factories
from tests.store import operations, translating

PROVE = "PROVE" in os.environ
WORD = re.compile(r"Zq\d+x")
some = st.integers(0, 59)
yes_or_no = st.booleans()
keeping = st.sampled_from(sorted(operations.KEEPING))
real_now = timezone.now


class EditorsDays(RuleBasedStateMachine):
    """One example: a row of acts inside a transaction that is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = timedelta()
        self.clock = patch.object(timezone, "now", self.now)
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.clock.start()

    def now(self) -> datetime:
        return real_now() + self.ahead

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @rule(n=some, what=st.sampled_from(sorted(operations.WRITING)), how=keeping, m=some)
    def edit(self, **act: Any) -> None:
        operations.edit(**act)

    @rule(n=some, how=keeping)
    def create(self, **act: Any) -> None:
        operations.create(**act)

    @rule(n=some, how=keeping)
    def create_category(self, **act: Any) -> None:
        operations.create_category(**act)

    @rule(n=some, deeply=yes_or_no)
    def unpublish(self, **act: Any) -> None:
        operations.unpublish(**act)

    @rule()
    def let_time_pass(self) -> None:
        """What was scheduled becomes due."""
        self.ahead += timedelta(hours=2)
        with operations.acting():
            schedule.run()

    @rule(n=some)
    def restore(self, **act: Any) -> None:
        operations.restore(**act)

    @rule(n=some)
    def delete(self, **act: Any) -> None:
        operations.delete(**act)

    @rule(n=some, m=some)
    def move(self, **act: Any) -> None:
        operations.move(**act)

    @rule(n=some, position=st.sampled_from(["left", "right", "last-sibling"]))
    def reorder(self, **act: Any) -> None:
        operations.reorder(**act)

    @rule(n=some, m=some, deeply=yes_or_no)
    def copy(self, **act: Any) -> None:
        operations.copy(**act)

    @rule(n=some, m=some, deeply=yes_or_no)
    def alias(self, **act: Any) -> None:
        operations.alias(**act)

    @rule(n=some)
    def restrict(self, **act: Any) -> None:
        operations.restrict(**act)

    @rule(n=some)
    def restrict_collection(self, **act: Any) -> None:
        translating.restrict_collection(**act)

    @rule(n=some, m=some)
    def move_collection(self, **act: Any) -> None:
        translating.move_collection(**act)

    @rule(n=some, m=some)
    def change_medium(self, **act: Any) -> None:
        translating.change_medium(**act)

    @rule(n=some)
    def delete_medium(self, **act: Any) -> None:
        translating.delete_medium(**act)

    @rule(n=some)
    def send(self, **act: Any) -> None:
        translating.send(**act)

    @rule(n=some, kind=st.sampled_from(["manual", "machine"]))
    def translate(self, **act: Any) -> None:
        translating.translate(**act)

    @rule(n=some)
    def forget(self, **act: Any) -> None:
        translating.forget(**act)

    @rule(n=some)
    def publish_translation(self, **act: Any) -> None:
        translating.publish_translation(**act)

    @rule(n=some)
    def take_over(self, **act: Any) -> None:
        translating.take_over(**act)

    @rule(n=some)
    def mirror(self, **act: Any) -> None:
        translating.mirror(**act)

    @rule(n=some)
    def detach(self, **act: Any) -> None:
        translating.detach(**act)

    @rule(n=some)
    def mirror_again(self, **act: Any) -> None:
        translating.mirror_again(**act)

    @rule()
    def project_everything_again(self) -> None:
        """It changes nothing."""
        rows = snapshot()
        comparing.sync(lambda done, of: None, rebuild=True)
        assert snapshot() == rows

    @invariant()
    def the_store_equals_the_pages(self) -> None:
        assert list(comparing.differences()) == []

    @invariant()
    def exactly_what_is_public_is_there(self) -> None:
        live = Entry.objects.filter(live=True)
        public = dict(public_things())
        assert set(live.values_list("path", flat=True)) == set(public)
        told = live.values_list("whole", "listed", "card")
        said = [*public.values(), *public_files()]
        assert spoken(*told) <= spoken(*map(written, said)), "nothing private is told"


def snapshot() -> list[Any]:
    """Every row of the store."""
    return [list(model.objects.order_by("pk").values()) for model in (Entry, Listing)]


def spoken(*texts: Any) -> set[str]:
    return set(WORD.findall(str(texts)))


def written(thing: Any) -> Any:
    """Everything that stands in a thing's row."""
    if hasattr(thing, "serializable_data"):
        return thing.serializable_data()
    return list(type(thing).objects.filter(pk=thing.pk).values())


# The second look: slow and plain


def public_things() -> Iterator[tuple[str, Any]]:
    """What anybody may read, with its path."""
    sections = {}
    for page in public_pages():
        yield page.url_path, page.specific
        if page.specific_class is NewsIndexPage:
            sections[page.locale_id] = page.url_path
    for category in NewsCategory.objects.filter(live=True, locale__in=sections):
        folder = CATEGORY[category.locale.language_code]
        yield f"{sections[category.locale_id]}{folder}/{category.slug}/", category
    for profile in SiteProfile.objects.filter(live=True):
        yield f"site:{profile.locale.language_code}", profile


def public_pages() -> list[Page]:
    pages = {page.path: page for page in Page.objects.all()}
    by_pk = {page.pk: page for page in pages.values()}
    restricted = set(PageViewRestriction.objects.values_list("page_id", flat=True))

    def source(page: Page) -> Page:
        return source(by_pk[page.alias_of_id]) if page.alias_of_id else page

    def is_public(page: Page) -> bool:
        above = [pages[page.path[:length]] for length in range(4, len(page.path) + 1, 4)]
        free = not any(source(each).pk in restricted for each in above)
        return page.live and free and source(page).locale_id == page.locale_id

    return [page for page in pages.values() if page.depth > 1 and is_public(page)]


def public_files() -> list[Any]:
    restricted = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    private = Collection.objects.none()
    for path in restricted:
        private |= Collection.objects.filter(path__startswith=path)
    return list(get_document_model().objects.exclude(collection__in=private))


@pytest.fixture
def start(db: None) -> None:
    """A small site in two languages, one of everything."""
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
def test_the_store_equals_the_pages_whatever_is_done() -> None:
    run_state_machine_as_test(
        EditorsDays,
        settings=settings(
            max_examples=300 if PROVE else 8,
            stateful_step_count=20,
            deadline=None,
            derandomize=not PROVE,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
