"""The list endpoints that sections register, beside `pages/`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Endpoint:
    """A list of the entries of one type, and each of them below it by its id."""

    path: str
    type: str
    order: str = "newest"


ENDPOINTS: list[Endpoint] = []


def register(path: str, type: str, order: str = "newest") -> None:
    """Add an endpoint, such as "news/" for the entries of type "news"."""
    ENDPOINTS.append(Endpoint(path, type, order))
