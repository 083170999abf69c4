"""Limits on request heads, enforced before Django reads them.

The server bounds the whole head (`HEAD_LIMIT_BYTES`); here the target and the cookies are bounded.
Nothing in this module may cost more than one pass over the text it looks at.
"""

from collections.abc import Iterable
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIEnvironment

# The request line and all headers together.
HEAD_LIMIT_BYTES = 32 * 1024
# As sent, with escapes. RFC 9110, section 4.1 recommends to support at least 8000 octets.
TARGET_LIMIT_BYTES = 8 * 1024
PATH_LIMIT_BYTES = 4 * 1024
COOKIE_LIMIT_BYTES = 8 * 1024

# RFC 6265, section 4.1.1 has no backslash in a cookie. `http.cookies` of Python before 3.11.10
# unquotes them in quadratic time (CVE-2024-7592), and they may stand for a NUL.
ESCAPE = "\\"


def exceeds_limits(environ: WSGIEnvironment) -> bool:
    """Return whether the request's target or path is longer than we read."""
    target = _target(environ)
    return len(target) > TARGET_LIMIT_BYTES or len(_path(target)) > PATH_LIMIT_BYTES


def refuse_target(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer 414, as a problem below `/api/`."""
    from cms.operations.error_pages import (
        uri_too_long,  # Django is set up by the time a request comes
    )

    response = uri_too_long(environ["PATH_INFO"])
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [response.content]


def drop_unsafe_cookies(environ: WSGIEnvironment) -> None:
    """Drop all cookies of a header over the limit, and each cookie that has an escape."""
    header = environ.get("HTTP_COOKIE", "")
    if len(header) > COOKIE_LIMIT_BYTES:
        del environ["HTTP_COOKIE"]
    elif ESCAPE in header:
        safe = [cookie for cookie in header.split(";") if ESCAPE not in cookie]
        environ["HTTP_COOKIE"] = ";".join(safe)


def _target(environ: WSGIEnvironment) -> str:
    """Return the target as it was sent; some servers keep it, else it is put together again."""
    for name in ("REQUEST_URI", "RAW_URI"):
        if sent := environ.get(name):
            return str(sent)
    path = quote(environ.get("PATH_INFO", "").encode("latin-1"))
    query = environ.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


def _path(target: str) -> str:
    """Return the path of a target in origin-form or absolute-form, escapes included."""
    rest = target.partition("?")[0]
    return rest if rest.startswith("/") else rest.partition("://")[2] or rest
