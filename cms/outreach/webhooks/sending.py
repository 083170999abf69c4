"""The worker's piece: messages on their way, one at a time to each endpoint, to all at once.

A thread does nothing but send: an endpoint that is slow to answer, or never does, holds up nobody
else, and no transaction is open meanwhile.
"""

import logging
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread

from django.conf import settings

from cms.outreach import client
from cms.outreach.client import Answer
from cms.outreach.registry import PULSE
from cms.outreach.webhooks.claims import Claim, Outcome, turn
from cms.outreach.webhooks.following import follow

logger = logging.getLogger(__name__)


class Sender:
    """What one process has on its way: which endpoints are `busy`, and what came back."""

    def __init__(self) -> None:
        self.busy: set[int] = set()
        self.outcomes: list[Outcome] = []
        self._arriving: SimpleQueue[Outcome] = SimpleQueue()

    def work(self) -> int:
        """Take over what has changed, write down what came back and send what is due, then wait a
        little for what comes back; return the seconds to rest."""
        taken = follow()
        claims = turn(self.outcomes, self.busy)
        self.outcomes = []
        for claim in claims:
            self.busy.add(claim.endpoint)
            # Nobody waits for it at the end: what is not written down is sent again.
            Thread(target=self._send, args=[claim], daemon=True).start()
        self.wait()
        return 0 if taken or self.busy or self.outcomes else PULSE

    def _send(self, claim: Claim) -> None:
        answer = Answer(0, "")
        try:
            private = settings.WEBHOOK_PRIVATE_ADDRESSES
            answer = client.post(claim.address, claim.body, claim.headers, private)
        except Exception:
            logger.exception("A message could not be sent; it is tried again.")
        finally:
            # Else its endpoint would be busy for good.
            self._arriving.put(Outcome(claim, answer))

    def wait(self) -> None:
        """Wait for something to come back, if anything is on its way, no longer than a pulse."""
        with suppress(Empty):
            while self.busy:
                # For the first; what else there is is taken along.
                outcome = self._arriving.get(timeout=0 if self.outcomes else PULSE)
                self.busy.remove(outcome.claim.endpoint)
                self.outcomes.append(outcome)


_sender = Sender()


def send_webhooks() -> int:
    """What this process does at a time; see `Sender.work`."""
    return _sender.work()
