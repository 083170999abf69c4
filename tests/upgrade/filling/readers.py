"""Whoever is told of what is published: subscribers, webhooks, a hub; and the translation machine.

All of them are told by the worker, which runs in between.
"""

import re
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.upgrade.filling import pages, people, translations
from tests.upgrade.filling.pages import FAR, article
from tests.upgrade.installation import HOST
from tests.upgrade.outside import HUB, MACHINE, ORIGIN, Outside

FORMS = {
    "bg": "/bg/abonament/poshta/",
    "en": "/en/subscribe/mail/",
    "de": "/de/subscribe/mail/",
}
TRANSLATE = f"{MACHINE}/translate"


def work() -> None:
    """Let the worker do what there is to do."""
    call_command("worker", once=True)


def subscribe(world: Outside) -> None:
    """Confirmed and unconfirmed subscribers, and one who has left."""
    work()
    for name, code, frequency in (
        ("vednaga", "bg", "at_once"), ("sedmichno", "bg", "weekly"), ("napusnal", "bg", "at_once"),
        ("nepotvarden", "bg", "weekly"), ("at-once", "en", "at_once"), ("weekly", "en", "weekly"),
        ("sofort", "de", "at_once"), ("palna-kutia", "bg", "at_once"),
    ):  # fmt: skip
        _ask(f"{name}@example.org", code, frequency)
    work()
    for name in ("vednaga", "sedmichno", "napusnal", "at-once", "weekly", "sofort", "palna-kutia"):
        _open(world, f"{name}@example.org", "confirm")
    _open(world, "napusnal@example.org", "leave")


def hooks(world: Outside) -> None:
    """Endpoints whose receivers accept, refuse and are gone, one that is off, and their secrets."""
    world.statuses |= {"/hooks/refuses": 500, "/hooks/gone": 410}
    administrator = people.browser("administrator")
    for name, path, chosen in (
        ("Приема", "/hooks/accepts", {}),
        ("Отказва", "/hooks/refuses", {"events": ["published", "removed"], "locales": ["bg"]}),
        ("Изчезнал", "/hooks/gone", {"types": ["news"]}),
        ("Изключен", "/hooks/off", {"enabled": ""}),
    ):
        form = {"name": name, "address": f"{ORIGIN}{path}", "enabled": "on"} | chosen
        form = {key: value for key, value in form.items() if value}
        answer = administrator.post("/admin/webhooks/new/", form)
        if answer.status_code != 302:
            raise RuntimeError(f"The webhook is not made: {answer.status_code}")
    accepts, refuses = endpoint("Приема"), endpoint("Отказва")
    administrator.post(f"/admin/webhooks/rotate/{accepts.pk}/")
    administrator.post(f"/admin/webhooks/rotate/{refuses.pk}/")
    administrator.post(f"/admin/webhooks/end/{refuses.pk}/")
    administrator.post(f"/admin/webhooks/test/{accepts.pk}/")
    # Valid for a day by itself.
    accepts = endpoint("Приема")
    accepts.previous_until = FAR
    accepts.save()


def endpoint(name: str) -> Any:
    return apps.get_model("webhooks.Endpoint").objects.get(name=name)


def publish_to_them(world: Outside) -> None:
    """Publish, and have the worker tell of it: some is accepted, some refused, some given up."""
    translated = article("Новина за всички", 70, date=None)
    translations.translate(translated, "en")
    translations.translate(translated, "de")
    article("Новина, която се отказва", 71, date=None)
    article("Новина, която се предава", 72, date=None)
    machine_drafts(world)
    work()
    deliveries: Any = apps.get_model("webhooks.Delivery").objects
    refused = deliveries.filter(endpoint=endpoint("Отказва"), state="waiting").order_by("pk")
    # As if it had been refused for days: the next time is the last.
    given_up = refused.first()
    given_up.attempts, given_up.next_attempt_at = 9, timezone.now()
    given_up.save()
    world.mail.refusals["palna-kutia@example.org"] = "452 4.2.2 Mailbox full"
    # Announcements wait for a quiet time before they are mailed.
    announced = apps.get_model("mailing.Announcement").objects
    announced.update(published_at=timezone.now() - timedelta(days=8))
    world.statuses[HUB] = 503
    article("Новина за хъб, който не отговаря", 73, date=None)
    work()
    del world.mail.refusals["palna-kutia@example.org"]


def machine_drafts(world: Outside) -> None:
    """Drafts by a machine: done, published and not; refused; and asked for last, waiting."""
    done, refused = (
        article("Машинен превод", 80, date=None),
        article("Машината отказа", 81, date=None),
    )
    for each in (done, refused):
        translations.send(each, "de")
    translations.at_desk(done, "de", "draft")
    work()
    target = translations.translation_of(done, "de")
    translations.job_of(done, "de").save_target(publish=False)
    pages.save(pages.again(target).get_latest_revision_as_object())
    world.statuses[TRANSLATE] = 400
    translations.at_desk(refused, "de", "draft")
    work()
    del world.statuses[TRANSLATE]


def leave_undone() -> None:
    """What waits for the next worker. Nothing of it gets too old while the fixture is in use."""
    waiting = article("Чака машината", 82, date=None)
    translations.send(waiting, "de")
    translations.at_desk(waiting, "de", "draft")
    pages.changed(pages.titled("Новина за всички"), summary="Променена след последния разговор.")
    _ask("ochakva-vrazka@example.org", "bg", "at_once")
    _ask("weekly@example.org", "en", "weekly")
    # An unconfirmed wish is forgotten after two days, and a letter after seven.
    unconfirmed = apps.get_model("mailing.Subscription").objects.filter(confirmed_at=None)
    unconfirmed.update(requested_at=FAR, link_requested_at=FAR)
    apps.get_model("translation_jobs.Notification").objects.update(created_at=FAR)
    past = timezone.now() - timedelta(minutes=1)
    for label in ("webhooks.Delivery", "mailing.Subscription", "websub.Topic"):
        rows = apps.get_model(label).objects.exclude(next_attempt_at=None)
        rows.update(next_attempt_at=past)


def _ask(address: str, code: str, frequency: str) -> None:
    form = {"address": address, "frequency": frequency, "consent": "on"}
    answer = Client(headers={"host": HOST}).post(FORMS[code], form)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} is not asked: {answer.status_code}")


def _open(world: Outside, address: str, wish: str) -> None:
    """Press a button behind the link that was mailed to an address."""
    link = re.search(rf"http://{HOST}(/\S+)", world.mail.to(address)[0].text)
    if link is None:
        raise RuntimeError(f"{address} was mailed no link.")
    Client(headers={"host": HOST}).post(link[1], {"do": wish})
