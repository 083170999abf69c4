"""A worker that is killed while a receiver has its message leaves it to the next worker."""

import pytest

from tests.processes.conftest import Play, Report

# The marker has pytest-django make the database that is copied for each test.
pytestmark = pytest.mark.django_db


def test_message_of_a_killed_worker_is_sent_again_by_the_same_id(
    play: Play, report: Report
) -> None:
    told = play("hooks")
    report("a real worker", told)
    assert told["killed"], "it was not amid"
    # At most once too often.
    assert (told["messages"], told["ids"]) == (2, 1)
    assert told["problems"] == []
