"""How often something may be asked for, from the environment."""

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
