"""What is mended of a request's headers before Django reads them.

Django reads a request, its query too, in any encoding that its content type names, and fails where
that is no encoding of texts or the header itself is broken. A host's name it compares with a
pattern that takes seconds for ten thousand letters.
"""

import re
from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from cms.operations.server.request_headers import (
    drop_unsafe_cookies,
    exceeds_limits,
    refuse_target,
)

# A form with files needs its boundary; nothing else is asked of a content type.
PARAMETER = re.compile(r";(?!\s*boundary=)[^;]*", re.IGNORECASE)
# No host has a longer name (RFC 1035), with its port.
MAX_HOST_LENGTH = 255 + len(":65535")
NO_HOST = "too long"


def sanitize_headers(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """The WSGI application, told of a content type no more than its name and its boundary, and of
    a host no more than it can be. It never sees a target or a cookie beyond our limits."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if exceeds_limits(environ):
            return refuse_target(environ, start_response)
        drop_unsafe_cookies(environ)
        if ";" in environ.get("CONTENT_TYPE", ""):
            environ["CONTENT_TYPE"] = PARAMETER.sub("", environ["CONTENT_TYPE"])
        if len(environ.get("HTTP_HOST", "")) > MAX_HOST_LENGTH:
            environ["HTTP_HOST"] = NO_HOST
        return application(environ, start_response)

    return answer
