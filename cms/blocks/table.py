"""Tables of plain text that can be translated cell by cell."""

from collections.abc import Iterable
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field
from typing_extensions import TypedDict
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail_localize.segments import StringSegmentValue

from cms.blocks.base import PublicBlock, Reader


class Table(TypedDict):
    """A table of plain text; every row has as many cells."""

    caption: Annotated[str, Field(description="What it shows, or empty.")]
    head: Annotated[list[str], Field(description="The columns' headings; none: an empty list.")]
    rows: Annotated[list[list[str]], Field(description="The rows, each a list of its cells.")]
    row_headers: Annotated[bool, Field(description="Whether each row's first cell names the row.")]


class CellsBlock(TypedTableBlock):
    """A table of plain text that wagtail-localize can take apart and put together again."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__([("text", blocks.CharBlock(required=False, label=_("Text")))], **kwargs)

    def get_translatable_segments(self, table: Any) -> list[StringSegmentValue]:
        cells = {"caption": table.caption or ""}
        cells |= {f"head-{i}": column["heading"] for i, column in enumerate(table.columns)}
        for y, row in enumerate(table.row_data):
            cells |= {f"cell-{y}-{x}": value for x, value in enumerate(row["values"])}
        return [StringSegmentValue(path, text) for path, text in cells.items() if text]

    def restore_translated_segments(self, table: Any, segments: Iterable[Any]) -> Any:
        for segment in segments:
            kind, *place = segment.path.split("-")
            text = segment.render_text()
            if kind == "caption":
                table.caption = text
            elif kind == "head":
                table.columns[int(place[0])]["heading"] = text
            else:
                table.row_data[int(place[0])]["values"][int(place[1])] = text
        return table


class TableBlock(PublicBlock, blocks.StructBlock):
    table = CellsBlock(label=_("Table"))
    row_headers = blocks.BooleanBlock(
        required=False,
        label=_("First column is a heading"),
        help_text=_("Screen readers then name each row by its first cell."),
    )
    example = {
        "caption": "Какво показва таблицата",
        "head": ["Година", "Стойност"],
        "rows": [["2025", "1"], ["2026", "2"]],
        "row_headers": True,
    }

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns of text")

    def public(self, value: Any, reader: Reader) -> Table | None:
        table = value["table"]
        if not table.row_data:
            return None
        head = [column["heading"] for column in table.columns]
        return {
            "caption": table.caption or "",
            "head": head if any(head) else [],
            "rows": [[str(cell or "") for cell in row["values"]] for row in table.row_data],
            "row_headers": value["row_headers"],
        }
