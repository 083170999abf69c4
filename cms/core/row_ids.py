"""Tell what can be the number of a row from what a request or stored HTML claims to be one."""

from typing import TypeGuard

# Digits that fit a BIGINT: more are a number that no database has.
MAX_DIGITS = 18


def is_row_id(value: object) -> TypeGuard[int | str]:
    """Return whether it is a positive integer of at most MAX_DIGITS digits, or the text of one."""
    digits = str(value)
    return digits.isascii() and digits.isdecimal() and len(digits) <= MAX_DIGITS
