"""How a database would run the queries of an answer: what it reads whole, and what it sorts."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

# More rows than a page of a list may make of several languages; far fewer than a long list has.
FEW = 300
# Tables of one row, or of a few that operators enter.
SMALL = {"store_sequence", "wagtailredirects_redirect", "wagtailcore_locale", "wagtailcore_page"}
# SQLite: rows that are named by their keys, or by what is unique, are as few as their names.
BY_KEY = re.compile(r"INTEGER PRIMARY KEY \(rowid=\?\)|sqlite_autoindex_\w+ \((?:id|name=\? AND)")


def offences(act: Callable[[], Any]) -> list[str]:
    """Return what is wrong with the plan of any query that `act` makes."""
    queries: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    judge = _sqlite if connection.vendor == "sqlite" else _postgresql
    return [offence for sql, params in queries for offence in judge(sql, params)]


def _sqlite(sql: str, params: Any) -> Iterator[str]:
    rows = _explain("EXPLAIN QUERY PLAN", sql, params)
    beside: dict[int, list[str]] = {}
    for _, parent, _, detail in rows:
        beside.setdefault(parent, []).append(detail)
    aliases = {
        alias or table for table, alias in re.findall(r'"(\w+)"(?: (U\d+|V\d+|W\d+)\b)?', sql)
    }
    for _, parent, _, detail in rows:
        scan = re.match(r"SCAN (\w+)", detail)
        if scan and scan[1] in aliases - SMALL:
            yield f"{detail}: {sql}"
        searched = [each for each in beside[parent] if each.startswith("SEARCH")]
        if "TEMP B-TREE FOR ORDER" in detail and not all(map(BY_KEY.search, searched)):
            yield f"{detail}, of {searched}: {sql}"


def _postgresql(sql: str, params: Any) -> Iterator[str]:
    ((plan,),) = _explain("EXPLAIN (FORMAT JSON)", sql, params)
    plan = json.loads(plan) if isinstance(plan, str) else plan
    for node, counted in _nodes(plan[0]["Plan"]):
        kind, rows = node["Node Type"], node["Plan Rows"]
        # What counts a list looks at all of it; it does once for each version of the list.
        if kind == "Seq Scan" and node["Relation Name"] not in SMALL and not counted:
            yield f"Seq Scan of {node['Relation Name']}: {sql}"
        if "Sort" in kind and rows > FEW:
            yield f"{kind} of {rows} rows by {node['Sort Key']}: {sql}"


def _nodes(node: dict[str, Any], counted: bool = False) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield each node of a plan, and whether its rows are only counted."""
    yield node, counted
    for child in node.get("Plans", ()):
        yield from _nodes(child, counted or node["Node Type"] == "Aggregate")


def _explain(how: str, sql: str, params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"{how} {sql}", params)
        return cursor.fetchall()
