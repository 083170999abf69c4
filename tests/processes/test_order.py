"""Eight editors publish at once: the numbers come in order, and nobody waits long or fails.

PROVE=1 python -m pytest tests/processes/test_order.py    # for a minute
"""

import os

import pytest

from tests.processes.conftest import Play, Report

# The marker has pytest-django make the database that is copied for each test.
pytestmark = pytest.mark.django_db

WRITERS = 8
SECONDS = 60 if "PROVE" in os.environ else 4
# Seconds that nobody waits longer for an answer.
LONGEST = 5


def test_eight_who_publish_at_once_are_followed_in_order_and_none_fails_or_waits_long(
    play: Play, report: Report
) -> None:
    told = play("writers", writers=WRITERS, seconds=SECONDS)
    report("order", told)
    assert told["wrong"] == []
    assert told["differences"] == []
    assert told["publishes"] >= WRITERS, "hardly anything was published"
    # Where other tests keep the machine busy, a fair turn takes longer.
    turn = WRITERS * told["seconds"] / told["requests"]
    assert told["longest_wait"] <= max(LONGEST, 3 * turn), "somebody had to wait too long"
