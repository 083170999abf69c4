"""Mails as they are sent: the parts, and the headers that mail programs go by.

RFC 8058 (leaving with one click), RFC 2919 (the list's name), RFC 3834 (written by a machine).
"""

import json
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from cms.outreach.mailing.digests import OWN_ADDRESS, Digest, one_line
from cms.outreach.mailing.models import Subscription
from cms.outreach.mailing.subscribing import address_of
from cms.store import queries


def site_name(locale: str) -> str:
    """Return what the site is called in a language. One query."""
    frame = queries.frame(locale)
    if frame is None or not frame.live:
        return settings.WAGTAIL_SITE_NAME
    return one_line(json.loads(frame.whole)["name"])


def of_digest(
    digest: Digest, subscription: Subscription, head: int, site: str
) -> EmailMultiAlternatives:
    """Return a subscriber's mail of what is new up to the store's number `head`."""
    address = address_of(subscription)
    mail = _mail(
        subscription,
        site,
        digest.subject,
        digest.text.replace(OWN_ADDRESS, address),
        digest.html.replace(OWN_ADDRESS, address),
        f"digest {head}",
    )
    mail.extra_headers |= {
        "List-Id": f"<{subscription.locale}.mail.{_host()}>",
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return mail


def of_link(subscription: Subscription, site: str) -> EmailMultiAlternatives:
    """Return the mail with the link: to confirm by, or to see and change what is confirmed."""
    name = "confirm" if subscription.confirmed_at is None else "known"
    with translation.override(subscription.locale):
        subject = (
            _("Please confirm: news of %(site)s by e-mail")
            if name == "confirm"
            else _("Your subscription to the news of %(site)s")
        ) % {"site": site}
        context = {
            "subscription": subscription,
            "locale": subscription.locale,
            "site": site,
            "subject": subject,
            "own_address": address_of(subscription),
        }
        text, html = (
            render_to_string(f"mailing/mails/{name}.{form}", context) for form in ("txt", "html")
        )
    asked = f"link {subscription.link_requests} {subscription.link_asked_at.isoformat()}"
    return _mail(subscription, site, subject, text, html, asked)


def _mail(
    subscription: Subscription, site: str, subject: str, text: str, html: str, about: str
) -> EmailMultiAlternatives:
    """`about` tells this mail from the subscriber's others: when it is sent again, because nobody
    knows whether it was, it has the same Message-ID, by which many a mailbox drops the second."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    told = salted_hmac("cms.outreach.mailing.mails", f"{subscription.pk} {about}").hexdigest()
    mail = EmailMultiAlternatives(
        subject,
        text,
        address,
        [subscription.address],
        headers={
            "From": _named(name or site, address),
            "Message-ID": f"<{told}@{_host()}>",
            # No "Precedence", which no standard knows: this is what machines do not answer to.
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(html, "text/html")
    return mail


def _named(name: str, address: str) -> str:
    """An address with the name before it, whatever letters the name has."""
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>'


def _host() -> str:
    return punycode(urlsplit(settings.BASE_URL).hostname or "localhost")
