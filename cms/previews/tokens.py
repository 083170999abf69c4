"""What a preview link is opened by, and how it is kept out of every log.

A token is the link's id and a signature of it by the installation's secret key: nothing in the
database opens a preview, and none can be guessed.
"""

import logging
import re
from uuid import UUID

from django.core.signing import BadSignature, Signer

TOKEN = re.compile(r"[0-9a-f]{32}\.[\w-]{43}", re.ASCII)
# What may be one, or was one until somebody lost a few letters of it: the rest could be guessed.
LIKE_A_TOKEN = re.compile(r"(?<=/preview/)\S+|[0-9a-f]{30,}(?:\.|%2e)[\w-]*", re.IGNORECASE)


def token_of(identity: UUID) -> str:
    """Return the token of the link with this id."""
    return _signer().sign(identity.hex)


def identity_in(token: str) -> UUID | None:
    """Return the id that a token names; None when it was not signed here."""
    if not TOKEN.fullmatch(token):
        return None
    try:
        return UUID(_signer().unsign(token))
    except BadSignature:
        return None


def _signer() -> Signer:
    return Signer(sep=".", salt="cms.previews")


class HidingFormatter(logging.Formatter):
    """Writes a log's lines without the tokens in them, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return LIKE_A_TOKEN.sub("[preview token]", super().format(record))
