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

from cms.collation.keys import title_key
from cms.languages.admin_language import language_of
from cms.languages.cldr import long_date
from cms.newsletter.digests import TITLE_LENGTH, to_one_line
from cms.newsletter.emails import Mail, mail_host
from cms.translation.jobs import report
from cms.translation.jobs.admin_urls import edit_address, work_address
from cms.translation.jobs.assignees import assigned_rows, orphans_of
from cms.translation.jobs.backlog import new_pages_for, requests_for
from cms.translation.jobs.job_status import annotate_states
from cms.translation.jobs.models import UNSENT, JobState, Notification, Orphan, Progress, Status
from cms.translation.jobs.notifications import wants_notification

# So many are named in a mail; the rest is in the list of translations.
MAX_ROWS = 50


def build_email(notification: Notification) -> Mail | None:
    """Return the mail; None where nothing of it is left to do."""
    language = language_of(getattr(notification.user, "wagtail_userprofile", None))
    with translation.override(language):
        match notification.kind:
            case Notification.Kind.ORPHANS:
                return _mail_of_orphans(notification, language)
            case Notification.Kind.UNSENT:
                return _mail_of_unsent(notification, language)
        return _mail_of_work(notification, language)


def _mail_of_work(notification: Notification, language: str) -> Mail | None:
    rows = list(_work(notification))
    if not rows:
        return None
    return _mail(
        notification, "jobs", _heading(notification, rows), _jobs(notification, rows), language
    )


def _mail_of_orphans(notification: Notification, language: str) -> Mail | None:
    rows = _orphans(notification)
    if not rows:
        return None
    return _mail(notification, "orphans", _heading_of_orphans(rows), _named(rows), language)


def _mail_of_unsent(notification: Notification, language: str) -> Mail | None:
    unsent = [*_requested(notification), *_new(notification)]
    if not unsent:
        return None
    content = {
        "unsent": unsent[:MAX_ROWS],
        "more": max(len(unsent) - MAX_ROWS, 0),
        "list": _absolute(report.report_url(state=Status.MISSING, job_state=UNSENT)),
    }
    return _mail(notification, "unsent", _heading_of_unsent(unsent), content, language)


def _requested(notification: Notification) -> list[dict[str, str]]:
    if not wants_notification(notification.user, "requests"):
        return []
    text = _("requested by %(name)s on %(day)s")
    return [
        {
            "title": to_one_line(each.row.title),
            "languages": each.row.language,
            "why": text
            % {"name": each.name or _("a former user"), "day": _day(each.request.created_at)},
            "url": _absolute(each.send_url),
        }
        for each in requests_for(notification.user, notification.since, notification.until)
    ]


def _new(notification: Notification) -> list[dict[str, str]]:
    if not wants_notification(notification.user, "pages") or notification.since is None:
        return []
    text = _("published on %(day)s")
    return [
        {
            "title": to_one_line(page.title),
            "languages": ", ".join(page.languages),
            "why": text % {"day": _day(page.published_at)},
            "url": _absolute(page.send_url),
        }
        for page in new_pages_for(notification.user, notification.since, notification.until)
    ]


def _work(notification: Notification) -> Any:
    rows = annotate_states(assigned_rows(notification.user)).exclude(job_state=JobState.DONE)
    if notification.submission:
        rows = rows.filter(translation__job__submission=notification.submission)
    else:
        rows = rows.filter(
            translation__job__changed_at__gt=notification.since,
            translation__job__changed_at__lte=notification.until,
        )
    return rows.select_related("locale", "translation__job").order_by("locale", "page__path", "pk")


def _orphans(notification: Notification) -> list[Orphan]:
    rows = orphans_of(notification.user).filter(
        since__gt=notification.since, since__lte=notification.until
    )
    found = rows.select_related("locale").order_by("locale", "pk")
    return sorted(found, key=lambda row: (row.locale_id, title_key(row.title)))


def _jobs(notification: Notification, rows: list[Progress]) -> dict[str, object]:
    return {
        "jobs": [_job(row) for row in rows[:MAX_ROWS]],
        "more": max(len(rows) - MAX_ROWS, 0),
        "due": _day(notification.submission.due) if notification.submission else "",
        "submission": notification.submission,
        "list": _absolute(report.report_url(mine="true")),
    }


def _named(rows: list[Orphan]) -> dict[str, object]:
    orphans = [
        {
            "title": to_one_line(row.title),
            "language": row.language,
            "cause": row.get_cause_display(),
            "url": _absolute(edit_address(row.kind, row.target_pk)),
        }
        for row in rows[:MAX_ROWS]
    ]
    return {"orphans": orphans, "more": max(len(rows) - MAX_ROWS, 0)}


def _mail(
    notification: Notification,
    template: str,
    heading: str,
    content: dict[str, object],
    language: str,
) -> Mail:
    subject = to_one_line(heading)
    context = {
        **content,
        "heading": heading,
        "subject": subject,
        "site": settings.WAGTAIL_SITE_NAME,
        "locale": language,
        "account": f"{_absolute(reverse('wagtailadmin_account'))}#tab-notifications",
    }
    text, html = (
        render_to_string(f"jobs/mails/{template}.{form}", context) for form in ("txt", "html")
    )
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    mail = Mail(
        name or settings.WAGTAIL_SITE_NAME,
        address,
        notification.user.email,
        subject,
        text,
        html,
    )
    # The same when it is sent again, because nobody knows whether it was; also after an upgrade.
    about = f"{notification.pk} {notification.created_at.isoformat()} {notification.until}"
    digest = salted_hmac("cms.translation.jobs.mails", about).hexdigest()
    mail.extra_headers = {
        "Message-ID": f"<{digest}@{mail_host()}>",
        "Auto-Submitted": "auto-generated",
    }
    return mail


def _heading(notification: Notification, rows: list[Progress]) -> str:
    words = sum(row.words_left for row in rows)
    values = {"number": len(rows), "words": _words(words)}
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


def _heading_of_orphans(rows: list[Orphan]) -> str:
    text = ngettext(
        "Source no longer public: %(number)s translation still is",
        "Source no longer public: %(number)s translations still are",
        len(rows),
    )
    return text % {"number": len(rows)}


def _heading_of_unsent(unsent: list[dict[str, str]]) -> str:
    text = ngettext(
        "To send for translation: %(number)s text",
        "To send for translation: %(number)s texts",
        len(unsent),
    )
    return text % {"number": len(unsent)}


def _words(number: int) -> str:
    return ngettext("%(number)s word", "%(number)s words", number) % {"number": number}


def _job(row: Progress) -> dict[str, object]:
    return {
        "title": to_one_line(row.title),
        "language": row.locale.get_display_name(),
        "words": _words(row.words_left),
        "due": _day(row.translation.job.due) if row.translation else "",
        "url": _absolute(work_address(row)),
    }


def _day(day: date | None) -> str:
    return long_date(day, get_language() or "en") if day else ""


def _absolute(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
