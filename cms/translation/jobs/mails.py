"""What a translator's mail says, in the language they read the back office in."""

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
from cms.translation.jobs.links import work_address
from cms.translation.jobs.models import JobState, Letter, Progress
from cms.translation.jobs.people import work_of
from cms.translation.jobs.states import with_states

# So many are named in a mail; the rest is in the list of translations.
MOST = 50


def of(letter: Letter) -> Mail | None:
    """Return the mail; None where nothing of it is left to do."""
    found = list(_work(letter))
    if not found:
        return None
    profile = getattr(letter.user, "wagtail_userprofile", None)
    language = (profile and profile.preferred_language) or settings.LANGUAGE_CODE
    with translation.override(language):
        return _mail(letter, found, language)


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


def _mail(letter: Letter, rows: list[Progress], language: str) -> Mail:
    heading = _heading(letter, rows)
    subject = one_line(heading)
    context = {
        "jobs": [_job(row) for row in rows[:MOST]],
        "more": max(len(rows) - MOST, 0),
        "heading": heading,
        "subject": subject,
        "due": _day(letter.batch.due) if letter.batch else "",
        "batch": letter.batch,
        "site": settings.WAGTAIL_SITE_NAME,
        "locale": language,
        "account": f"{_absolute(reverse('wagtailadmin_account'))}#tab-notifications",
        "list": _absolute(overview.address(mine="true")),
    }
    text, html = (
        render_to_string(f"jobs/mails/letter.{form}", context) for form in ("txt", "html")
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
