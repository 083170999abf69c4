"""Whichever worker sends, however many there are, and whenever one is killed: each message
arrives, and none twice but for the one that was in flight.

PROVE=1 python -m pytest tests/processes/test_outbox.py    # at every statement
"""

import os

import pytest

from tests.processes.conftest import Play, Report
from tests.processes.outbox_users import USERS

# The marker has pytest-django make the database that is copied for each test.
pytestmark = pytest.mark.django_db

PROVE = "PROVE" in os.environ
STATEMENTS, WORKERS = 0 if PROVE else 4, 3


@pytest.mark.parametrize("user", USERS)
def test_next_worker_sends_what_a_killed_worker_left(user: str, play: Play, report: Report) -> None:
    told = play("outbox", user=user, statements=STATEMENTS, workers=WORKERS)
    report(user, told)
    messages = told["messages"]
    assert told["together"] == [1] * messages, "several workers sent the same"
    whole = told["without_kill"]
    assert (whole["sent"], whole["problems"]) == (messages, [])
    rounds = [one for _, one in told["killed"]]
    for kill, one in told["killed"]:
        assert one["problems"] == [], kill
        assert one["different"] == messages, f"{kill}: lost, or repeated under another identity"
        assert one["sent"] <= messages + 1, f"{kill}: more than what was in flight is repeated"
    assert sum(one["killed"] for one in rounds) > len(rounds) // 2, "hardly any was killed"
    assert any(one["sent"] > messages for one in rounds), "none was killed after it had sent"
    if messages > 1:
        assert any(0 < one["sent_before"] < messages for one in rounds), "none was killed amid"
