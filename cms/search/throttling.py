"""How often one visitor may search: unlike plain reads, it is counted."""

from cms.core.throttling import Throttle


class SearchThrottle(Throttle):
    scope = "search"


class SuggestThrottle(Throttle):
    """A search box asks at every key."""

    scope = "suggest"
