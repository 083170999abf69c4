"""Every row of a database, read without the product, and what is missing of it elsewhere."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.upgrade.changes import CONVERTED, RENAMED, VOLATILE

Row = dict[str, Any]
# Reads, of a row as it is afterwards, what a column said before.
Reader = Callable[[Row], Any]
# No more differences of one table are named.
NAMED = 5


@dataclass(frozen=True)
class Table:
    """`key` are the columns of the primary key; none where there is none."""

    key: tuple[str, ...]
    rows: list[Row]


Database = dict[str, Table]


def read(address: str) -> Database:
    """Return every table of the database at an address (as in DATABASE_URL)."""
    if address.startswith("sqlite"):
        with closing(sqlite3.connect(urlsplit(address).path)) as connection:
            connection.row_factory = sqlite3.Row
            return dict(_tables_of_sqlite(connection))
    with psycopg.connect(address, row_factory=psycopg.rows.dict_row) as postgres:
        return dict(_tables_of_postgresql(postgres))


def _tables_of_sqlite(connection: sqlite3.Connection) -> Iterator[tuple[str, Table]]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (name,) in names:
        columns = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
        key = sorted((each["pk"], each["name"]) for each in columns if each["pk"])
        rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
        yield name, Table(tuple(each for _, each in key), [dict(row) for row in rows])


def _tables_of_postgresql(connection: Any) -> Iterator[tuple[str, Table]]:
    names = connection.execute(
        "SELECT c.oid, c.relname, ARRAY(SELECT a.attname::text FROM pg_index i "
        "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey) "
        "WHERE i.indrelid = c.oid AND i.indisprimary) AS key "
        "FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
    ).fetchall()
    for each in names:
        rows = connection.execute(f'SELECT * FROM "{each["relname"]}"').fetchall()  # noqa: S608
        yield each["relname"], Table(tuple(each["key"]), rows)


def losses(before: Database, after: Database) -> list[str]:
    """Return in words what is not there any more, or says something else."""
    return [line for name in sorted(before) for line in _losses_of(name, before[name], after)]


def new_name(name: str) -> str | None:
    """Return what a table, or a column as "table.column", is called after the upgrade."""
    return RENAMED.get(name, name)


def _losses_of(name: str, table: Table, after: Database) -> Iterator[str]:
    new = new_name(name)
    if name in VOLATILE or new is None:
        return
    if new not in after:
        yield f"{name}: the table is gone"
        return
    found = after[new].rows
    compared = _compared(name, table)
    there = set(found[0]) if found else set(compared.values())
    if gone := [old for old, now in compared.items() if now not in there]:
        yield f"{name}: the columns {', '.join(gone)} are gone"
        return
    readers: dict[str, Reader] = {old: itemgetter(now) for old, now in compared.items()}
    for column in table.rows[0] if table.rows else ():
        if converter := CONVERTED.get(f"{name}.{column}"):
            readers[column] = converter
    # Without what is not compared, a row may be known by its values alone.
    key = tuple(column for column in table.key if column in compared)
    lines = list((_by_key if key else _by_value)(name, table.rows, found, readers, key))
    yield from lines[:NAMED]
    if len(lines) > NAMED:
        yield f"{name}: and {len(lines) - NAMED} more"


def _compared(name: str, table: Table) -> dict[str, str]:
    """Return the columns that are compared as they are, each with its new name."""
    compared = {}
    for column in table.rows[0] if table.rows else ():
        old = f"{name}.{column}"
        now = new_name(old)
        if now is not None and old not in VOLATILE and old not in CONVERTED:
            compared[column] = now.rpartition(".")[2]
    return compared


def _by_key(
    name: str,
    rows: list[Row],
    found: list[Row],
    readers: dict[str, Reader],
    key: tuple[str, ...],
) -> Iterator[str]:
    there = {tuple(readers[part](row) for part in key): row for row in found}
    for row in rows:
        number = tuple(row[part] for part in key)
        if number not in there:
            yield f"{name} {number}: the row is gone"
            continue
        for column, read_new in readers.items():
            was, now = row[column], read_new(there[number])
            if was != now:
                yield f"{name} {number}: {column} was {str(was)[:200]!r} and is {str(now)[:200]!r}"


def _by_value(
    name: str,
    rows: list[Row],
    found: list[Row],
    readers: dict[str, Reader],
    key: tuple[str, ...],
) -> Iterator[str]:
    there = Counter(repr([read_new(row) for read_new in readers.values()]) for row in found)
    for row in rows:
        values = repr([row[column] for column in readers])
        if not there[values]:
            yield f"{name}: the row is gone: {values[:200]}"
        there[values] -= 1
