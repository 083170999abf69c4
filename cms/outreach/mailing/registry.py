"""The kinds of entry that subscribers are mailed."""

MAILED: set[str] = set()


def register(entry_type: str) -> None:
    """Have the entries of this type mailed when they become public."""
    MAILED.add(entry_type)
