"""Rates and days of the environment: how often, and how long."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.environment import read_days, read_rate


def test_a_rate_is_not_what_was_given() -> None:
    assert read_rate({}, "PREVIEW_RATE", "60/minute") == "60/minute"
    assert read_rate({"PREVIEW_RATE": "5/hour"}, "PREVIEW_RATE", "60/minute") == "5/hour"


@pytest.mark.parametrize("value", ["", "60", "0/minute", "-1/day", "x/minute", "5/week", "1/m\n"])
def test_what_is_no_rate_is_taken_or_not_named(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="PREVIEW_RATE"):
        read_rate({"PREVIEW_RATE": value}, "PREVIEW_RATE", "60/minute")


def test_days_are_not_what_was_given() -> None:
    assert read_days({}, "PREVIEW_DAYS", 7) == 7
    assert read_days({"PREVIEW_DAYS": "365"}, "PREVIEW_DAYS", 7) == 365


@pytest.mark.parametrize("value", ["", "0", "-1", "366", "9999999999", "7.5", "week", "7\n", "٧"])
def test_what_is_no_number_of_days_is_taken_or_not_named(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="PREVIEW_DAYS"):
        read_days({"PREVIEW_DAYS": value}, "PREVIEW_DAYS", 7)
