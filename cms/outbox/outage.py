"""What to do while the mail server is unreachable."""

import logging

from cms.outbox.backoff import RETRY_DELAYS

logger = logging.getLogger(__name__)

# The pauses grow up to half an hour.
RECONNECT_DELAYS = RETRY_DELAYS[:3]


class UnreachableError(Exception):
    """The server accepts nothing at all, whatever it is sent. The text names no recipient."""


class Outage:
    """Consecutive failures to reach the mail server. Its beginning and its end are logged once."""

    attempts = 0

    def record_failure(self, error: UnreachableError) -> int:
        """Count a failure; return the seconds until the next attempt."""
        if not self.attempts:
            logger.error("The mail server takes no mail, which waits until it does: %s", error)
        delay = RECONNECT_DELAYS[min(self.attempts, len(RECONNECT_DELAYS) - 1)]
        self.attempts += 1
        return int(delay.total_seconds())

    def record_success(self) -> None:
        if self.attempts:
            logger.error("The mail server takes mail again.")
        self.attempts = 0
