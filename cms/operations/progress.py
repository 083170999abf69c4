"""How far a slow step is, in lines that are few enough to read."""

from collections.abc import Callable
from io import StringIO
from time import monotonic

Say = Callable[[str], None]
# Seconds between two lines.
REPORT_INTERVAL_SECONDS = 2.0


class ProgressReporter(StringIO):
    """A stream for the steps of `prepare`: of the lines that are written to it, `say` hears the
    first and then one every few seconds."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self.say = say
        self.restart()

    def restart(self) -> None:
        """Say the next line at once, whenever the last one was said."""
        self.due = monotonic()

    def write(self, line: str) -> int:
        if line.strip() and monotonic() >= self.due:
            self.due = monotonic() + REPORT_INTERVAL_SECONDS
            self.say(line.strip())
        return len(line)
