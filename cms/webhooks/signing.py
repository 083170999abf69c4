"""The secrets of endpoints, and the headers that prove who sends (Standard Webhooks).

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import secrets
from base64 import b64encode
from collections.abc import Iterable
from datetime import UTC, datetime

from standardwebhooks import Webhook

PREFIX = "whsec_"
# Bytes: the specification wants 24 to 64.
SECRET_LENGTH_BYTES = 32


def new_secret() -> str:
    return PREFIX + b64encode(secrets.token_bytes(SECRET_LENGTH_BYTES)).decode()


def sign_headers(identity: str, body: str, moment: datetime, keys: Iterable[str]) -> dict[str, str]:
    """The headers of a message that is sent at a moment, with a signature by each of the keys."""
    moment = moment.astimezone(UTC)
    signatures = [Webhook(key).sign(identity, moment, body) for key in keys]
    return {
        "webhook-id": identity,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
        "content-type": "application/json",
    }
