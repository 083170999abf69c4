"""WSGI middleware for two rules of HTTP that neither Django nor every WSGI server keeps."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import StartResponse, WSGIEnvironment

Application = Callable[..., Iterable[bytes]]

# Answers that have no body whatever the method, and so no length (RFC 9110 8.6).
WITHOUT_BODY = ("1", "204", "304")
# What stands before the path in the absolute form of a request's target (RFC 9112 3.2.2).
AUTHORITY = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?]*")
ENCODED_SLASH = re.compile("%2f", re.IGNORECASE)


def omit_head_bodies(application: Application) -> Application:
    """Wrap a WSGI application so that HEAD has the headers of GET and no body (RFC 9110 9.3.2).

    A server that is given a body sends it, and a client that keeps the connection open reads it
    as the beginning of the next answer.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "HEAD":
            return application(environ, start_response)
        was_started: list[Any] = []

        def begin(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            was_started[:] = [status, headers]
            return lambda data: None

        body = application(environ, begin)
        try:
            status, headers = was_started
            if not status.startswith(WITHOUT_BODY) and not _has_length(headers):
                # Without a length, waitress would announce chunks and send the last of them.
                headers = [*headers, ("Content-Length", str(sum(map(len, body))))]
        finally:
            if hasattr(body, "close"):
                body.close()
        start_response(status, headers)
        return []

    return answer


def _has_length(headers: list[tuple[str, str]]) -> bool:
    return any(name.lower() == "content-length" for name, _ in headers)


def keep_one_address(application: Application) -> Application:
    """Wrap a WSGI application so that a path has one spelling of its slashes.

    WSGI decodes `%2F` to a slash, though the two are not equivalent (RFC 3986 2.2), and waitress
    drops all but one of a path's first slashes: each page would answer at a second address. Where
    the server tells the request's target as it was sent, the slash stays encoded in the path and
    the others stay where they are, so that nothing is found there.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        target = environ.get("REQUEST_URI") or environ.get("RAW_URI") or ""
        path = AUTHORITY.sub("", target).partition("?")[0]
        if path.startswith("//") or ENCODED_SLASH.search(path):
            kept = unquote_to_bytes(ENCODED_SLASH.sub("%252F", path)).decode("latin-1")
            environ["PATH_INFO"] = kept.removeprefix(environ.get("SCRIPT_NAME", ""))
        return application(environ, start_response)

    return answer
