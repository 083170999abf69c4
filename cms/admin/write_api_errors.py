"""Name the blocks that are wrong in what is written by token, where Wagtail names their stream."""

from collections.abc import Iterator
from typing import Any

from cms.core.json_types import JSON
from cms.upstream.patches import apply_patches

Path = tuple[str | int, ...]


def register() -> None:
    """Replace the method by which Wagtail's API collects the errors of a form."""

    def collect_with_blocks(cls: Any, form: Any, path: Path = ()) -> dict[Path, Any]:
        errors: dict[Path, Any] = collect.__func__(cls, form, path)
        for name, field_errors in form.errors.as_data().items():
            nested = [error for error in field_errors if hasattr(error, "as_json_data")]
            if nested:
                del errors[*path, name]
                for error in nested:
                    for place, messages in _messages(error.as_json_data(), (*path, name)):
                        errors.setdefault(place, []).extend((item, "invalid") for item in messages)
        return errors

    collect = apply_patches(
        "wagtail.utils.forms:FormValidationError.get_form_errors_as_dict",
        classmethod(collect_with_blocks),
    )


def _messages(data: JSON, path: Path) -> Iterator[tuple[Path, list[str]]]:
    """Yield the messages about a block and those within it, each with the path to its block."""
    if messages := data.get("messages"):
        yield path, [str(message) for message in messages]
    for key, child in data.get("blockErrors", {}).items():
        yield from _messages(child, (*path, key))
