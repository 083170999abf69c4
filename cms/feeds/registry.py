"""The kinds of entry whose page has a feed below it: of the entries in the list it heads."""

from django.utils.functional import Promise

# What such feeds are called together, by the kind of their page, in the order to show them in.
FEEDS: dict[str, str | Promise] = {}


def register(entry_type: str, heading: str | Promise) -> None:
    """Give every entry of this type a feed."""
    FEEDS[entry_type] = heading
