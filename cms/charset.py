"""Every request is read as UTF-8, whatever it says of itself.

Django reads a request, its query too, in any encoding that its content type names; it fails where
that is no encoding of texts, and where the header itself is broken.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

# A form with files needs its boundary; nothing else is asked of a content type.
PARAMETER = re.compile(r";(?!\s*boundary=)[^;]*", re.IGNORECASE)


def in_utf8(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """The WSGI application, told of a content type no more than its name and its boundary."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if ";" in environ.get("CONTENT_TYPE", ""):
            environ["CONTENT_TYPE"] = PARAMETER.sub("", environ["CONTENT_TYPE"])
        return application(environ, start_response)

    return answer
