"""What people try in the back office. Each act says which routes it takes and whether it worked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.admin.browser import Browser
from tests.admin.world import Place

Try = Callable[[Browser, Place], bool]


def shown(place: Place) -> str:
    """What every page of the back office says that is shown at all."""
    return "<main"


@dataclass(frozen=True)
class Act:
    """An act by its name in the table; `shows` where all it does is to show something."""

    name: str
    routes: tuple[str, ...]
    attempt: Try
    shows: bool = False


ACTS: dict[str, Act] = {}


def _register(new: Act) -> None:
    if new.name in ACTS:
        raise ValueError(f"two acts are called {new.name!r}")
    ACTS[new.name] = new


def act(*routes: str) -> Callable[[Try], Try]:
    """Make an act of a function that tries it and tells from the database whether it is done."""

    def register(attempt: Try) -> Try:
        _register(Act(attempt.__name__.replace("_", " "), routes, attempt))
        return attempt

    return register


def show(
    name: str,
    route: str,
    *parts: Callable[[Place], Any],
    tells: Callable[[Place], str] = lambda place: place.secret,
    **query: Any,
) -> None:
    """Make an act of asking for a route: it is done where the answer tells the place's secret.

    `parts` give the variable parts of the address.
    """

    def attempt(browser: Browser, place: Place) -> bool:
        arguments = [part(place) for part in parts]
        given = {key: value(place) if callable(value) else value for key, value in query.items()}
        return tells(place) in browser.get(route, *arguments, **given)

    _register(Act(name, (route,), attempt, shows=True))
