"""Where a later page of a feed goes on: behind a place in the list, told in the address.

A place and not a number of items, so that what is published meanwhile moves none (RFC 5005).
"""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cms.store.list_query import SeekPosition

# A moment in microseconds, a position, an id.
POSITION = re.compile(r"(-?\d{1,17})-(\w{0,8})-([0-9a-f]{32})", re.ASCII)
EPOCH = datetime.fromtimestamp(0, UTC)


def encode_position(position: SeekPosition) -> str:
    """Where an entry stands, as an address tells it."""
    moment = (position.published_at - EPOCH) // timedelta(microseconds=1)
    return f"{moment}-{position.position}-{position.entry.hex}"


def decode_position(text: str) -> SeekPosition | None:
    """The place that an address tells; None when it is none."""
    found = POSITION.fullmatch(text)
    if found is None:
        return None
    try:
        moment = EPOCH + timedelta(microseconds=int(found[1]))
    except OverflowError:
        return None
    return SeekPosition(moment, found[2], UUID(found[3]))
