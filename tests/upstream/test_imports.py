"""Undocumented parts of the dependencies are used in `cms/upstream` only."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings

from cms.upstream.patches import OVERRIDES
from tests.upstream.public_names import PUBLIC

pytestmark = pytest.mark.once
DEPENDENCIES = ("wagtail", "wagtail_localize", "modelsearch")
ROOMS = ("cms", "home", "news", "members")
UPSTREAM = settings.ROOT / "cms" / "upstream"
# A private name, where it is defined: a method, a variable or an attribute.
DEFINITION = re.compile(r"def (_[a-z]\w*)\(|^\s+(?:self\.)?(_[a-z]\w*) = ", re.MULTILINE)
PRIVATE = re.compile(r"_[a-z]\w*")


def modules() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((settings.ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts and UPSTREAM not in path.parents:
                yield path


def parsed() -> Iterator[tuple[str, ast.Module]]:
    for path in modules():
        yield str(path.relative_to(settings.ROOT)), ast.parse(path.read_text())


def is_dependency(module: str | None) -> bool:
    return (module or "").partition(".")[0] in DEPENDENCIES


def imported_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the module and the name of everything that is imported from a dependency."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and is_dependency(node.module):
            yield from ((str(node.module), alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if is_dependency(alias.name))


@cache
def private_names() -> frozenset[str]:
    """Return the private names that the installed dependencies define, tests and all."""
    found = set()
    for name in DEPENDENCIES:
        spec = find_spec(name)
        assert spec is not None
        for path in Path(str(spec.origin)).parent.rglob("*.py"):
            for match in DEFINITION.finditer(path.read_text()):
                found.add(match[1] or match[2])
    return frozenset(found)


def private_uses(tree: ast.Module) -> Iterator[str]:
    """Yield the private names of dependencies that are read of, or set on, other objects.

    A method that calls the one it overrides is in OVERRIDES.
    """
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    overridden = {target.rpartition(".")[2] for target in OVERRIDES}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                continue
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=name):
                allowed = overridden
            case ast.Attribute(attr=name):
                allowed = own
            case ast.Call(
                func=ast.Name(id="getattr" | "setattr"), args=[_, ast.Constant(name), *_]
            ):
                allowed = own
            case _:
                continue
        if PRIVATE.fullmatch(str(name)) and name in private_names() - allowed:
            yield name


def replaced_attributes(tree: ast.Module) -> Iterator[str]:
    """Yield what is assigned to an attribute of an imported part of a dependency."""
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (is_dependency(node.module) or (node.module or "").startswith("cms.upstream"))
        for alias in node.names
    }
    for node in ast.walk(tree):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            match target:
                case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner in imported:
                    yield f"{owner}.{name}"


def test_only_documented_names_are_imported() -> None:
    private = [
        f"{path}: {module}.{name}"
        for path, tree in parsed()
        for module, name in imported_names(tree)
        if name not in PUBLIC.get(module, ("", ""))[0].split()
    ]
    assert private == []


def test_every_documented_name_is_imported() -> None:
    used = {imported for _, tree in parsed() for imported in imported_names(tree)}
    listed = {(module, name) for module, (names, _) in PUBLIC.items() for name in names.split()}
    assert listed - used == set()


def test_no_private_attribute_is_used() -> None:
    uses = [f"{path}: {name}" for path, tree in parsed() for name in private_uses(tree)]
    assert uses == []


def test_attributes_are_replaced_by_patch_only() -> None:
    replaced = [f"{path}: {name}" for path, tree in parsed() for name in replaced_attributes(tree)]
    assert replaced == []


def test_every_name_in_upstream_is_used() -> None:
    used = {
        (str(node.module), alias.name)
        for _, tree in parsed()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    exported = {
        (f"cms.upstream.{path.stem}", name)
        for path in UPSTREAM.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        for name in ast.literal_eval(node.value)
    }
    assert exported - used == set()


@pytest.mark.parametrize(
    ("source", "private"),
    [
        ("page._set_core_field_defaults()", "_set_core_field_defaults"),
        ("super()._slug_is_available()", "_slug_is_available"),
        ('getattr(page, "_get_site_root_paths", None)', "_get_site_root_paths"),
    ],
)
def test_a_private_attribute_is_found(source: str, private: str) -> None:
    assert list(private_uses(ast.parse(source))) == [private]


def test_a_replaced_attribute_is_found() -> None:
    source = "from wagtail.models import Page\nPage.title = None"
    assert list(replaced_attributes(ast.parse(source))) == ["Page.title"]
