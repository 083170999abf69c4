"""No room names a higher one: not by a dotted path, a model, a route or a template in a string.

import-linter holds the imports (`make lint`). Comments and docstrings count as well: a lower room
that explains itself by a higher one cannot be read on its own. Settings are in the highest layer,
since Django wants dotted paths there, so they may name every room; what a room reads from them may
not name a higher one. Migrations are exempt: they are frozen and name what there was.
"""

from collections.abc import Iterable, Iterator

import pytest
from django.conf import settings

from tests.architecture.layers import (
    Source,
    comments,
    is_upstream_template,
    rooms_of_modules,
    rooms_of_routes,
    rooms_of_templates,
    routes_named,
    settings_read,
    sources,
    strings,
    strings_in,
    templates_named,
)

pytestmark = pytest.mark.once

TEMPLATES = (".html", ".txt", ".xml")


def modules_above(source: Source) -> Iterator[str]:
    """Yield the modules and models of higher rooms that a module names in text."""
    for text in (*strings(source), *comments(source)):
        yield from (name for name, room in rooms_of_modules(text) if source.is_below(room))


def settings_above(source: Source) -> Iterator[str]:
    """Yield the settings that a module reads and that name a module of a higher room."""
    for setting in settings_read(source):
        for text in strings_in(getattr(settings, setting, None)):
            if any(source.is_below(room) for _, room in rooms_of_modules(text)):
                yield setting


def routes_above(source: Source, rooms: dict[str, set[str | None]]) -> Iterator[str]:
    """Yield the routes that a module or template names and whose views are all in higher rooms."""
    for route in routes_named(source):
        found = rooms.get(route) or rooms.get(route[: route.rfind(":") + 1], set())
        if found and all(room and source.is_below(room) for room in found):
            yield route


def templates_above(source: Source, rooms: dict[str, set[str]]) -> Iterator[str]:
    """Yield the templates that a module or template names and that only higher rooms have."""
    for template in templates_named(source):
        found = rooms.get(template, set())
        if found and all(source.is_below(room) for room in found):
            yield template


def listed(source: Source, names: Iterable[str]) -> list[str]:
    return [f"{source.path}: {name}" for name in names]


def test_no_room_names_a_module_or_model_of_a_higher_room() -> None:
    wrong = [line for each in sources(".py") for line in listed(each, modules_above(each))]
    assert not wrong, "\n".join(wrong)


def test_no_room_reads_a_setting_that_names_a_higher_room() -> None:
    wrong = [line for each in sources(".py") for line in listed(each, settings_above(each))]
    assert not wrong, "\n".join(wrong)


def test_no_room_names_a_route_of_a_higher_room() -> None:
    rooms = rooms_of_routes()
    wrong = [
        line
        for suffix in (".py", *TEMPLATES)
        for source in sources(suffix)
        for line in listed(source, routes_above(source, rooms))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_room_names_a_template_of_a_higher_room() -> None:
    rooms = {
        name: found
        for name, found in rooms_of_templates().items()
        if not is_upstream_template(name)
    }
    wrong = [
        line
        for suffix in (".py", *TEMPLATES)
        for source in sources(suffix)
        for line in listed(source, templates_above(source, rooms))
    ]
    assert not wrong, "\n".join(wrong)


# The checks themselves

STORE = "cms/store/example.py"


@pytest.mark.parametrize(
    "text",
    [
        'view = "cms.site.views.show_page"',
        'x = "news.models"',
        'model = "news.NewsPage"',
        'right = "webhooks.change_endpoint"',
        '"""Called by cms.admin.write_api."""',
        "x = 1  # see cms.admin.write_api",
        'x = f"cms.site.{name}"',
    ],
)
def test_name_of_a_higher_room_is_found(text: str) -> None:
    assert list(modules_above(Source(STORE, text)))


@pytest.mark.parametrize(
    "text",
    ['x = "cms.content.schemas"', 'x = "auth.user"', 'x = "sitemap-news.xml"', 'x = "home.live"'],
)
def test_other_names_are_allowed(text: str) -> None:
    assert not list(modules_above(Source(STORE, text)))


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("settings.ROOT_URLCONF", "ROOT_URLCONF"),
        ('getattr(settings, "WAGTAILADMIN_RICH_TEXT_EDITORS")', "WAGTAILADMIN_RICH_TEXT_EDITORS"),
    ],
)
def test_setting_that_names_a_higher_room_is_found(text: str, setting: str) -> None:
    assert list(settings_above(Source(STORE, text))) == [setting]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("cms/permissions/example.py", 'x = {"translation_jobs:send_page": 1}'),
        ("cms/permissions/example.py", 'x = f"translation_jobs:{action}_page"'),
        ("cms/permissions/example.py", 'protect("losses", closed)'),
        ("cms/permissions/example.py", 'index_url_name = "losses"'),
        (STORE, 'reverse("feed")'),
        ("cms/site/templates/example.html", "{% url 'previews:index' %}"),
    ],
)
def test_route_of_a_higher_room_is_found(path: str, text: str) -> None:
    assert list(routes_above(Source(path, text), rooms_of_routes()))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("cms/permissions/example.py", 'reverse("wagtailadmin_pages:edit")'),
        ("cms/translation/jobs/example.py", 'reverse("translation_jobs:overview")'),
        ("cms/admin/example.py", 'reverse("translation_jobs:overview")'),
        ("cms/store/example.py", 'x = "atom:link"'),
    ],
)
def test_routes_of_lower_rooms_and_upstream_are_allowed(path: str, text: str) -> None:
    assert not list(routes_above(Source(path, text), rooms_of_routes()))


def test_template_of_a_higher_room_is_found() -> None:
    source = Source("cms/content/example.py", 'template = "site/password.html"')
    assert list(templates_above(source, rooms_of_templates()))
