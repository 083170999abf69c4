"""Mails as they are sent: the parts, and the headers that mail programs go by.

RFC 8058 (leaving with one click), RFC 2919 (the list's name), RFC 3834 (written by a machine).
"""

import json
from email.header import Header
from email.utils import parseaddr, quote
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from cms.languages.interface import use_public_texts
from cms.newsletter.digests import URL_PLACEHOLDER, Digest, to_one_line
from cms.newsletter.models import Subscription
from cms.newsletter.subscriptions import subscription_url
from cms.store import entry_queries

# Letters in a line, by RFC 5322, 2.1.1, and in one that holds encoded words, by RFC 2047, 2.
MAX_LINE_BYTES, MAX_ENCODED_LINE_BYTES = 998, 76


class NewsletterEmail(EmailMultiAlternatives):
    """A mail whose headers fold as RFC 2047 wants it, and otherwise not at all: by themselves they
    would begin with an empty line, which some readers take for a space."""

    def __init__(
        self, name: str, sender: str, recipient: str, subject: str, text: str, html: str
    ) -> None:
        super().__init__(subject, f"{text.strip()}\n", sender, [recipient])
        self.attach_alternative(html, "text/html")
        self.name = name

    def message(self) -> Any:  # type: ignore[override]  # the stubs are a later Django's
        built = super().message()
        built.policy = built.policy.clone(max_line_length=MAX_LINE_BYTES)
        for header, value in {
            "Subject": Header(str(self.subject), header_name="Subject"),
            "From": _from_header(self.name, self.from_email),
        }.items():
            built.replace_header(header, value.encode(maxlinelen=MAX_ENCODED_LINE_BYTES))
        return built


def site_name(locale: str) -> str:
    """Return what the site is called in a language. One query."""
    site_frame = entry_queries.get_site_frame(locale)
    if site_frame is None or not site_frame.live:
        return settings.WAGTAIL_SITE_NAME
    return to_one_line(json.loads(site_frame.full_json)["name"])


def build_digest_email(
    digest: Digest, subscription: Subscription, newest_number: int, site: str
) -> NewsletterEmail:
    """Return a subscriber's mail of what is new up to the store's number `newest_number`."""
    address = subscription_url(subscription)
    email = _build_email(
        subscription,
        site,
        digest.subject,
        digest.text.replace(URL_PLACEHOLDER, address),
        digest.html.replace(URL_PLACEHOLDER, address),
        f"digest {newest_number}",
    )
    email.extra_headers |= {
        "List-Id": f"<{subscription.locale}.mail.{mail_host()}>",
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return email


def build_link_email(subscription: Subscription, site: str) -> NewsletterEmail:
    """Return the mail with the link: to confirm by, or to see and change what is confirmed."""
    name = "confirm" if subscription.confirmed_at is None else "known"
    with use_public_texts(subscription.locale):
        subject = (
            _("Please confirm your subscription to the news of %(site)s")
            if name == "confirm"
            else _("Your subscription to the news of %(site)s")
        ) % {"site": site}
        context = {
            "subscription": subscription,
            "locale": subscription.locale,
            "site": site,
            "subject": subject,
            "own_address": subscription_url(subscription),
        }
        text, html = (
            render_to_string(f"mailing/mails/{name}.{extension}", context)
            for extension in ("txt", "html")
        )
    identity = f"link {subscription.link_requests} {subscription.link_requested_at.isoformat()}"
    return _build_email(subscription, site, subject, text, html, identity)


def _build_email(
    subscription: Subscription, site: str, subject: str, text: str, html: str, identity: str
) -> NewsletterEmail:
    """`identity` tells this mail from the subscriber's others: when it is sent again, because
    nobody knows whether it was, it has the same Message-ID, by which many a mailbox drops the
    second."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    # The salt stays: a mail that is sent again after an upgrade has the same Message-ID.
    digest = salted_hmac("cms.outreach.mailing.mails", f"{subscription.pk} {identity}").hexdigest()
    message = NewsletterEmail(name or site, address, subscription.address, subject, text, html)
    message.extra_headers = {
        "Message-ID": f"<{digest}@{mail_host()}>",
        # No "Precedence", which no standard knows: this is what machines do not answer to.
        "Auto-Submitted": "auto-generated",
    }
    return message


def _from_header(name: str, address: str) -> Header:
    """An address with the name before it, whatever letters the name has."""
    header = Header(header_name="From")
    header.append(f'"{quote(name)}"' if name.isascii() else name)
    header.append(f"<{address}>")
    return header


def mail_host() -> str:
    """Return the name of this installation's machine, as headers take it."""
    return punycode(urlsplit(settings.BASE_URL).hostname or "localhost")
