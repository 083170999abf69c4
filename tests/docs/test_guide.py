"""What `docs/api.md` and the README tell a front-end developer to run, run; and what they say."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from cms.content.entry_types import TYPES
from cms.content.serializers.links import get_entry_id
from cms.previews import links
from cms.previews.links import SIGNER
from cms.store.flush import publish_transaction
from home.models import AboutPage
from tests import factories, sections
from tests.docs.snippets import Snippet, agrees, commands, programs
from tests.serving import Served, served

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ROOT: Path = django_settings.ROOT
GUIDE = (ROOT / "docs/api.md").read_text()
# Printed between two snippets of one program.
CUT = "✂"
SHELL, LOG = f"printf '{CUT}\\n'", f"console.log('{CUT}')"
PROGRAMS = [
    ("docs/api.md", "console", ["sh", "-ec"], SHELL),
    ("docs/api.md", "python", [sys.executable, "-W", "error", "-c"], f"print('{CUT}')"),
    ("docs/api.md", "js", ["node", "--input-type=module", "-e"], LOG),
    ("README.md", "console", ["sh", "-ec"], SHELL),
]


@pytest.fixture
def server(settings: Settings) -> Iterator[Served]:
    """The product with the cluster's content, at an address of its own."""
    with served() as server:
        settings.BASE_URL = server.url
        sections.replace_by_content()
        yield server


def names(server: Served) -> dict[str, str]:
    """Make what the guide writes in angle brackets; say what is to stand for it, and for where."""
    about = AboutPage.objects.get(locale=factories.locale())
    renamed = factories.text_page(about, title="Устав")
    renamed.slug = "pravila"
    factories.publish(renamed)
    gone = factories.text_page(about, title="История")
    with publish_transaction():
        gone.unpublish()
    lonely = factories.article(title="Само на български")
    draft = factories.article(title="Чернова", live=False)
    return {
        "<old path>": "/bg/za-nas/ustav/",
        "<gone path>": "/bg/za-nas/istoria/",
        "<only in Bulgarian>": lonely.title,
        "<token>": SIGNER.sign(links.create_link(draft, None).pk),
        "<draft>": draft.title,
        "localhost:8000": server.url.removeprefix("http://"),
    }


def here(text: str, names: dict[str, str]) -> str:
    """A text of the guide, with what its brackets stand for."""
    for name, value in names.items():
        text = text.replace(name, value)
    return text


def run(server: Served, command: list[str], snippets: list[Snippet], between: str) -> list[str]:
    """What each of the snippets of one program prints."""
    needed = "curl" if command[0] == "sh" else command[0]
    if not shutil.which(needed):
        pytest.skip(f"no {needed} here: its snippets were not run")
    told = server.run([*command, f"\n{between}\n".join(each.code for each in snippets)])
    return told.split(f"{CUT}\n")


def test_a_snippet_of_the_guide_tells_something_else_than_it_shows(
    server: Served, subtests: pytest.Subtests
) -> None:
    known = names(server)
    for document, language, command, between in PROGRAMS:
        with subtests.test(document, language=language):
            text = (ROOT / document).read_text()
            snippets = commands(text) if language == "console" else programs(text, language)
            mine = [Snippet(here(each.code, known), here(each.shown, known)) for each in snippets]
            told = run(server, command, mine, between)
            assert len(told) == len(mine)
            for snippet, part in zip(mine, told, strict=True):
                assert agrees(snippet.shown, part), f"{snippet.code}\ntells\n{part}"


def test_an_example_of_a_parameter_is_refused(client: Client, content: None) -> None:
    for parameter, of, _, example in table("parameter"):
        (address,) = words(example)
        response = client.get(f"/api/v1/{quote(address, safe='/?&=:,')}")
        assert response.status_code == 200, response.content
        path, _, query = address.partition("?")
        assert f"`{path}`" in of or path in LISTS, address
        assert not query or f"{words(parameter)[0]}=" in query, address


# The tables


def table(heading: str) -> list[list[str]]:
    """The rows of the guide's table whose first column has this heading, without the headings."""
    _, _, below = GUIDE.partition(f"\n| {heading} |")
    rows = [line for line in below.split("\n\n")[0].splitlines()[2:] if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


LISTS = ["pages/", "news/", "news/categories/", "members/"]
ONE = [f"{path}<id>/" for path in LISTS]


def accepted(client: Client, path: str) -> set[str]:
    """The parameters that an endpoint says it takes."""
    told = client.get(f"/api/v1/{path}", {"colour": "red"}).json()["parameters"]["colour"][0]
    names = told.partition("there are: ")[2].rstrip(".")
    return set(names.split(", ")) - {"none"}


def endpoints(client: Client) -> dict[str, str]:
    """Every endpoint as the guide writes it, and an address of it."""
    page = factories.article()
    root = client.get("/api/v1/").json()["endpoints"].values()
    addresses = [url.split("/api/v1/")[1] for url in root]
    identity = str(get_entry_id(page.translation_key, "bg"))
    one = {name: name.replace("<id>", identity) for name in ONE}
    return {address: address for address in addresses} | one


def test_the_guide_lacks_a_parameter_or_names_one_that_is_none(
    client: Client, subtests: pytest.Subtests
) -> None:
    told: dict[str, set[str]] = {}
    for parameter, of, *_ in table("parameter"):
        groups = (LISTS if "lists" in of else []) + (ONE if "one" in of.split(", ") else [])
        for path in words(of) + groups:
            told.setdefault(path, set()).update(words(parameter))
    there = endpoints(client)
    assert told.keys() <= there.keys()
    for name, address in there.items():
        with subtests.test(name):
            assert told.get(name, set()) == accepted(client, address)


def test_the_guide_lacks_a_value_that_a_parameter_takes(client: Client) -> None:
    told = {words(parameter)[0]: set(words(takes)) for parameter, _, takes, _ in table("parameter")}
    asked = {"type": "pages/", "order": "news/", "kind": "members/", "founder": "members/"}
    for parameter, path in asked.items():
        answer = client.get(f"/api/v1/{path}", {parameter: "colour"}).json()
        taken = answer["parameters"][parameter][0].partition("none of: ")[2].rstrip(".")
        assert told[parameter] == set(taken.split(", ")), parameter


def test_the_guide_lacks_a_field_that_every_entry_has() -> None:
    sentence = re.search(r"Every entry has (.*?), and what", GUIDE, re.DOTALL)
    assert sentence
    kinds = [kind.shape.__annotations__ for kind in TYPES.values() if kind.listed]
    assert set(words(sentence[1])) == set.intersection(*map(set, kinds))


def test_the_guide_leads_to_a_place_that_is_not_there() -> None:
    for name, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", GUIDE):
        text = (ROOT / "docs" / name).read_text()
        headings = [
            re.sub(r"[^\w\- ]", "", line.lstrip("# ")).lower().replace(" ", "-")
            for line in text.splitlines()
            if line.startswith("#")
        ]
        assert not anchor or anchor in headings, f"{name}#{anchor}"


@pytest.mark.parametrize(
    ("shown", "told", "agree"),
    [
        ('{"a": 1}', '{"a": 1, "b": 2}', False),
        ('{"a": 1, …}', '{"a": 1, "b": 2}', True),
        ('{"a": 2, …}', '{"a": 1, "b": 2}', False),
        ('{"a": [1, …]}', '{"a": [1, 2]}', True),
        ('{"a": […]}', '{"a": 1}', False),
        ('{"a": [1]}', '{"a": [1, 2]}', False),
        ('{"a": "x…z"}', '{"a": "xyz"}', True),
        ('{"a": "x…z"}', '{"a": "xy"}', False),
        ("x … z", "x y z", True),
        ("x", "x y", False),
    ],
)
def test_what_is_shown_agrees_with_anything(shown: str, told: str, agree: bool) -> None:
    assert agrees(shown, told) is agree
