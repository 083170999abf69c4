"""What an endpoint is sent: whether there is word for it of an entry, and the body (a payload of
Standard Webhooks)."""

from dataclasses import dataclass
from datetime import datetime

from cms.api.changes import render_change
from cms.content.serializers.base import dump_json
from cms.core.timestamps import format_moment
from cms.store import change_log
from cms.store.models import Entry
from cms.webhooks.models import Delivery, Endpoint, Event


@dataclass(frozen=True)
class Message:
    """A body, and the id that it keeps however often it is sent. Another body has another id.

    `event` is what it tells of an entry; empty in a test.
    """

    identity: str
    body: str
    event: str = ""


def find_event(endpoint: Endpoint, entry: Entry, since: int) -> str | None:
    """The most telling of what happened to an entry since a number that an endpoint wants to know;
    None when nothing did, or it wants to know nothing of it."""
    if entry.sequence <= since:
        return None
    if endpoint.locales and entry.locale not in endpoint.locales:
        return None
    if endpoint.types and entry.type not in endpoint.types:
        return None
    wanted = endpoint.events or Event.values
    return next((name for name in change_log.list_events(entry, since) if name in wanted), None)


def build_message(delivery: Delivery) -> Message | None:
    """What to send now; None when nothing is left to tell."""
    entry = delivery.entry
    if entry is None:
        seconds = f"{delivery.enqueued_at.timestamp():.0f}"
        identity = f"msg_test_{delivery.pk}_{seconds}_{delivery.number}"
        data = dump_json({"endpoint": delivery.endpoint.name})
        return Message(identity, _body("test", delivery.enqueued_at, data))
    event = find_event(delivery.endpoint, entry, delivery.since)
    if event is None:
        return None
    identity = f"msg_{entry.pk.hex}_{entry.sequence:x}"
    body = _body(f"entry.{event}", entry.modified_at, render_change(entry, event))
    return Message(identity, body, event)


def _body(kind: str, moment: datetime, data: str) -> str:
    body = dump_json({"type": kind, "timestamp": format_moment(moment)})
    return f'{body[:-1]},"data":{data}}}'
