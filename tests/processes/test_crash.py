"""A process may be killed at any moment: the store equals the pages once the worker has looked.

PROVE=1 python -m pytest tests/processes/test_crash.py    # at every statement and commit
"""

import os

import pytest

from tests.processes.conftest import Play, Report

# The marker has pytest-django make the database that is copied for each test.
pytestmark = pytest.mark.django_db

PROVE = "PROVE" in os.environ
OPERATIONS = [
    "publish",
    "translation",
    "rename",
    "delete",
    "move",
    "image",
]
# Of each operation: the statements at which it is killed besides its commits (0: all), and the
# random moments.
STATEMENTS, MOMENTS = (0, 20) if PROVE else (1, 1)


def test_whatever_a_kill_interrupts_the_store_equals_the_pages_and_visitors_see_whole_versions(
    play: Play, report: Report
) -> None:
    told = play("crashes", operations=OPERATIONS, statements=STATEMENTS, moments=MOMENTS)
    report("crash", told)
    for name, one in told.items():
        assert one["wrong"] == [], name
        assert one["killed"] >= one["rounds"] // 2, f"{name} was hardly ever killed"
        assert one["looks"] > 0, f"nobody looked at {name}"
