"""What the worker runs besides the store's own work."""

from collections.abc import Callable

# A task does what is due and returns how many seconds to wait before it runs again; 0 means that
# more may be due.
Task = Callable[[], int]

# Each app appends its tasks in `ready()`. The worker runs each in a thread of its own, so that a
# slow server elsewhere delays neither the store nor the other tasks.
TASKS: list[Task] = []

# Seconds between two looks for something to do.
POLL_INTERVAL_SECONDS = 1
