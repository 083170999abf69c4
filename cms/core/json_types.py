"""The types of JSON."""

from typing import Any, TypeAlias

# A JSON value whose structure nobody has checked yet: sent, uploaded or stored as text.
JSONValue: TypeAlias = "str | int | float | bool | list[JSONValue] | dict[str, JSONValue] | None"
# A JSON object of a structure that its reader knows, such as the body of an answer.
JSON: TypeAlias = dict[str, Any]
