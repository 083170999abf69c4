"""Several workers send the same mails at once, or one is killed in the middle of them."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from cms.outreach.mailing import announcing, sending
from cms.outreach.mailing.models import Subscription
from tests import factories
from tests.outreach.mailing.acts import subscriber, work_on
from tests.outreach.mailing.server import HOST, MailServer
from tests.processes.cast import Actor, fork, start
from tests.processes.kills import Kill, Steps


def play(readers: int, workers: int, kills: list[list[Any]]) -> dict[str, Any]:
    """Mail so many readers an article by all workers at once, and one for each kill of a worker;
    tell what the mail server got."""
    server = start(serve)
    settings.MAILING = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, server.hear()
    # Nothing to wait for, even where the store's moments run ahead of the clock; several batches;
    # what is accepted is written down at once.
    announcing.QUIET, sending.SIZE, sending.RHYTHM = timedelta(minutes=-1), 4, 0
    factories.news_index()
    work_on()
    for number in range(readers):
        subscriber(f"reader{number}@example.org")
    return {
        "together": together(server, workers),
        "killed": [killed(server, number, Kill(*kill)) for number, kill in enumerate(kills)],
    }


def serve(line: Any) -> None:
    """A mail server: it tells its port, then whenever it is asked what it has got since."""
    server = MailServer()
    server.start()
    line.send(server.port)
    while line.recv():
        got, server.received = server.received, []
        line.send([(sent.recipient, sent.message["Message-ID"]) for sent in got])


def got_since(server: Actor) -> list[tuple[str, str]]:
    server.line.send("what?")
    return [(recipient, message_id) for recipient, message_id in server.hear()]


def together(server: Actor, workers: int) -> list[int]:
    """How many mails each reader got of one article."""
    factories.article(title="На всички заедно")
    announcing.note()
    ready = fork.Barrier(workers)
    for actor in [start(work_when, ready) for _ in range(workers)]:
        actor.hear()
    return list(Counter(recipient for recipient, _ in got_since(server)).values())


def work_when(line: Any, ready: Any) -> None:
    ready.wait()
    work_on()
    line.send("done")


def killed(server: Actor, number: int, kill: Kill) -> dict[str, Any]:
    """What the readers got by a worker that was killed and, when its claim has ended, another."""
    factories.article(title=f"Новина {number}")
    actor = start(work_until, kill)
    actor.process.join()
    before = got_since(server)
    Subscription.objects.update(due_at=timezone.now())
    work_on()
    mails = before + got_since(server)
    return {
        "killed": actor.process.exitcode == -9,
        "sent_before": len(before),
        "sent": len(mails),
        "readers": len({recipient for recipient, _ in mails}),
        "different_mails": len(set(mails)),
    }


def work_until(line: Any, kill: Kill) -> None:
    Steps(kill)
    work_on()
