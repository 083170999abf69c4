"""What a link is opened by that only its owner has, and how that is kept out of logs and caches.

A token is a row's id and a signature of it by the installation's secret key, for one purpose:
nothing in the database opens anything, and no token can be guessed.
"""

import logging
import re
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.utils.cache import add_never_cache_headers

TOKEN = re.compile(r"[0-9a-f]{32}\.[\w-]{43}", re.ASCII)
# What may be one, or was one until somebody lost a few letters of it: the rest could be guessed.
# Linear: a run of letters is tried from its start alone, and as a whole.
LIKE_A_TOKEN = re.compile(
    r"(?:(?<=/preview/)|(?<=/poshta/)|(?<=/mail/))\S+"
    r"|(?<![0-9a-f])[0-9a-f]{30,}+(?:\.|%2e)[\w-]*",
    re.IGNORECASE,
)


class Tokens:
    """The tokens of one purpose: one made for another is none."""

    def __init__(self, purpose: str) -> None:
        self._purpose = purpose

    def token_of(self, identity: UUID) -> str:
        """Return the token of the row with this id."""
        return self._signer().sign(identity.hex)

    def identity_in(self, token: str) -> UUID | None:
        """Return the id that a token names; None when it was not signed here for this."""
        if not TOKEN.fullmatch(token):
            return None
        try:
            return UUID(self._signer().unsign(token))
        except BadSignature:
            return None

    def _signer(self) -> Signer:
        return Signer(sep=".", salt=self._purpose)


def private(response: Any) -> Any:
    """Have an answer kept by no cache, found by no search engine and told to no other site."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


class HidingFormatter(logging.Formatter):
    """Writes a log's lines without the tokens in them, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return LIKE_A_TOKEN.sub("[token]", super().format(record))
