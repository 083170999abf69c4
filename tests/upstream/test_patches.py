"""Every attribute that is replaced in a dependency is listed, is replaced, and is still there."""

from pkgutil import resolve_name
from typing import Any

import pytest

from cms.upstream import patches
from cms.upstream.patches import OVERRIDES, PATCHES, apply_patches

pytestmark = pytest.mark.once
OURS = ("cms.", "home.", "news.", "members.")


def defining_module(value: Any) -> str:
    """Return the name of the module that a method, property or function is defined in."""
    function = getattr(value, "fget", None) or getattr(value, "func", None) or value
    return str(function.__module__)


@pytest.mark.parametrize("target", PATCHES)
def test_listed_attribute_is_replaced(target: str) -> None:
    assert defining_module(resolve_name(target)).startswith(OURS)


@pytest.mark.parametrize("target", OVERRIDES)
def test_overridden_method_exists_upstream(target: str) -> None:
    assert not defining_module(resolve_name(target)).startswith(OURS)


@pytest.mark.parametrize("reason", [*PATCHES.values(), *OVERRIDES.values()])
def test_reason_names_an_issue_or_says_that_none_was_found(reason: str) -> None:
    assert "https://github.com/" in reason or reason.endswith("No issue found.")


def test_removed_attribute_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    target = "wagtail.models:Page.no_longer_there"
    monkeypatch.setitem(patches.PATCHES, target, "No issue found.")
    with pytest.raises(AttributeError):
        apply_patches(target, None)


def test_unlisted_attribute_raises() -> None:
    with pytest.raises(KeyError):
        apply_patches("wagtail.models:Page.title", None)


def test_original_is_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    target = "tests.upstream.test_patches:defining_module"
    monkeypatch.setitem(patches.PATCHES, target, "No issue found.")
    original = defining_module
    assert apply_patches(target, print) is original
    assert apply_patches(target, original) is print
