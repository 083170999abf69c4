"""The layers of the import contract (`pyproject.toml`), and what each module names in text.

import-linter sees imports alone. A dotted path, a model's label, a route or a template in a string
ties two rooms together just as well.
"""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.urls import URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("cms", "home", "news", "members")
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
# From the roof down: the rooms of each layer.
LAYERS = [
    re.split(r"\s*\|\s*", layer)
    for contract in LINTER["contracts"]
    if contract["type"] == "layers"
    for layer in contract["layers"]
]
HEIGHTS = {room: -number for number, layer in enumerate(LAYERS) for room in layer}

DOTTED = re.compile(r"(?<![\w./-])[a-z_]+(?:\.[A-Za-z_]\w*)+")
# A route with its namespace, or the beginning of one that an f-string completes.
ROUTE = re.compile(r"[a-z_]+:(?:[a-z_]+:)*[a-z_]*")
PERMISSION = re.compile(r"^(?:add|change|delete|view|publish)_")
# Calls whose first argument is the name of a route, and names that are given one.
ROUTE_CALLS = {"protect", "redirect", "reverse", "reverse_lazy"}
ROUTE_NAMES = re.compile(r"(?:^|_)url_name$")
URL_TAG = re.compile(r"""\{% *url +["']([^"']+)["']""")
TEMPLATE = re.compile(r"(?<![\w./-])[\w./-]+\.(?:html|txt|xml)")


def room_of(module: str) -> str | None:
    """Return the room of a module by its dotted name; None for upstream packages and for `cms`."""
    parts = module.split(".")
    names = [".".join(parts[:size]) for size in (2, 1)]
    return next((name for name in names if name in HEIGHTS), None)


@dataclass(frozen=True)
class Source:
    """A file of a room: its path below the repository's root, and its text."""

    path: str
    text: str

    @property
    def room(self) -> str | None:
        return room_of(self.path.removesuffix(".py").replace("/", "."))

    def is_below(self, room: str) -> bool:
        return self.room is not None and HEIGHTS[room] > HEIGHTS[self.room]


def sources(suffix: str) -> Iterator[Source]:
    """Yield the files of all rooms that end so. Migrations are frozen: they name what there was
    when they were written."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob(f"*{suffix}")):
            if "migrations" not in path.parts:
                name = path.relative_to(ROOT).as_posix()
                yield Source(name, path.read_text(encoding="utf-8"))


@cache
def nodes(text: str) -> list[ast.AST]:
    """Return the nodes of a module's syntax tree."""
    return list(ast.walk(ast.parse(text)))


def strings(source: Source) -> Iterator[str]:
    """Yield the string literals of a module, the fixed parts of f-strings among them."""
    for node in nodes(source.text):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def comments(source: Source) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


# Modules and models


def rooms_of_modules(text: str) -> Iterator[tuple[str, str]]:
    """Yield each module or model that a text names, with its room."""
    for name in DOTTED.findall(text):
        if room := _room_of_module(name) or _room_of_model(name):
            yield name, room


def _room_of_module(name: str) -> str | None:
    package, module, *_ = name.split(".")
    if package not in PACKAGES:
        return None
    path = ROOT / package / module
    return room_of(name) if path.is_dir() or path.with_suffix(".py").exists() else None


def _room_of_model(name: str) -> str | None:
    """The room of a model's label or permission: news.NewsPage, webhooks.change_endpoint."""
    label, word, *_ = name.split(".")
    if label not in apps.app_configs:
        return None
    config = apps.get_app_config(label)
    model = PERMISSION.sub("", word.lower())
    return room_of(config.name) if model in config.models else None


# Settings


def settings_read(source: Source) -> Iterator[str]:
    """Yield the name of each setting that a module reads."""
    for node in nodes(source.text):
        match node:
            case ast.Attribute(value=ast.Name("settings"), attr=name) if name.isupper():
                yield name
            case ast.Call(
                ast.Name("getattr"), [ast.Name("settings"), ast.Constant(str() as name), *_]
            ):
                yield name


def strings_in(value: object) -> Iterator[str]:
    """Yield the strings in the value of a setting."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings_in(each)
    elif isinstance(value, list | tuple | set):
        for each in value:
            yield from strings_in(each)


# Routes


def routes_named(source: Source) -> Iterator[str]:
    """Yield the routes that a module or template names: those with a namespace in any string, the
    others where a route is expected."""
    if not source.path.endswith(".py"):
        yield from URL_TAG.findall(source.text)
        return
    yield from (text for text in strings(source) if ROUTE.fullmatch(text))
    for node in nodes(source.text):
        match node:
            case ast.Call(func, [ast.Constant(str() as name), *_]) if _name(func) in ROUTE_CALLS:
                yield name
            case ast.Assign([target], ast.Constant(str() as name)) if ROUTE_NAMES.search(
                _name(target)
            ):
                yield name


def _name(node: ast.expr) -> str:
    return getattr(node, "attr", "") or getattr(node, "id", "")


@cache
def rooms_of_routes() -> dict[str, set[str | None]]:
    """Return the rooms of the views by the name of their route, and by each namespace, as in
    `namespace:`; None stands for an upstream package."""
    found: dict[str, set[str | None]] = {}
    for name, view in _routes(get_resolver()):
        room = room_of(_module(view))
        found.setdefault(name, set()).add(room)
        for end in (match.end() for match in re.finditer(":", name)):
            found.setdefault(name[:end], set()).add(room)
    return found


def _routes(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _routes(pattern, namespace + inner)
        elif pattern.name:
            yield namespace + pattern.name, pattern.callback


def _module(view: Any) -> str:
    """The module of a view: of its class, if it is made from one."""
    return str(getattr(view, "view_class", view).__module__)


# Templates


def templates_named(source: Source) -> Iterator[str]:
    for text in strings(source) if source.path.endswith(".py") else [source.text]:
        yield from TEMPLATE.findall(text)


def rooms_of_templates() -> dict[str, set[str]]:
    """Return the rooms that have a template, by its name."""
    found: dict[str, set[str]] = {}
    for source in (each for suffix in (".html", ".txt", ".xml") for each in sources(suffix)):
        _, folder, name = source.path.partition("/templates/")
        if folder and source.room:
            found.setdefault(name, set()).add(source.room)
    return found


def is_upstream_template(name: str) -> bool:
    """Whether a room overrides a template of an upstream package, which any room may name."""
    return any(
        Path(app.path, "templates", name).exists()
        for app in apps.get_app_configs()
        if app.name.partition(".")[0] not in PACKAGES
    )
