"""How subscribers are mailed: the links that they asked for, and what is new.

Each batch is in one language and of one frequency, so that a digest is made once for many.
"""

from collections.abc import Collection

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from cms.newsletter import emails
from cms.newsletter.announcements import last_monday
from cms.newsletter.digests import build_digests
from cms.newsletter.frequencies import Frequency
from cms.newsletter.models import Announcement, Subscription
from cms.outbox.mail import MailOutbox
from cms.outbox.models import due
from cms.outbox.smtp import Reply

# After how many consecutive replies that there is no such mailbox a subscription is erased.
MAX_REFUSALS = 3


class SubscriptionOutbox(MailOutbox[Subscription]):
    """What both kinds of mail to subscribers have in common."""

    model = Subscription
    RECORDED: tuple[str, ...] = ("refusals",)
    BATCH_SIZE = 50

    def select(self, rows: list[Subscription]) -> list[Subscription]:
        return [row for row in rows if _digest_group(row) == _digest_group(rows[0])]

    def record_done(self, row: Subscription, item: Subscription, *, was_sent: bool) -> None:
        if was_sent:
            row.refusals = 0

    def record_refusal(self, row: Subscription, reply: Reply) -> None:
        if not reply.is_unknown_mailbox:
            return
        row.refusals += 1
        if row.confirmed_at is None or row.refusals >= MAX_REFUSALS:
            row.delete()


class LinkOutbox(SubscriptionOutbox):
    """Mails with the link that opens a subscription."""

    RECORDED = (*SubscriptionOutbox.RECORDED, "link_pending")

    def due(self, in_flight: Collection[Subscription]) -> QuerySet[Subscription]:
        pending = Subscription.objects.filter(due(), link_pending=True, locale__in=_languages())
        return pending.order_by("next_attempt_at", "pk")

    def prepare(self, items: list[Subscription]) -> list[emails.NewsletterEmail]:
        site = emails.site_name(items[0].locale)
        return [emails.build_link_email(item, site) for item in items]

    def record_done(self, row: Subscription, item: Subscription, *, was_sent: bool) -> None:
        super().record_done(row, item, was_sent=was_sent)
        row.link_pending = False


class DigestOutbox(SubscriptionOutbox):
    """Mails of what is new. As many queries for many subscribers as for one."""

    RECORDED = (*SubscriptionOutbox.RECORDED, "cursor", "sent_at")

    def due(self, in_flight: Collection[Subscription]) -> QuerySet[Subscription]:
        """Return those who don't know the newest; weekly ones, once after each Monday."""
        lagging = Q(pk__in=[])
        for (locale, frequency), newest_number in _newest_numbers().items():
            condition = Q(locale=locale, frequency=frequency, cursor__lt=newest_number)
            if frequency == Frequency.WEEKLY:
                condition &= Q(sent_at=None) | Q(sent_at__lt=last_monday(timezone.now()))
            lagging |= condition
        confirmed = Subscription.objects.filter(due(), confirmed_at__isnull=False)
        return confirmed.filter(lagging).order_by("locale", "frequency", "cursor", "pk")

    def prepare(self, items: list[Subscription]) -> list[emails.NewsletterEmail | None]:
        """Return the mails, or None where all that was new is gone by now.

        Advances the items' cursors up to what their mails tell.
        """
        locale, frequency = _digest_group(items[0])
        newest_number, site = _newest_numbers()[locale, frequency], emails.site_name(locale)
        digests = build_digests(
            locale, frequency, (item.cursor for item in items), newest_number, site
        )
        mails = []
        for item in items:
            digest = digests[item.cursor]
            mails.append(
                emails.build_digest_email(digest, item, newest_number, site) if digest else None
            )
            item.cursor = newest_number
        return mails

    def record_done(self, row: Subscription, item: Subscription, *, was_sent: bool) -> None:
        super().record_done(row, item, was_sent=was_sent)
        row.cursor = max(row.cursor, item.cursor)
        if was_sent and item.leased_until:
            # The moment of the lease: a weekly mail that is under way at the next week's hour
            # isn't that week's.
            row.sent_at = item.leased_until - self.LEASE


def _newest_numbers() -> dict[tuple[str, str], int]:
    """Return the newest number that is released, by language and frequency. One query.

    Only of languages in use: the others' subscribers hear of nothing, and of what they missed once
    their language is back.
    """
    released = Announcement.objects.filter(released=True, locale__in=_languages())
    rows = released.values("locale", "frequency")
    newest = rows.annotate(head=Max("number")).order_by()
    return {(row["locale"], row["frequency"]): row["head"] for row in newest}


def _languages() -> list[str]:
    return [code for code, _ in settings.LANGUAGES]


def _digest_group(row: Subscription) -> tuple[str, str]:
    return row.locale, row.frequency
