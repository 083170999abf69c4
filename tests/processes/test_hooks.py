"""A worker may be killed at any moment: each change still reaches whoever is to be told of it."""

import os

import pytest

from tests.processes.conftest import Play, Report

# The marker has pytest-django make the database that is copied for each test.
pytestmark = pytest.mark.django_db

PROVE = "PROVE" in os.environ
# Taking over, claiming and writing down take some 25 statements and three commits.
STATEMENTS = range(1, 31) if PROVE else (6, 12, 18, 24)
KILLS = [("statement", number, False) for number in STATEMENTS]
KILLS += [("commit", number, late) for number in (1, 2, 3) for late in (False, True)]


def test_what_a_killed_worker_was_to_send_is_lost(play: Play, report: Report) -> None:
    told = play("hooks", kills=KILLS)
    report("webhooks", told)
    for kill, one in zip([*KILLS, "a real worker"], told, strict=True):
        assert one["is_there"], kill
        assert one["left"] == 0, kill
        # At most once too often, and then by the same id.
        assert (one["messages"] in (1, 2), one["ids"]) == (True, 1), kill
    killed = [one["killed"] for one in told]
    assert killed[-1], "the real worker was not killed amid"
    assert sum(killed) > len(killed) // 2, "hardly any was killed"
    assert any(one["messages"] == 2 for one in told[:-1]), "none was killed after it had sent"
