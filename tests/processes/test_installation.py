"""A running installation whose web server or worker is killed in the middle of a publish."""

import os
import sys

import pytest

from tests.ports import free_port
from tests.processes.conftest import Play, Report

# The marker has pytest-django make the database that is copied for each test.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(sys.platform != "linux", reason="finds the processes in /proc"),
]

VICTIMS = ["serve", "worker"] * (3 if "PROVE" in os.environ else 1)


def test_a_killed_installation_is_right_again_within_the_workers_minute(
    play: Play, report: Report
) -> None:
    told = play("served", port=free_port(), victims=VICTIMS)
    report("installation", told)
    for one in told:
        assert one["is_there"], f"{one['victim']}: what was confirmed is not in the store"
        assert one["right_after"] < 60, one["victim"]
    assert [one["victim"] for one in told] == VICTIMS
