"""How long to wait before something is tried again."""

from datetime import timedelta

# Those of the Standard Webhooks specification: ten attempts within 75 hours and 35 minutes.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)


def after(attempts: int) -> timedelta | None:
    """Return the pause after so many failed attempts (from 1); None when it was the last."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None
