"""Whichever worker sends, however many there are, and whenever one is killed: everybody gets each
mail, and nobody twice but for the one that was under way."""

import os

import pytest

from tests.processes.conftest import Play, Report

# The marker has pytest-django make the database that is copied for each test.
pytestmark = pytest.mark.django_db

PROVE = "PROVE" in os.environ
READERS, WORKERS = 10, 3
# A pass commits what it has noted and released, its claim, and each mail that was accepted.
KILLS = [("commit", number, late) for number in range(1, 9) for late in (False, True)]
if PROVE:
    KILLS += [("statement", number, False) for number in range(1, 160)]


def test_a_mail_is_lost_or_repeated_by_several_workers_or_a_killed_one(
    play: Play, report: Report
) -> None:
    told = play("mailings", readers=READERS, workers=WORKERS, kills=KILLS)
    report("mailing", told)
    assert told["together"] == [1] * READERS, "several workers sent the same"
    for kill, one in zip(KILLS, told["killed"], strict=True):
        assert one["readers"] == READERS, f"{kill}: somebody never got it"
        assert one["sent"] <= READERS + 1, f"{kill}: more than what was under way is repeated"
        assert one["different_mails"] == READERS, f"{kill}: a mailbox cannot tell the repeated one"
    assert all(one["killed"] for one in told["killed"][: 2 * 8]), "it ended before it was killed"
    assert any(0 < one["sent_before"] < READERS for one in told["killed"]), "it was not amid"
    assert any(one["sent"] > READERS for one in told["killed"]), "it was never killed after a mail"
