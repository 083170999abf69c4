"""A table in the editor's form, as Wagtail's script and ours (blocks/table_ids.js) hold it."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from wagtail.test.utils.form_data import nested_form_data

from cms.content.blocks.body import BodyBlock

# The id of the block with the table.
BLOCK = "b1"
Cell = tuple[int, int]


@dataclass
class Line:
    """A row or column: its number in the form, its id and its heading, if it has one."""

    number: int
    id: str
    heading: str = ""


@dataclass
class Sheet:
    """`texts` are the cells by the numbers of their row and column. No two texts are the same."""

    columns: list[Line]
    rows: list[Line]
    texts: dict[Cell, str]
    deleted: dict[str, list[int]] = field(default_factory=lambda: {"row": [], "column": []})

    @classmethod
    def of(cls, table: Any) -> "Sheet":
        """Open a stored table in the form."""
        state = CELLS.get_form_state(CELLS.to_python(table))
        columns = [
            Line(number, each["id"], each["heading"])
            for number, each in enumerate(state["columns"])
        ]
        rows = [Line(number, each["id"]) for number, each in enumerate(state["rows"])]
        texts = {
            (row, column): text
            for row, each in enumerate(state["rows"])
            for column, text in enumerate(each["values"])
        }
        return cls(columns, rows, texts)

    def insert_row(self, place: int) -> None:
        number = len(self.rows) + len(self.deleted["row"])
        self.rows.insert(place % (len(self.rows) + 1), Line(number, f"r{next(NEW)}"))
        for column in self.columns:
            self.texts[number, column.number] = f"дума {next(NEW)}"

    def insert_column(self, place: int) -> None:
        number = len(self.columns) + len(self.deleted["column"])
        line = Line(number, f"c{next(NEW)}", f"заглавие {next(NEW)}")
        self.columns.insert(place % (len(self.columns) + 1), line)
        for row in self.rows:
            self.texts[row.number, number] = f"дума {next(NEW)}"

    def delete(self, kind: str, place: int) -> None:
        lines = self._lines(kind)
        if len(lines) > 1:
            self.deleted[kind].append(lines.pop(place % len(lines)).number)

    def move(self, kind: str, place: int, to: int) -> None:
        lines = self._lines(kind)
        lines.insert(to % len(lines), lines.pop(place % len(lines)))

    def edit(self, row: int, column: int) -> None:
        cell = (
            self.rows[row % len(self.rows)].number,
            self.columns[column % len(self.columns)].number,
        )
        self.texts[cell] = f"друга дума {next(NEW)}"

    def cells(self) -> dict[Cell, str]:
        return {
            (row.number, column.number): self.texts[row.number, column.number]
            for row in self.rows
            for column in self.columns
        }

    def form(self, prefix: str) -> dict[str, Any]:
        """Return the form's fields of the table, those that a script fills in included."""
        table: dict[str, Any] = {"caption": "Надпис"}
        for kind in ("row", "column"):
            lines, deleted = self._lines(kind), self.deleted[kind]
            table[f"{kind}-count"] = str(len(lines) + len(deleted))
            for number in deleted:
                table[f"{kind}-{number}-deleted"] = "1"
            for order, line in enumerate(lines):
                table[f"{kind}-{line.number}-order"] = str(order)
                table[f"{kind}-{line.number}-deleted"] = ""
                table[f"{kind}-{line.number}-id"] = line.id
                if kind == "column":
                    table[f"column-{line.number}-type"] = "text"
                    table[f"column-{line.number}-heading"] = line.heading
        table |= {f"cell-{row}-{column}": text for (row, column), text in self.cells().items()}
        fields: dict[str, Any] = nested_form_data({prefix: table})
        return fields

    def stored(self) -> Any:
        """Return the table's JSON after the form is sent."""
        return CELLS.get_prep_value(CELLS.value_from_datadict(self.form("t"), {}, "t"))

    def _lines(self, kind: str) -> list[Line]:
        return self.rows if kind == "row" else self.columns


CELLS: Any = BodyBlock().child_blocks["table"].child_blocks["table"]
NEW = count(100)


def table(*rows: list[str], heads: tuple[str, ...] = ()) -> Any:
    """Return a table's JSON as a program writes it, and as all were stored once: without ids."""
    heads = heads or tuple(f"заглавие {place}" for place in range(len(rows[0])))
    columns = [{"type": "text", "heading": head} for head in heads]
    return {"columns": columns, "rows": [{"values": row} for row in rows], "caption": "Надпис"}


def segments(stored: Any) -> dict[str, str]:
    """Return a table's texts by their paths, in the order that translators read them in."""
    found = CELLS.get_translatable_segments(CELLS.to_python(stored))
    return {part.path: part.string.data for part in found}
