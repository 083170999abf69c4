"""How often something may be asked for, and how long it lasts, from the environment."""

import re
from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

RATE = re.compile(r"[1-9][0-9]{0,6}/(second|minute|hour|day)")


def rate(environment: Mapping[str, str], name: str, default: str) -> str:
    """Return a rate such as "60/minute"; raise ImproperlyConfigured when it is none."""
    value = environment.get(name, default)
    if not RATE.fullmatch(value):
        raise ImproperlyConfigured(
            f"{name}={value}: give a number and a period (second, minute, hour, day): {default}"
        )
    return value


def days(environment: Mapping[str, str], name: str, default: int) -> int:
    """Return a number of days, from 1 to 365; raise ImproperlyConfigured when it is none."""
    value = environment.get(name, str(default))
    if not re.fullmatch("[0-9]{1,3}", value, re.ASCII) or not 1 <= int(value) <= 365:
        raise ImproperlyConfigured(f"{name}={value}: give a number of days from 1 to 365")
    return int(value)
