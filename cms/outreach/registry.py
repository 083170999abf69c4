"""What the worker does beside the store's own work."""

from collections.abc import Callable

# A piece of work does what is due and returns the seconds it wants to rest: 0, there is more.
Piece = Callable[[], int]

# An app adds its own when it is ready. Each runs in a thread of its own, so that a slow server
# elsewhere holds up neither the store nor the others.
PIECES: list[Piece] = []

# Seconds between two looks for something to do.
PULSE = 1
