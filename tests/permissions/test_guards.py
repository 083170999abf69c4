"""The registry of guards, and that it matches the routes there are."""

from fnmatch import filter as matching

import pytest

from cms.permissions import guards
from cms.permissions.guards import PROTECTED, list_guards, protect, refuse_all
from tests.architecture.layers import room_of, rooms_of_routes


@pytest.fixture(autouse=True)
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "PROTECTED", list(PROTECTED))


def agree(request: object) -> bool:
    return True


def test_guards_of_a_route_keep_their_order() -> None:
    protect("example:*", agree)
    protect("example:edit", refuse_all, agree)
    assert list_guards("example:edit") == [agree, refuse_all, agree]
    assert list_guards("example:index") == [agree]


def test_route_without_guards_has_none() -> None:
    assert list_guards("example:edit") == []
    assert list_guards("") == []


@pytest.mark.parametrize("pattern", sorted({pattern for pattern, _ in PROTECTED}))
def test_protected_route_exists(pattern: str) -> None:
    """A route that an upstream package renames would lose its guards unnoticed."""
    assert matching(rooms_of_routes(), pattern)


@pytest.mark.parametrize(("pattern", "guard"), PROTECTED)
def test_route_is_protected_by_the_room_of_its_view(pattern: str, guard: guards.Guard) -> None:
    """Views of upstream packages are protected by the rooms that build on them."""
    views = rooms_of_routes()
    rooms = {room for route in matching(views, pattern) for room in views[route]}
    room = room_of(guard.__module__)
    assert room is not None
    assert room == "cms.permissions" or rooms <= {None, room}
