"""The vocabulary of a page's body: each block with its public form beside it.

A block's public form is what stands in an entry under `{"type", "id", "value"}`. It is made by
`serialize(value, reader)`, where the reader answers for everything outside the block: pictures,
files, other pages. A block whose public form is None has nothing to show and is left out.
`example` is a public form too: the editor's block picker shows it as the block's preview.
"""

from cms.content.blocks.base import ContentReader, PublicBlock
from cms.content.blocks.body import Body, BodyBlock, serialize_body
from cms.content.blocks.text import Figure, FigureBlock, serialize_figures

__all__ = [
    "Body",
    "BodyBlock",
    "ContentReader",
    "Figure",
    "FigureBlock",
    "PublicBlock",
    "serialize_body",
    "serialize_figures",
]
