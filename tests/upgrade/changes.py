"""What an upgrade may change: a list that is reviewed with each line that is added to it.

Tables and columns are named as a fixture has them; what a fixture does not have is passed over, so
one list serves the fixtures of all versions. Whatever is not named here has to be there afterwards,
row by row and value by value.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# Where a table, or a column ("table.column"), is found afterwards; None where its content was given
# up on purpose. Each line says why.
RENAMED: dict[str, str | None] = {
    # One outbox: what is sent has the same columns in every table.
    **{
        f"{table}.{old}": f"{table}.{new}"
        for table in ("machine_translation_draft", "webhooks_delivery")
        for old, new in {
            "due": "next_attempt_at",
            "claimed_until": "leased_until",
            "status": "last_status",
            "words": "last_answer",
        }.items()
    },
    "mailing_subscription.due_at": "mailing_subscription.next_attempt_at",
    "translation_jobs_letter.due_at": "translation_jobs_notification.next_attempt_at",
    "websub_topic.due": "websub_topic.next_attempt_at",
    # The store's tables and columns, in the terms of the glossary.
    "store_facet": "store_listmembership",
    "store_listing": "store_liststate",
    "store_mark": "store_pendingchange",
    **{
        f"store_entry.{old}": f"store_entry.{new}"
        for old, new in {
            "whole": "full_json",
            "listed": "list_json",
            "card": "card_json",
            "heads": "list_name",
            "appeared": "published_sequence",
            "moved": "moved_sequence",
        }.items()
    },
    "store_sequence.stamp": "store_sequence.build_version",
    "store_sequence.rebuilding": "store_sequence.pending_build_version",
    # The other tables and columns, in the terms of the glossary.
    "translation_jobs_batch": "translation_jobs_submission",
    "translation_jobs_parcel": "translation_jobs_queuedpage",
    "translation_jobs_letter": "translation_jobs_notification",
    "translation_jobs_bookmark": "translation_jobs_digestcheckpoint",
    "translation_jobs_preference": "translation_jobs_notificationpreference",
    "translation_jobs_assignment.batch_id": "translation_jobs_assignment.submission_id",
    "translation_jobs_parcel.batch_id": "translation_jobs_queuedpage.submission_id",
    "translation_jobs_job.batch_id": "translation_jobs_job.submission_id",
    "translation_jobs_letter.batch_id": "translation_jobs_notification.submission_id",
    "translation_jobs_bookmark.moment": "translation_jobs_digestcheckpoint.collected_until",
    "translation_jobs_preference.batches": "translation_jobs_notificationpreference.submissions",
    "mailing_bookmark": "mailing_announcementcheckpoint",
    "mailing_announcement.appeared_at": "mailing_announcement.published_at",
    "mailing_subscription.asked_at": "mailing_subscription.requested_at",
    "mailing_subscription.link_owed": "mailing_subscription.link_pending",
    "mailing_subscription.link_asked_at": "mailing_subscription.link_requested_at",
    "websub_watch": "websub_feedcheckpoint",
    "websub_watch.hub": "websub_feedcheckpoint.hub",
    "websub_topic.told_at": "websub_topic.accepted_at",
    "webhooks_delivery.owed_at": "webhooks_delivery.enqueued_at",
    "translation_memory_unit": "translation_memory_memoryunit",
    "translation_memory_unit.made_at": "translation_memory_memoryunit.translated_at",
    "machine_translation_draft.job_id": "machine_translation_draft.translation_id",
}

# Columns whose content is found in another form afterwards: how the old value is made of the row as
# it is then.
CONVERTED: dict[str, Callable[[dict[str, Any]], Any]] = {
    # One outbox: "503 Try later" became a status and a text.
    "websub_topic.answer": lambda row: f"{row['last_status'] or ''} {row['last_answer']}".strip(),
}

# Tables whose rows may change or go, and the columns of others that may change, each with the
# reason. What they say is compared through HTTP or by a command that checks it.
VOLATILE: dict[str, str] = {
    "django_migrations": "grows with each migration, and may be squashed",
    "django_session": "who is logged in",
    "django_content_type.model": "follows the name of a model; the number stays",
    "auth_permission.name": "Django's words for a right; its code name and number stay",
    "auth_permission.codename": "follows the name of a model; the number stays",
    "auth_group_permissions.id": "rights may be given anew; which group has which is compared",
    "store_sequence.stamp": "the versions that the store was made with",
    "store_sequence.rebuilding": "as the stamp, while everything is projected again",
    "store_dependency": "derived from the pages: `sync_store --check` compares it",
    "store_mark": "work that waits, until it is done",
    "search_document": "derived from the entries: `sync_store --check` compares it",
    "search_indexversion": "the version that the index was made with",
    "wagtailsearch_indexentry": "the search index: the searches are compared through HTTP",
    "wagtailsearch_indexentry_fts": "the search index of SQLite",
    "wagtailsearch_indexentry_fts_config": "the search index of SQLite",
    "wagtailsearch_indexentry_fts_content": "the search index of SQLite",
    "wagtailsearch_indexentry_fts_data": "the search index of SQLite",
    "wagtailsearch_indexentry_fts_docsize": "the search index of SQLite",
    "wagtailsearch_indexentry_fts_idx": "the search index of SQLite",
    "sqlite_sequence": "SQLite's own: the highest numbers it has given",
    "collation_titlekey": "sort keys, made anew with the order; lists are compared through HTTP",
    "translation_jobs_progress": "derived: `translation_status --check` compares it",
    "references_indexstate": "the version that the reference index was made with",
    "wagtailcore_referenceindex": "derived from the content, with each version of the index",
}


@dataclass(frozen=True)
class Reworded:
    """Words of recorded answers that were changed on purpose.

    `was` (a regular expression) is replaced by `now` in what was recorded of the addresses that
    `addresses` (another) matches; `reason` says in which version, and why.
    """

    addresses: re.Pattern[str]
    was: re.Pattern[str]
    now: str
    reason: str


REWORDED: list[Reworded] = []

# Headers that are not compared, with the reason.
UNCOMPARED_HEADERS = {
    "date": "the moment of the answer",
    "server": "names no version, and is the server's own",
    "connection": "of this connection",
    "transfer-encoding": "of this connection",
    "content-length": "follows from the body, which is compared",
    "set-cookie": "a new session or token each time",
    "content-security-policy": "of the code, not of the installation",
    "expires": "the moment of the answer, in what is never cached",
}
# Of pages of the site alone: their tags also name the version of the templates.
UNCOMPARED_ON_THE_SITE = {
    "etag": "names the templates' version",
    "last-modified": "beside the tag; the entry's own is compared at the API",
    "link": "preloads files whose names hold their digest",
}
# In any answer: replaced by "" before it is compared.
UNCOMPARED_WORDS = {
    re.compile(r"(?<=\.)[0-9a-f]{12}\.(?=\w+)"): "the digest in a static file's name",
}
# As these, of answers that are not from the store.
OFF_THE_STORE = re.compile(r"^/(api/v1/)?preview/|^/bg/novini/s-parola/$")
UNCOMPARED_OFF_THE_STORE = {
    re.compile(r'(?<="updated_at": ")[^"]+'): "what has no entry was updated just now",
    re.compile(r'(?<=article:modified_time ": ")[^"]+'): "as updated_at",
}
