"""Moments as the public contract and the formats write them (RFC 3339)."""

from datetime import UTC, datetime, timedelta

from django.utils.timezone import localtime

MINUTE = timedelta(minutes=1)


def format_moment(moment: datetime) -> str:
    """Return a moment in the installation's time zone, in whole seconds: 2026-01-15T09:00:00+02:00.

    RFC 3339 has no seconds in an offset, but local mean time, in use before time zones, had: such a
    moment is returned in UTC.
    """
    local = localtime(moment)
    offset = local.utcoffset() or timedelta()
    if offset % MINUTE:
        local = local.astimezone(UTC)
    return local.isoformat(timespec="seconds")
