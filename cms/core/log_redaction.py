"""Log redaction: no token of a link is written to a log."""

import logging
import re

# A token (cms.core.signing), or one that lost a few characters: the rest could be guessed.
# Linear: a run of characters is tried from its start alone, and as a whole.
LIKE_A_TOKEN = re.compile(
    r"(?:(?<=/preview/)|(?<=/poshta/)|(?<=/mail/))\S+"
    r"|(?<![0-9a-f])[0-9a-f]{30,}+(?:\.|%2e)[\w-]*",
    re.IGNORECASE,
)


class RedactingFormatter(logging.Formatter):
    """Formats log records without the tokens in them, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return LIKE_A_TOKEN.sub("[token]", super().format(record))
