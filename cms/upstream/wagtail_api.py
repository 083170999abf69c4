"""Undocumented parts of Wagtail's API v3, which can be imported only if it is installed."""

# Tokens and error bodies, for what is refused before a view of the API is reached. No issue found.
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.api.v3.errors import problem_response

__all__ = [
    "BearerTokenAuth",
    "problem_response",
]
