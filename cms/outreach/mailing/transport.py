"""Handing mails to the mail server, and what its answers mean (RFC 5321, RFC 3463)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

# No mailbox of this name, by RFC 5321, 4.2.3; but 5.7.x is policy (RFC 3463, 3.8), and tells
# nothing of the mailbox.
NO_MAILBOX = {550, 551, 553}
POLICY = re.compile(rb"\s*5\.7\.")
# The server is about to close the connection; from here on a refusal is for good.
CLOSING, FOR_GOOD = 421, 500


class Outcome(Enum):
    """What came of one mail."""

    ACCEPTED = auto()
    # 4xx: the mailbox is full, the server wants to be asked twice.
    LATER = auto()
    # 5xx that tells nothing of the mailbox: the server dislikes this mail, or us.
    MUCH_LATER = auto()
    NO_SUCH_MAILBOX = auto()
    # The connection ended at this mail, perhaps because of it.
    BROKEN_OFF = auto()
    # All that was to be told is gone by now.
    NOTHING_TO_SAY = auto()
    UNTRIED = auto()


class UnreachableError(Exception):
    """The mail server takes no mail at all, whoever it is for. It tells no recipient's address."""


@contextmanager
def connected() -> Iterator[BaseEmailBackend]:
    """One connection for many mails. Raises UnreachableError."""
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


def hand_over(connection: BaseEmailBackend, mail: EmailMultiAlternatives) -> Outcome:
    """Return what the server says to a mail for one recipient. Raises UnreachableError."""
    try:
        connection.send_messages([mail])
    except SMTPRecipientsRefused as error:
        ((code, words),) = error.recipients.values()
        if code in NO_MAILBOX and not POLICY.match(words):
            return Outcome.NO_SUCH_MAILBOX
        return _postponed(code)
    except SMTPDataError as error:
        return _postponed(error.smtp_code)
    except SMTPResponseException as error:
        # The sender is refused, or all senders are for a while.
        raise UnreachableError(f"{error.smtp_code} {error.smtp_error!r}") from None
    except OSError as error:
        raise UnreachableError(f"{type(error).__name__}: {error}") from error
    return Outcome.ACCEPTED


def _postponed(code: int) -> Outcome:
    """What a refusal of this one mail means. The server's words may hold the address."""
    if code == CLOSING:
        raise UnreachableError(str(code)) from None
    return Outcome.LATER if code < FOR_GOOD else Outcome.MUCH_LATER
