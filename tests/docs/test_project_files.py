"""The files beside the code: what they name is there, and they agree with each other."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT: Path = settings.ROOT
MAKEFILE = (ROOT / "Makefile").read_text()
DOCUMENTS = sorted(
    str(path.relative_to(ROOT)) for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
)


def anchors(document: Path) -> set[str]:
    """Return the anchor of each heading, as GitHub makes it."""
    headings = re.findall(r"^#+ (.*)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each).lower().replace(" ", "-") for each in headings}


def make_targets() -> set[str]:
    (names,) = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    return set(names.split())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_of_a_document_lead_to_files_and_headings(name: str) -> None:
    document = ROOT / name
    links = re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", document.read_text())
    for path, anchor in links:
        target = document.parent / path if path else document
        assert target.exists(), path
        assert not anchor or anchor in anchors(target), f"{path}#{anchor}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_make_commands_of_a_document_are_targets(name: str) -> None:
    named = re.findall(r"(?:`|^ {4})make ([a-z]+)", (ROOT / name).read_text(), re.MULTILINE)
    assert set(named) <= make_targets()


def test_make_help_lists_each_target() -> None:
    (recipe,) = re.findall(r"^help:\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    assert set(re.findall(r"\bmake ([a-z]+)", recipe)) == make_targets() - {"help"}


def test_pre_commit_hooks_are_the_parts_of_make_lint() -> None:
    (parts,) = re.findall(r"^lint: (.*)$", MAKEFILE, re.MULTILINE)
    (repository,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert repository["repo"] == "local"
    assert [hook["entry"] for hook in repository["hooks"]] == [
        f"make {part}" for part in parts.split()
    ]


def test_latest_release_of_the_changelog_is_the_version() -> None:
    releases = re.findall(r"^## (\d\S*) - ", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert releases[0] == project["version"]
