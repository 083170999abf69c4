"""Whatever is done with a source and its translation, the state that is told is the right one.

What a translation was made from is remembered here, revision by revision, as text: the product
knows a digest. After each act the list, the store and the job must say what follows from that.
"""

import json
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.content import dependency_keys
from cms.content.translatable import require_complete
from cms.store.models import Entry
from cms.translation.jobs.consistency import find_group_differences
from cms.translation.jobs.models import Progress
from cms.translation.jobs.source_updates import update_source
from cms.translation.jobs.submission import SubmissionOptions, submit
from news.models import NewsCategory, NewsPage
from tests import factories
from tests.store.operations import acting, pick

# Few, so that texts come back.
TEXTS = ("", "Едно", "Две думи", "Едно\nи още")
Piece = tuple[str, str]
which = st.integers(0, 1)
some = st.integers(0, 20)
text = st.sampled_from(TEXTS)
yes_or_no = st.booleans()


def pieces(thing: Any) -> list[Piece]:
    parts = [one for one in extract_segments(thing) if isinstance(one, StringSegmentValue)]
    return [(one.path, one.string.data) for one in parts]


class Days(RuleBasedStateMachine):
    """An article and a category, their translators, and everybody else."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        factories.translate(factories.home(), {})
        factories.translate(factories.news_index(), {})
        category = factories.category(title="Проекти")
        article = factories.article(title="Първа", categories=[category])
        self.models = (NewsPage, NewsCategory)
        self.sources = [dependency_keys.group(article), dependency_keys.group(category)]
        self.translation_keys = [article.translation_key, category.translation_key]
        # The source's text that each revision of a translation was made from.
        self.made: dict[int, list[Piece]] = {}
        for each in (1, 0):
            self.send_it(each)
            self.translate_all(each)
            self.publish_it(each)
            assert self.target(each).live

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def source(self, which: int) -> Any:
        return self._member(which, "bg")

    def target(self, which: int) -> Any:
        return self._member(which, "en")

    def _member(self, which: int, code: str) -> Any:
        found = self.models[which].objects.filter(translation_key=self.translation_keys[which])
        return found.filter(locale__language_code=code).first()

    def translation(self, which: int) -> Any:
        found = Translation.objects.filter(source__object_id=self.translation_keys[which])
        return found.filter(enabled=True).select_related("source").first()

    def _remember(self, which: int, before: Any) -> None:
        """What a new revision of the translation was made from: what its translators were shown."""
        target, translation = self.target(which), self.translation(which)
        if target and translation and target.latest_revision_id not in (before, None):
            self.made[target.latest_revision_id] = pieces(translation.source.as_instance())

    def _newest(self, which: int) -> Any:
        target = self.target(which)
        return target and target.latest_revision_id

    # The source

    @rule(which=which, words=text, published=yes_or_no)
    def edit(self, which: int, words: str, published: bool) -> None:
        if source := self.source(which):
            source.summary = words
            with acting():
                revision = source.save_revision()
                if published:
                    revision.publish()

    @rule(words=text)
    def edit_the_body(self, words: str) -> None:
        if source := self.source(0):
            source.body = [("text", f"<p>{part}</p>") for part in words.split("\n") if part]
            with acting():
                source.save_revision().publish()

    @rule(which=which)
    def edit_a_picture(self, which: int) -> None:
        if source := self.source(which):
            image = factories.image()
            source.picture = image if which == 0 else None
            source.picture_decorative = bool(source.picture)
            source.share_image = image
            with acting():
                source.save_revision().publish()

    @rule(which=which, words=text)
    def save_plainly(self, which: int, words: str) -> None:
        if source := self.source(which):
            source.summary = words
            with acting():
                source.save()

    @rule(which=which, n=some, own=yes_or_no)
    def restore(self, which: int, n: int, own: bool) -> None:
        thing = self.source(which) if own else self.target(which)
        # The first of a translation is Wagtail's copy of its source: nobody has translated it.
        mine = Q() if own else Q(pk__in=self.made)
        revision = thing and pick(thing.revisions.filter(mine).order_by("pk"), n)
        if revision:
            with acting():
                revision.publish()

    @rule(which=which, own=yes_or_no)
    def unpublish(self, which: int, own: bool) -> None:
        thing = self.source(which) if own else self.target(which)
        if thing and thing.live:
            with acting():
                thing.unpublish()

    @rule(which=which, own=yes_or_no, n=some)
    def delete(self, which: int, own: bool, n: int) -> None:
        thing = self.source(which) if own else self.target(which)
        if thing and n == 0:
            with acting():
                thing.delete()

    # The translation

    @rule(which=which)
    def send_it(self, which: int) -> None:
        if source := self.source(which):
            before = [self._newest(0), self._newest(1)]
            with acting():
                submit([source], SubmissionOptions({factories.locale("en"): None}, None, None))
            for each in (0, 1):
                self._remember(each, before[each])

    @rule(which=which, n=some, kind=st.sampled_from(["manual", "machine"]))
    def translate(self, which: int, n: int, kind: str) -> None:
        if segment := self._segment(which, n):
            with acting():
                StringTranslation.objects.update_or_create(
                    translation_of=segment.string,
                    context=segment.context,
                    locale=Locale.objects.get(language_code="en"),
                    defaults={"data": f"English {n}", "translation_type": kind},
                )

    @rule(which=which)
    def translate_all(self, which: int) -> None:
        for n in range(5):
            self.translate(which, n, "manual")

    def _segment(self, which: int, n: int) -> Any:
        key = self.translation_keys[which]
        return pick(StringSegment.objects.filter(source__object_id=key).order_by("order"), n)

    @rule(n=some)
    def forget(self, n: int) -> None:
        mine = StringTranslation.objects.filter(context__object_id__in=self.translation_keys)
        if translated := pick(mine.order_by("pk"), n):
            with acting():
                translated.delete()

    @rule(which=which)
    def update(self, which: int) -> None:
        translation = self.translation(which)
        if translation and self.source(which):
            with acting():
                update_source(translation.source)

    @rule(which=which)
    def translate_and_publish(self, which: int) -> None:
        self.translate_all(which)
        self.publish_it(which)

    @rule(which=which)
    def publish_it(self, which: int) -> None:
        translation, target = self.translation(which), self.target(which)
        if translation and target and self.source(which):
            before = self._newest(which)
            with acting():
                require_complete(target)
                translation.save_target(publish=True)
            self._remember(which, before)

    # What is told

    @invariant()
    def all_is_said_as_it_is(self) -> None:
        for which, group in enumerate(self.sources):
            source = self.source(which)
            found = list(find_group_differences(group))
            assert [line for line in found if "not shown the source" not in line] == []
            if source is None:
                # What is left of it is a page of its own.
                continue
            row = Progress.objects.get(group=group)
            state = self._expected(source, self.target(which))
            assert row.state == state, group
            assert self._told(group) <= {state}

    def _expected(self, source: Any, target: Any) -> str:
        if target is None or not target.live:
            return "missing"
        now = pieces(source)
        if self.made[target.live_revision_id] != now:
            return "outdated"
        kinds = {
            (one.context.path, one.translation_of.data): one.translation_type
            for one in StringTranslation.objects.filter(
                context__object_id=source.translation_key, locale=target.locale
            )
        }
        return "machine" if "machine" in {kinds.get(piece) for piece in now} else "current"

    def _told(self, group: str) -> set[str]:
        """What the entries say of the translation: the source's, and its own."""
        said = set()
        for entry in Entry.objects.filter(group=group, live=True):
            whole = json.loads(entry.full_json)
            said |= {other["state"] for other in whole["translations"] if other["locale"] == "en"}
            if entry.locale == "en":
                said.add(whole["translation"]["state"])
        return said


@pytest.mark.django_db
@pytest.mark.once
def test_the_state_that_is_told_is_wrong() -> None:
    run_state_machine_as_test(
        Days,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
