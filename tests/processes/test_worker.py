"""A worker may be killed amid a wide change: the next goes on, and does nothing twice."""

import os

import pytest

from tests.processes.conftest import Play, Report

# The marker has pytest-django make the database that is copied for each test.
pytestmark = pytest.mark.django_db

PROVE = "PROVE" in os.environ
PAGES = 400 if PROVE else 120
KILLS = [("commit", 2, False), ("commit", 1, True)]
if PROVE:
    KILLS += [("statement", number, False) for number in range(100, 4000, 100)]


def test_what_a_killed_worker_has_left_is_taken_up_by_the_next(play: Play, report: Report) -> None:
    told = play("drains", pages=PAGES, kills=KILLS)
    report("worker", told)
    for kill, one in zip(KILLS, told, strict=True):
        assert one["differences"] == [], kill
        assert one["done"] == PAGES, f"{kill}: some pages tell of an old home"
        assert one["numbered_twice"] == [], kill
        assert not one["killed"] or one["left_by_the_killed"] <= one["left_by_the_request"], kill
    first = told[0]
    assert first["killed"], "the worker ended before it was killed"
    assert 0 < first["left_by_the_killed"] < first["left_by_the_request"], "it was not amid"
