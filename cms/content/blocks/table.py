"""Tables of plain text that can be translated cell by cell."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from pydantic import Field
from typing_extensions import TypedDict
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks import StructValue
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail_localize.segments import StringSegmentValue

from cms.content.blocks.base import ContentReader, PublicBlock
from cms.content.blocks.identity import get_table_claim, keep_stable_ids
from cms.core.json_types import JSON
from cms.upstream.wagtail import TypedTable, TypedTableBlockAdapter


class Table(TypedDict):
    """A table of plain text; every row has as many cells."""

    caption: Annotated[str, Field(description="What it shows, or empty.")]
    head: Annotated[list[str], Field(description="The columns' headings; none: an empty list.")]
    rows: Annotated[list[list[str]], Field(description="The rows, each a list of its cells.")]
    row_headers: Annotated[bool, Field(description="Whether each row's first cell names the row.")]


class CellTable(TypedTable):
    """A table whose columns and rows have ids, "" for none. It is the same whatever these are."""

    @classmethod
    def build(
        cls, table: TypedTable, columns: Iterable[object], rows: Iterable[object]
    ) -> "CellTable":
        """Return a table with the ids that its columns and rows are told to have."""
        return cls(
            [
                part | {"id": get_table_claim(id)}
                for part, id in zip(table.columns, columns, strict=True)
            ],
            [
                part | {"id": get_table_claim(id)}
                for part, id in zip(table.row_data, rows, strict=True)
            ],
            table.caption,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CellTable) and self._content() == other._content()

    __hash__ = None  # type: ignore[assignment]

    def _content(self) -> tuple[str, list[tuple[str, str]], list[list[str]]]:
        columns = [(column["block"].name, column["heading"]) for column in self.columns]
        return self.caption, columns, [row["values"] for row in self.row_data]

    @property
    def column_ids(self) -> list[str]:
        """An id for each column, whether it has one or not."""
        return keep_stable_ids([column["id"] for column in self.columns])

    @property
    def row_ids(self) -> list[str]:
        return keep_stable_ids([row["id"] for row in self.row_data])

    def cells(self) -> dict[str, tuple[Any, str | int]]:
        """Return by the path of each heading and cell what holds it, and its key there, in the
        order in which they are read."""
        columns = self.column_ids
        heads = zip(columns, self.columns, strict=True)
        cells: dict[str, tuple[Any, str | int]] = {
            f"head-{id}": (head, "heading") for id, head in heads
        }
        for id, row in zip(self.row_ids, self.row_data, strict=True):
            values = row["values"]
            cells |= {f"cell-{id}-{column}": (values, x) for x, column in enumerate(columns)}
        return cells


class CellsBlock(TypedTableBlock):
    """A table of plain text that wagtail-localize can take apart and put together again.

    A translation knows a cell by the ids of its row and column, so it stays with the cell when
    these are moved. static/blocks/table_ids.js keeps them in the editor's form.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__([("text", blocks.CharBlock(required=False, label=_("Text")))], **kwargs)

    def get_translatable_segments(self, table: CellTable) -> list[StringSegmentValue]:
        texts = {"caption": table.caption or ""}
        texts |= {path: holder[key] for path, (holder, key) in table.cells().items()}
        return [StringSegmentValue(path, text) for path, text in texts.items() if text]

    def restore_translated_segments(
        self, table: CellTable, segments: Iterable[StringSegmentValue]
    ) -> CellTable:
        cells = table.cells()
        for segment in segments:
            if segment.path == "caption":
                table.caption = segment.render_text()
            elif found := cells.get(segment.path):
                holder, key = found
                holder[key] = segment.render_text()
        return table

    def normalize(self, value: TypedTable | JSON | None) -> CellTable:
        table = super().normalize(value)
        if isinstance(table, CellTable):
            return table
        return CellTable.build(table, _given(table.columns), _given(table.row_data))

    def to_python(self, value: JSON | None) -> CellTable:
        stored = value or {"columns": [], "rows": []}
        table = super().to_python(value)
        return CellTable.build(table, _given(stored["columns"]), _given(stored["rows"]))

    def clean(self, table: CellTable) -> CellTable:
        cleaned = super().clean(table)
        return CellTable.build(cleaned, _given(table.columns), _given(table.row_data))

    def value_for_form(self, table: CellTable) -> CellTable:
        """Return the field that the write API fills its form with: the whole table.

        Raises ValueError where none was sent, which would pass for an empty one.
        """
        if not table.columns:
            raise ValueError("A table has columns.")
        return table

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile], prefix: str
    ) -> CellTable:
        if isinstance(whole := data.get(prefix), CellTable):
            return whole
        table = super().value_from_datadict(data, files, prefix)
        ids = (_sent_ids(data, f"{prefix}-{part}") for part in ("column", "row"))
        return CellTable.build(table, *ids)

    def get_prep_value(self, table: CellTable) -> JSON:
        return _with_ids(super().get_prep_value(table), table)

    def get_api_representation(self, table: CellTable, context: JSON | None = None) -> JSON:
        return _with_ids(super().get_api_representation(table, context), table)

    def get_form_state(self, table: CellTable) -> JSON:
        known = CellTable.build(table, table.column_ids, table.row_ids)
        return _with_ids(super().get_form_state(known), known)


def _given(parts: Iterable[JSON]) -> list[str | None]:
    return [part.get("id") for part in parts]


def _sent_ids(data: Mapping[str, str], prefix: str) -> list[str | None]:
    """Return the ids of the columns, or rows, of a form that are not deleted, in their order."""
    numbers = range(int(data[f"{prefix}-count"]))
    kept = [number for number in numbers if not data[f"{prefix}-{number}-deleted"]]
    kept.sort(key=lambda number: int(data[f"{prefix}-{number}-order"]))
    return [data.get(f"{prefix}-{number}-id") for number in kept]


def _with_ids(raw: JSON, table: CellTable) -> JSON:
    """Add the ids to a table's JSON."""
    for name, parts in (("columns", table.columns), ("rows", table.row_data)):
        for each, part in zip(raw[name], parts, strict=True):
            if part["id"]:
                each["id"] = part["id"]
    return raw


class CellsAdapter(TypedTableBlockAdapter):
    js_constructor = "cms.content.blocks.CellsBlock"

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["blocks/table_ids.js"])


register(CellsAdapter(), CellsBlock)


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
        label_format = "{table}"
        label = _("Table")
        description = _("Rows and columns of text")

    def serialize(self, value: StructValue, reader: ContentReader) -> Table | None:
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
