"""What a mail about translations says, in the language that its reader has the back office in."""

from datetime import date
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms.collation.keys import make_title_key
from cms.languages.admin_language import get_language_of
from cms.languages.cldr import format_long_date
from cms.newsletter.digests import TITLE_LENGTH, to_one_line
from cms.newsletter.emails import NewsletterEmail, mail_host
from cms.translation.jobs import report
from cms.translation.jobs.admin_urls import edit_address, work_address
from cms.translation.jobs.assignees import assigned_rows, orphans_of
from cms.translation.jobs.backlog import find_new_pages, find_open_requests
from cms.translation.jobs.job_status import annotate_states
from cms.translation.jobs.models import UNSENT, JobState, Notification, Orphan, Progress, Status
from cms.translation.jobs.notifications import wants_notification

# So many are named in a mail; the rest is in the list of translations.
MAX_ROWS = 50


def build_email(notification: Notification) -> NewsletterEmail | None:
    """Return the mail; None where nothing of it is left to do."""
    language = get_language_of(getattr(notification.user, "wagtail_userprofile", None))
    with translation.override(language):
        match notification.kind:
            case Notification.Kind.ORPHANS:
                return _build_orphan_email(notification, language)
            case Notification.Kind.UNSENT:
                return _build_unsent_email(notification, language)
        return _build_job_email(notification, language)


def _build_job_email(notification: Notification, language: str) -> NewsletterEmail | None:
    rows = list(_job_rows(notification))
    if not rows:
        return None
    return _build_email(
        notification,
        "jobs",
        _job_heading(notification, rows),
        _jobs_context(notification, rows),
        language,
    )


def _build_orphan_email(notification: Notification, language: str) -> NewsletterEmail | None:
    rows = _orphan_rows(notification)
    if not rows:
        return None
    return _build_email(
        notification, "orphans", _orphan_heading(rows), _orphans_context(rows), language
    )


def _build_unsent_email(notification: Notification, language: str) -> NewsletterEmail | None:
    items = [*_requested_items(notification), *_new_page_items(notification)]
    if not items:
        return None
    context = {
        "unsent": items[:MAX_ROWS],
        "more": max(len(items) - MAX_ROWS, 0),
        "list": _absolute_url(report.report_url(state=Status.MISSING, job_state=UNSENT)),
    }
    return _build_email(notification, "unsent", _unsent_heading(items), context, language)


def _requested_items(notification: Notification) -> list[dict[str, str]]:
    if not wants_notification(notification.user, "requests"):
        return []
    text = _("requested by %(name)s on %(day)s")
    return [
        {
            "title": to_one_line(open_request.row.title),
            "languages": open_request.row.language,
            "why": text
            % {
                "name": open_request.name or _("a former user"),
                "day": _format_day(open_request.request.created_at),
            },
            "url": _absolute_url(open_request.send_url),
        }
        for open_request in find_open_requests(
            notification.user, notification.since, notification.until
        )
    ]


def _new_page_items(notification: Notification) -> list[dict[str, str]]:
    if not wants_notification(notification.user, "pages") or notification.since is None:
        return []
    text = _("published on %(day)s")
    return [
        {
            "title": to_one_line(page.title),
            "languages": ", ".join(page.languages),
            "why": text % {"day": _format_day(page.published_at)},
            "url": _absolute_url(page.send_url),
        }
        for page in find_new_pages(notification.user, notification.since, notification.until)
    ]


def _job_rows(notification: Notification) -> Any:
    rows = annotate_states(assigned_rows(notification.user)).exclude(job_state=JobState.DONE)
    if notification.submission:
        rows = rows.filter(translation__job__submission=notification.submission)
    else:
        rows = rows.filter(
            translation__job__changed_at__gt=notification.since,
            translation__job__changed_at__lte=notification.until,
        )
    return rows.select_related("locale", "translation__job").order_by("locale", "page__path", "pk")


def _orphan_rows(notification: Notification) -> list[Orphan]:
    rows = orphans_of(notification.user).filter(
        since__gt=notification.since, since__lte=notification.until
    )
    found = rows.select_related("locale").order_by("locale", "pk")
    return sorted(found, key=lambda row: (row.locale_id, make_title_key(row.title)))


def _jobs_context(notification: Notification, rows: list[Progress]) -> dict[str, object]:
    return {
        "jobs": [_job_context(row) for row in rows[:MAX_ROWS]],
        "more": max(len(rows) - MAX_ROWS, 0),
        "due": _format_day(notification.submission.due) if notification.submission else "",
        "submission": notification.submission,
        "list": _absolute_url(report.report_url(mine="true")),
    }


def _orphans_context(rows: list[Orphan]) -> dict[str, object]:
    orphans = [
        {
            "title": to_one_line(row.title),
            "language": row.language,
            "cause": row.get_cause_display(),
            "url": _absolute_url(edit_address(row.kind, row.target_pk)),
        }
        for row in rows[:MAX_ROWS]
    ]
    return {"orphans": orphans, "more": max(len(rows) - MAX_ROWS, 0)}


def _build_email(
    notification: Notification,
    template: str,
    heading: str,
    content: dict[str, object],
    language: str,
) -> NewsletterEmail:
    subject = to_one_line(heading)
    context = {
        **content,
        "heading": heading,
        "subject": subject,
        "site": settings.WAGTAIL_SITE_NAME,
        "locale": language,
        "account": f"{_absolute_url(reverse('wagtailadmin_account'))}#tab-notifications",
    }
    text, html = (
        render_to_string(f"jobs/mails/{template}.{extension}", context)
        for extension in ("txt", "html")
    )
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message = NewsletterEmail(
        name or settings.WAGTAIL_SITE_NAME,
        address,
        notification.user.email,
        subject,
        text,
        html,
    )
    # The same when it is sent again, because nobody knows whether it was; also after an upgrade.
    identity = f"{notification.pk} {notification.created_at.isoformat()} {notification.until}"
    digest = salted_hmac("cms.translation.jobs.mails", identity).hexdigest()
    message.extra_headers = {
        "Message-ID": f"<{digest}@{mail_host()}>",
        "Auto-Submitted": "auto-generated",
    }
    return message


def _job_heading(notification: Notification, rows: list[Progress]) -> str:
    word_count = sum(row.words_left for row in rows)
    values = {"number": len(rows), "words": _word_count(word_count)}
    if notification.submission:
        title = Truncator(notification.submission.title).chars(TITLE_LENGTH)
        text = ngettext(
            "To translate: “%(title)s” (%(number)s text, %(words)s)",
            "To translate: “%(title)s” (%(number)s texts, %(words)s)",
            len(rows),
        )
        return text % {"title": title, **values}
    text = ngettext(
        "Changed since you translated: %(number)s text (%(words)s)",
        "Changed since you translated: %(number)s texts (%(words)s)",
        len(rows),
    )
    return text % values


def _orphan_heading(rows: list[Orphan]) -> str:
    text = ngettext(
        "Source no longer public: %(number)s translation still is",
        "Source no longer public: %(number)s translations still are",
        len(rows),
    )
    return text % {"number": len(rows)}


def _unsent_heading(items: list[dict[str, str]]) -> str:
    text = ngettext(
        "To send for translation: %(number)s text",
        "To send for translation: %(number)s texts",
        len(items),
    )
    return text % {"number": len(items)}


def _word_count(number: int) -> str:
    return ngettext("%(number)s word", "%(number)s words", number) % {"number": number}


def _job_context(row: Progress) -> dict[str, object]:
    return {
        "title": to_one_line(row.title),
        "language": row.locale.get_display_name(),
        "words": _word_count(row.words_left),
        "due": _format_day(row.translation.job.due) if row.translation else "",
        "url": _absolute_url(work_address(row)),
    }


def _format_day(day: date | None) -> str:
    return format_long_date(day, get_language() or "en") if day else ""


def _absolute_url(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
