"""The kinds of entry whose page has a feed below it: of the entries in the list it heads."""

FEEDS: set[str] = set()


def register(entry_type: str) -> None:
    """Give every entry of this type a feed."""
    FEEDS.add(entry_type)
