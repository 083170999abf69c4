"""The editor's block picker shows every block."""

import pytest
from django.template.loader import render_to_string

from cms.content.blocks import BodyBlock, PublicBlock

BLOCKS = BodyBlock().child_blocks


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_has_a_preview_of_its_example(name: str) -> None:
    block: PublicBlock = BLOCKS[name]
    assert block.is_previewable
    html = render_to_string(block.get_preview_template(None), block.get_preview_context(None))
    words = block.example if isinstance(block.example, str) else next(iter(texts(block.example)))
    assert words in html


def texts(example: object) -> list[str]:
    """The words of an example that a reader sees."""
    if isinstance(example, dict):
        return [found for value in example.values() for found in texts(value)]
    if isinstance(example, list):
        return [found for value in example for found in texts(value)]
    if not isinstance(example, str) or example.startswith(("#", "/", "http")):
        return []
    return [example] if example else []
