"""A worker may be killed amid a section that is sent for translation: the next goes on, each page
is sent once and whole.

PROVE=1 python -m pytest tests/processes/test_sending.py    # 200 pages, at every statement
"""

import os

import pytest

from tests.processes.conftest import Play, Report

# The marker has pytest-django make the database that is copied for each test.
pytestmark = pytest.mark.django_db

PROVE = "PROVE" in os.environ
PAGES = 200 if PROVE else 12
# Each page is a commit, of some 300 statements.
KILLS = [("commit", number, late) for number in (1, 2) for late in (False, True)]
KILLS += [("statement", number, False) for number in (range(1, 311) if PROVE else (30, 150, 280))]


def test_each_page_is_sent_once_and_whole_where_workers_are_killed(
    play: Play, report: Report
) -> None:
    told = play("sendings", pages=PAGES, kills=KILLS)
    report("sending", told)
    sent = 0
    for kill, one in zip([*KILLS, "a real worker"], told["scenes"], strict=True):
        assert one["killed"], f"{kill}: it ended before"
        assert (one["halves"], one["lost"]) == (0, 0), kill
        assert one["shown"] == [one["sent"], PAGES], f"{kill}: another progress is shown"
        assert one["sent"] >= sent, f"{kill}: what was sent is gone"
        sent = one["sent"]
    assert 1 < sent < PAGES, "none was killed amid"
    ended = told["ended"]
    assert (ended["sent"], ended["jobs"], ended["halves"]) == (PAGES, PAGES, 0)
    assert ended["times_sent"] == [1], "a page was sent more than once"
    assert len(ended["versions"]) == 1, "a page was sent more than once"
    assert ended["segments"][0] == ended["segments"][1]
    assert ended["finished"]
    assert ended["shown"] is None
    assert ended["letters"] == ["anna", "boris"]
    assert ended["differences"] == []
