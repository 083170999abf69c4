"""The rooms: each folder of `cms/` is one subject, says which, and has its place in the layers."""

import ast
from pathlib import Path

import pytest

from tests.architecture.layers import HEIGHTS, LAYERS, PACKAGES, ROOT

ROOMS = sorted(path.parent for path in (ROOT / "cms").glob("*/__init__.py"))
# One paragraph says more than the room's name.
SHORTEST_PARAGRAPH = 40


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_room_says_what_belongs_there(room: Path) -> None:
    text = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    assert len(text or "") >= SHORTEST_PARAGRAPH


def test_every_folder_of_cms_is_a_room() -> None:
    folders = {path for path in (ROOT / "cms").iterdir() if any(path.glob("**/*.py"))}
    assert folders - set(ROOMS) == set()


def test_cms_has_no_loose_module() -> None:
    modules = {path.name for path in (ROOT / "cms").glob("*.py")}
    assert modules - {"__init__.py", "apps.py", "urls.py", "wsgi.py"} == set()


def test_every_room_and_section_is_in_one_layer() -> None:
    inside = {f"cms.{path.stem}" for path in (ROOT / "cms").glob("*.py")} - {"cms.__init__"}
    rooms = {f"cms.{room.name}" for room in ROOMS} | inside | set(PACKAGES) - {"cms"}
    assert set(HEIGHTS) == rooms
    assert len(HEIGHTS) == sum(len(layer) for layer in LAYERS)


def test_there_are_at_most_13_layers() -> None:
    assert len(LAYERS) <= 13
