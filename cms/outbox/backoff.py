"""When a failed exchange is tried again."""

from datetime import timedelta

# The schedule of the Standard Webhooks specification: ten attempts in 75 hours and 35 minutes.
RETRY_DELAYS = (
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


def retry_delay(attempts: int) -> timedelta | None:
    """Return the delay after so many failed attempts (from 1), or None after the last one."""
    return RETRY_DELAYS[attempts - 1] if attempts <= len(RETRY_DELAYS) else None
