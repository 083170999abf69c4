"""Handing messages to the mail server, and what its replies mean (RFC 5321, RFC 3463)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from cms.outbox.outage import UnreachableError

# No mailbox of this name, by RFC 5321, 4.2.3; but 5.7.x is policy (RFC 3463, 3.8), and doesn't
# concern the mailbox.
NO_MAILBOX = {550, 551, 553}
POLICY = re.compile(rb"\s*5\.7\.")
# A code from 400 is a refusal, one from 500 a permanent one. After 421 the server closes the
# connection.
ACCEPTED, REFUSED, CLOSING, PERMANENT = 250, 400, 421, 500


@dataclass(frozen=True)
class Reply:
    """The mail server's reply to one message. Its text may hold the address, so it isn't kept."""

    code: int = ACCEPTED
    is_unknown_mailbox: bool = False

    @property
    def accepted(self) -> bool:
        return self.code < REFUSED

    @property
    def retry_delay(self) -> timedelta:
        """When to try again. A mailbox may be full, or a server ask to be asked twice; a permanent
        refusal may be of this message, or of us."""
        return timedelta(hours=1) if self.code < PERMANENT else timedelta(days=1)


@contextmanager
def open_connection() -> Iterator[BaseEmailBackend]:
    """Yield one connection for many messages. Raises UnreachableError."""
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # every error of smtplib is one
        raise UnreachableError(f"{type(error).__name__}: {error}") from error
    try:
        yield connection
    finally:
        with suppress(OSError):
            connection.close()


def send_one(connection: BaseEmailBackend, mail: EmailMultiAlternatives) -> Reply:
    """Send a message to its one recipient. Raises UnreachableError."""
    try:
        connection.send_messages([mail])
    except SMTPRecipientsRefused as error:
        ((code, text),) = error.recipients.values()
        if code in NO_MAILBOX and not POLICY.match(text):
            return Reply(code, is_unknown_mailbox=True)
        return _refusal(code)
    except SMTPDataError as error:
        return _refusal(error.smtp_code)
    except SMTPResponseException as error:
        # The sender is refused, or all senders are for a while.
        raise UnreachableError(f"{error.smtp_code} {error.smtp_error!r}") from None
    except OSError as error:
        raise UnreachableError(f"{type(error).__name__}: {error}") from error
    return Reply()


def _refusal(code: int) -> Reply:
    """Return the refusal of one message. Raises UnreachableError if it ends the connection."""
    if code == CLOSING:
        raise UnreachableError(str(code)) from None
    return Reply(code)
