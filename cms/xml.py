"""Text that XML can hold."""

import re

# What XML has no way to write; editors paste it unseen from other programs.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(text: str) -> str:
    """Return the text without what XML cannot hold."""
    return ILLEGAL.sub("", text)
