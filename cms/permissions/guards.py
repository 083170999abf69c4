"""The registry of guards: predicates that a request must satisfy before its view runs.

Wagtail gives the right to a snippet by its model alone, whatever its language. wagtail-localize
checks one right of everyone who sends or updates translations, wherever they are, and ignores
locks. A guard adds what they leave out. Each room registers the guards of its own views, and of
the upstream views that it builds on, in its `guards.py`; no route is named here.
"""

from collections.abc import Callable
from fnmatch import fnmatchcase

from django.http import HttpRequest

# Called with the request and the arguments of its route. Returns whether the request may proceed;
# may raise ObjectDoesNotExist, or RefusedPublicationError with an explanation for the user.
Guard = Callable[..., bool]

# Each route or pattern of routes with one of its guards, in the order of their calls.
PROTECTED: list[tuple[str, Guard]] = []


def protect(route: str, *guards: Guard) -> None:
    """Require guards for a route, called as they are given and after those it has already.

    `route` is the name of a view (`namespace:name`) or a pattern of names with `*`.
    """
    PROTECTED.extend((route, guard) for guard in guards)


def list_guards(route: str) -> list[Guard]:
    """Return all guards of a route; every one of them must agree."""
    return [guard for pattern, guard in PROTECTED if fnmatchcase(route, pattern)]


def refuse_all(request: HttpRequest, **kwargs: object) -> bool:
    """Refuse every request: for views that the back office does not use or that check too little
    themselves."""
    return False
