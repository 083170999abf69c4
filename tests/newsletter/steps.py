"""What visitors, readers and the worker do, each in the fewest words."""

import re
from typing import Any

from django.core import mail
from django.test import Client

from cms.newsletter import subscriptions, tasks
from cms.newsletter.frequencies import Frequency
from cms.newsletter.models import Subscription

FORM = {"bg": "/bg/abonament/poshta/", "en": "/en/subscribe/mail/"}
ADDRESS = "ivan@example.org"
LINK = re.compile(r"http://testserver(/\w+/\w+/\w+/[0-9a-f]{32}\.[\w-]{43}/)")


def ask(address: str = ADDRESS, language: str = "bg", **fields: str) -> Any:
    """Send the form as a visitor does."""
    sent = {"address": address, "frequency": "at_once", "consent": "on", "website": ""} | fields
    return Client(enforce_csrf_checks=True).post(FORM[language], sent)


def subscriber(
    address: str = ADDRESS, frequency: str = Frequency.AT_ONCE, language: str = "bg"
) -> Subscription:
    """Somebody who is mailed from now on."""
    subscriptions.request_link(address, language, frequency, "Съгласен съм")
    found = Subscription.objects.get(address=address, locale=language)
    subscriptions.confirm(found)
    Subscription.objects.filter(pk=found.pk).update(link_pending=False)
    return Subscription.objects.get(pk=found.pk)


def own_path(subscription: Subscription) -> str:
    """The path that the subscriber's link opens."""
    return subscriptions.subscription_url(subscription).removeprefix("http://testserver")


def link_in(text: str) -> str:
    """The path of the one link in a mail that opens a subscription."""
    (path,) = set(LINK.findall(text))
    return path


def work_on() -> int:
    """Do what there is to do; return the seconds that the worker then rests."""
    while not (rest := tasks.send_newsletter()):
        pass
    return rest


def subjects(address: str = ADDRESS) -> list[str]:
    """What an address was mailed, where Django keeps mails in memory."""
    return [str(sent.subject) for sent in mail.outbox if sent.to == [address]]
