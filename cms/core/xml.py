"""Text that XML can hold, and that every reader of it takes alike."""

import re

# What XML has no way to write, and what it and HTML advise against (XML 1.0, 2.2): control
# characters and code points that are none. Editors paste them unseen from other programs.
ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
# Whoever reads XML takes each of them for a line feed (XML 1.0, 2.11).
LINE_END = re.compile("\r\n?")


def remove_illegal_characters(text: str) -> str:
    """Return the text without what XML cannot hold or keep."""
    return LINE_END.sub("\n", ILLEGAL.sub("", text))
