"""Sending pages for translation: a few at once, many by the worker, each page whole or not at all.

wagtail-localize's own way saves every translation that is there already, with the source's text
where it is not translated: a live page shows it, a live category is public no more. Here a
translation that is there stays as it is; only what its translators are shown is brought in line.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from cms.content import dependency_keys
from cms.content.entry_types import list_snippet_models
from cms.content.locales import query_locales_in_use
from cms.content.publishable import Translatable
from cms.content.translatable import find_source
from cms.content.translation_state import compute_states, find_source_member
from cms.store.flush import mark_changed, publish_transaction
from cms.store.projection import load_group
from cms.translation.jobs.models import Assignment, Job, QueuedPage, Submission
from cms.translation.jobs.notifications import enqueue_notifications

logger = logging.getLogger(__name__)

# So many jobs are made before the answer (three seconds); more are left to the worker.
MAX_IMMEDIATE = 20
# Seconds between two looks for something to send.
POLL_INTERVAL_SECONDS = 2


@dataclass(frozen=True)
class SubmissionOptions:
    """What is asked for: languages, each with its translator or None, and a day."""

    assignees: dict[Locale, User | None]
    due: date | None
    user: Any


def list_section(page: Page) -> list[Page]:
    """The page and what is published below it, each after what it stands below."""
    descendants = page.get_descendants().live().filter(alias_of=None).order_by("path")
    return [page, *descendants]


def submit(contents: list[Translatable], options: SubmissionOptions) -> Submission:
    """Send pages or snippets: at once if they are few, else as soon as the worker comes to it.

    Called in a transaction that leaves the store right (cms.store.flush.publish_transaction).
    """
    submission = Submission.objects.create(
        title=_stored_title(contents[0]), sent_by=options.user, due=options.due, total=len(contents)
    )
    Assignment.objects.bulk_create(
        Assignment(submission=submission, locale=locale, assignee=assignee)
        for locale, assignee in options.assignees.items()
    )
    QueuedPage.objects.bulk_create(
        QueuedPage(
            submission=submission,
            group=dependency_keys.group(content),
            title=_stored_title(content),
        )
        for content in contents
    )
    if len(contents) * len(options.assignees) <= MAX_IMMEDIATE:
        for queued_page in submission.queued_pages.order_by("pk"):
            send_queued_page(queued_page)
    return submission


def send_next_page() -> int:
    """Send one page of what waits, oldest first: what the worker does (cms.outbox.tasks)."""
    queued_pages = QueuedPage.objects.filter(failed=False).order_by("pk")
    if not queued_pages.exists():
        return POLL_INTERVAL_SECONDS
    with publish_transaction():
        # Another worker may have sent it meanwhile.
        if queued_page := queued_pages.first():
            send_queued_page(queued_page)
    return 0


def send_queued_page(queued_page: QueuedPage) -> None:
    """Send one page or snippet into all languages of its submission; the last one ends the
    submission.

    One that cannot be sent is kept as it was, named in the log, and holds up no other.
    """
    submission = queued_page.submission
    try:
        with transaction.atomic():
            _open_jobs(queued_page)
    except Exception:
        logger.exception("“%s” could not be sent for translation", queued_page.title)
        queued_page.failed = True
        queued_page.save()
    else:
        queued_page.delete()
    if not submission.queued_pages.filter(failed=False).exists():
        submission.finished_at = timezone.now()
        submission.save()
        enqueue_notifications(submission)


def _open_jobs(queued_page: QueuedPage) -> None:
    members = load_group(queued_page.group)
    source = find_source_member(members)
    if source is None:
        # It was deleted after it was sent.
        return
    states_by_language = compute_states(members, [member for member in members if member.live])
    targets = {member.locale_id: member for member in members}
    assignments = queued_page.submission.assignments.filter(locale__in=query_locales_in_use())
    # Below a page may stand translations, whose source is sent: never into its own language.
    assignments = assignments.exclude(locale=source.locale_id)
    for assignment in assignments.select_related("locale", "assignee"):
        state = states_by_language.get(assignment.locale.language_code)
        if state and state.name == "current":
            continue
        if not is_written_by_hand(source, targets.get(assignment.locale_id)):
            _send_with_snippets(source, assignment)
    mark_changed(queued_page.group)


def _send_with_snippets(source: Translatable, assignment: Assignment) -> None:
    """Open the job of a page in one language, and of each snippet it needs that was never sent."""
    record, _ = TranslationSource.update_or_create_from_instance(source)
    for named_snippet in _required_snippets(source, record):
        # A page may name the translation of a snippet: what is translated is its source.
        snippet = find_source(named_snippet) or named_snippet
        translations = _translations_of(snippet, assignment.locale).filter(enabled=True)
        if not translations.exists() and snippet.locale_id != assignment.locale_id:
            snippet_record, _ = TranslationSource.update_or_create_from_instance(snippet)
            _open_job(snippet_record, snippet, assignment)
            mark_changed(dependency_keys.group(snippet))
    _open_job(record, source, assignment)


def _open_job(record: TranslationSource, source: Translatable, assignment: Assignment) -> None:
    submission = assignment.submission
    translation, _ = Translation.objects.update_or_create(
        source=record, target_locale=assignment.locale, defaults={"enabled": True}
    )
    target = _translation_of(source, assignment.locale_id)
    if target is None or getattr(target, "alias_of_id", None):
        translation.save_target(user=submission.sent_by, publish=False)
    Job.objects.update_or_create(
        translation=translation,
        # After all that a memory or a machine may have filled in.
        defaults={
            "submission": submission,
            "assignee": assignment.assignee,
            "due": submission.due,
            "opened_at": timezone.now(),
        },
    )


def is_written_by_hand(source: Translatable, target: Translatable | None) -> bool:
    """Whether a translation is written by hand: published or stopped, and not made from its
    source."""
    if target is None or getattr(target, "alias_of_id", None):
        return False
    translations = _translations_of(source, target.locale)
    known = target.first_published_at is not None or translations.exists()
    return known and not translations.filter(enabled=True).exists()


def _translations_of(source: Translatable, locale: Locale) -> QuerySet[Translation]:
    """What translates it, stopped or not."""
    return Translation.objects.filter(
        source__object_id=source.translation_key, target_locale=locale
    )


def _translation_of(source: Translatable, locale_id: int) -> Model | None:
    same = source._meta.model._default_manager.filter(translation_key=source.translation_key)
    return same.filter(locale_id=locale_id).first()


def _required_snippets(source: Translatable, record: TranslationSource) -> Iterable[Any]:
    """The snippets that a page names, in its own language: by a field that its translations have
    in common, or in its text."""
    models = tuple(list_snippet_models())
    found = [segment.get_source_instance() for segment in record.relatedobjectsegment_set.all()]
    for field in source._meta.many_to_many:
        if issubclass(field.related_model, models):
            found += getattr(source, field.name).all()
    return [content for content in found if isinstance(content, models)]


def _stored_title(content: Translatable) -> str:
    return str(content)[:255]
