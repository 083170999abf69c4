"""Signed ids: the token in a link that only its recipient has.

A token is a row's id and its signature with the installation's secret key. Nothing in the database
opens anything, and no token can be guessed.
"""

import re
from uuid import UUID

from django.core.signing import BadSignature, Signer

TOKEN = re.compile(r"[0-9a-f]{32}\.[\w-]{43}", re.ASCII)


class IdSigner:
    """Signs ids for one purpose. A token is only valid for the purpose it was issued for."""

    def __init__(self, purpose: str) -> None:
        self._purpose = purpose

    def sign(self, identity: UUID) -> str:
        """Return the token of the row with this id."""
        return self._signer().sign(identity.hex)

    def unsign(self, token: str) -> UUID | None:
        """Return the id in a token; None unless it was signed here for this purpose."""
        if not TOKEN.fullmatch(token):
            return None
        try:
            return UUID(self._signer().unsign(token))
        except BadSignature:
            return None

    def _signer(self) -> Signer:
        return Signer(sep=".", salt=self._purpose)
