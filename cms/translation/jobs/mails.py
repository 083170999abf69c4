"""What a mail about translations says, in the language that its reader has the back office in."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import ngettext, pgettext

from cms.outreach.mailing.digests import SHORT, one_line
from cms.outreach.mailing.mails import Mail, host
from cms.translation.jobs import overview
from cms.translation.jobs.links import edit_address, work_address
from cms.translation.jobs.models import JobState, Letter, Orphan, Progress
from cms.translation.jobs.people import orphans_of, work_of
from cms.translation.jobs.states import with_states

# So many are named in a mail; the rest is in the list of translations.
MOST = 50


def of(letter: Letter) -> Mail | None:
    """Return the mail; None where nothing of it is left to do."""
    orphans = letter.kind == Letter.Kind.ORPHANS
    found = list(_orphans(letter) if orphans else _work(letter))
    if not found:
        return None
    profile = getattr(letter.user, "wagtail_userprofile", None)
    language = (profile and profile.preferred_language) or settings.LANGUAGE_CODE
    with translation.override(language):
        if orphans:
            return _mail(letter, "orphans", _heading_of_orphans(found), _named(found), language)
        return _mail(letter, "letter", _heading(letter, found), _jobs(letter, found), language)


def _work(letter: Letter) -> Any:
    rows = with_states(work_of(letter.user)).exclude(job_state=JobState.DONE)
    if letter.batch:
        rows = rows.filter(translation__job__batch=letter.batch)
    else:
        rows = rows.filter(
            translation__job__changed_at__gt=letter.since,
            translation__job__changed_at__lte=letter.until,
        )
    return rows.select_related("locale", "translation__job").order_by("locale", "page__path", "pk")


def _orphans(letter: Letter) -> Any:
    rows = orphans_of(letter.user).filter(since__gt=letter.since, since__lte=letter.until)
    return rows.select_related("locale").order_by("locale", "title", "pk")


def _jobs(letter: Letter, rows: list[Progress]) -> dict[str, Any]:
    return {
        "jobs": [_job(row) for row in rows[:MOST]],
        "more": max(len(rows) - MOST, 0),
        "due": _day(letter.batch.due) if letter.batch else "",
        "batch": letter.batch,
        "list": _absolute(overview.address(mine="true")),
    }


def _named(rows: list[Orphan]) -> dict[str, Any]:
    orphans = [
        {
            "title": one_line(row.title),
            "language": row.language,
            "cause": row.get_cause_display(),
            "url": _absolute(edit_address(row.kind, row.target_pk)),
        }
        for row in rows[:MOST]
    ]
    return {"orphans": orphans, "more": max(len(rows) - MOST, 0)}


def _mail(
    letter: Letter, template: str, heading: str, content: dict[str, Any], language: str
) -> Mail:
    subject = one_line(heading)
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
        letter.user.email,
        subject,
        text,
        html,
    )
    # The same when it is sent again, because nobody knows whether it was.
    about = f"{letter.pk} {letter.created_at.isoformat()} {letter.until}"
    told = salted_hmac("cms.translation.jobs.mails", about).hexdigest()
    mail.extra_headers = {
        "Message-ID": f"<{told}@{host()}>",
        "Auto-Submitted": "auto-generated",
    }
    return mail


def _heading(letter: Letter, rows: list[Progress]) -> str:
    words = sum(row.words_left for row in rows)
    told = {"number": len(rows), "words": _words(words)}
    if letter.batch:
        title = Truncator(letter.batch.title).chars(SHORT)
        text = ngettext(
            "To translate: “%(title)s” (%(number)s text, %(words)s)",
            "To translate: “%(title)s” (%(number)s texts, %(words)s)",
            len(rows),
        )
        return text % {"title": title, **told}
    text = ngettext(
        "Changed since you translated: %(number)s text (%(words)s)",
        "Changed since you translated: %(number)s texts (%(words)s)",
        len(rows),
    )
    return text % told


def _heading_of_orphans(rows: list[Orphan]) -> str:
    text = ngettext(
        "Source no longer public: %(number)s translation still is",
        "Source no longer public: %(number)s translations still are",
        len(rows),
    )
    return text % {"number": len(rows)}


def _words(number: int) -> str:
    return ngettext("%(number)s word", "%(number)s words", number) % {"number": number}


def _job(row: Progress) -> dict[str, Any]:
    return {
        "title": one_line(row.title),
        "language": row.locale.get_display_name(),
        "words": _words(row.words_left),
        "due": _day(row.translation.job.due) if row.translation else "",
        "url": _absolute(work_address(row)),
    }


def _day(day: Any) -> str:
    return date_format(day, pgettext("date format", "j E Y")) if day else ""


def _absolute(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
