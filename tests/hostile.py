"""What is sent to break things, and a stranger's program that sends it as it is."""

from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# By the name of the attack: what stands in the place of a value or of a part of a path, escaped as
# in an address. None of it is a value that any parameter knows.
VALUES = {
    "NUL": "%00",
    "NUL in a word": "a%00b",
    "control characters": "%01%07%1b%7f",
    "a second header": "%0d%0aX-Evil:%20yes%0d%0aLocation:%20//evil.example.org/",
    "broken UTF-8": "%ff%c3%28",
    "overlong UTF-8": "%c0%ae%c0%ae%c0%af",
    "a lone surrogate": "%ed%a0%80",
    "a surrogate as JSON has it": "%5Cud800",
    "an escape of JavaScript": "%u0041",
    "half an escape": "%",
    "an escape twice": "%2500",
    "5,000 letters": "x" * 5000,
    "5,000 digits": "9" * 5000,
    "40 digits": "9" * 40,
    "less than nothing": "-" + "9" * 40,
    "infinity": "Infinity",
    "not a number": "NaN",
    "no value of Python's": "None",
    "a quotation mark": "%22",
    "an apostrophe": "'",
    "an opening bracket": "(((",
    "SQL": quote("1' OR '1'='1"),
    "more SQL": quote('x"; DROP TABLE store_entry; --'),
    "wildcards of LIKE": "%25_%25",
    "operators of full-text search": quote('NEAR(a b) OR title:* -"'),
    "a list in JSON": quote("[1,2]"),
    "an object in JSON": quote('{"$gt":""}'),
    "a template": quote("{{7*7}}${7*7}%(x)s"),
    "a script": quote("<script>alert(1)</script>"),
    "a way up": "../../etc/passwd",
    "a way up, escaped": "..%2f..%2f..%2fetc%2fpasswd",
    "a way up, escaped whole": "%2e%2e%2f%2e%2e%2fmanage.py",
    "a way up on Windows": "..%5C..%5Cwin.ini",
    "a site elsewhere": quote("https://evil.example.org/"),
    "from right to left": quote("\u202eabc"),
    "invisible": quote("\ufeff\u200b"),
    "a smile": quote("🙂"),
    "a tower of accents": quote("a" + "\u0301" * 500),
    "JavaScript's own": "__proto__",
    "Python's own": "__class__",
    "several at once": "bg,en",
}
# What Python, not the API, reads as the number 1, 10 or 33.
NUMBERS = {
    "a fraction": "1.0",
    "an exponent": "1e1",
    "a plus": "%2B1",
    "a space": "%201",
    "a line's end": "1%0a",
    "a line below": "1_0",
    "sixteens": "0x10",
    "Arabic digits": quote("٣٣"),
    "wide digits": quote("１"),
}
# Headers that no answer but a refusal of the client's wishes may come of.
HEADERS = {
    "a tag of 10,000 letters": {"HTTP_IF_NONE_MATCH": "x" * 10_000},
    "10,000 quotation marks": {"HTTP_IF_NONE_MATCH": '"' * 10_000},
    "5,000 empty tags": {"HTTP_IF_NONE_MATCH": 'W/"",' * 2_000},
    "a NUL for a tag": {"HTTP_IF_NONE_MATCH": "\0"},
    "10,000 letters for a moment": {"HTTP_IF_MODIFIED_SINCE": "x" * 10_000},
    "10,000 digits for a moment": {"HTTP_IF_MODIFIED_SINCE": "9" * 10_000},
    "30 February": {"HTTP_IF_MODIFIED_SINCE": "Mon, 30 Feb 2026 10:00:00 GMT"},
    "the year 0": {"HTTP_IF_MODIFIED_SINCE": "Mon, 01 Jan 0000 10:00:00 GMT"},
    "99 o'clock": {"HTTP_IF_MODIFIED_SINCE": "Thu, 01 Jan 2026 99:99:99 GMT"},
    "a part of an answer": {"HTTP_RANGE": "bytes=99999999999999999999-,-1,x"},
    "another method within": {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
    "another host behind": {"HTTP_X_FORWARDED_HOST": "evil.example.org"},
    "no language": {"HTTP_ACCEPT_LANGUAGE": "\0;q=x," * 999},
    "a long language": {"HTTP_ACCEPT_LANGUAGE": "en-" + "a" * 10_000},
    "no encoding": {"HTTP_ACCEPT_ENCODING": "br;q=x,\0,;;"},
    "a broken session": {"HTTP_COOKIE": "session=%00'--; csrftoken=\"; messages=x; =;;\0"},
    "a long session": {"HTTP_COOKIE": "session=" + "x" * 10_000},
    "a length that is none": {"CONTENT_LENGTH": "9" * 5000},
}
HOSTS = (
    "evil.example.org", "", "\0", "[::1", "testserver@evil", "testserver,evil", "a" * 255,
    "testserver/../", "testserver:port",
)  # fmt: skip
# A content type names an encoding, which Django would read the query in.
CONTENT_TYPES = (
    "text/plain; charset=rot13", "text/plain; charset=base64", "text/plain; charset=undefined",
    "text/plain; charset=utf-7", "text/plain; charset=unicode_escape", "text/plain; charset=\0",
    "text/plain; charset=nosuch", "text/plain; x*=nosuch''y", "; charset=", "x" * 10_000,
)  # fmt: skip


def some(place: int) -> Iterator[tuple[str, str]]:
    """A fifth of VALUES; five places that follow one another get all of them."""
    return islice(VALUES.items(), place % 5, None, 5)


def ask(target: str, method: str = "GET", **environ: str) -> tuple[Any, int]:
    """Send a request as it stands; return the answer, and how many queries it took.

    What the server fails at is raised.
    """
    client = Client(enforce_csrf_checks=True)
    with CaptureQueriesContext(connection) as captured:
        response = client.request(**line(target, method), **environ)
    return response, len(captured)


def line(target: str, method: str = "GET") -> dict[str, str]:
    """What a server makes of a request's first line."""
    path, _, query = target.partition("?")
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
    }


def check_harmless(response: Any) -> None:
    """Fail if an answer leads off the site, holds what was sent as HTML, or shows our insides."""
    assert response.status_code < 500
    assert "X-Evil" not in response
    assert response.get("Location", "/").startswith("/")
    assert not response.get("Location", "/").startswith(("//", "/\\"))
    assert response["X-Content-Type-Options"] == "nosniff"
    text = response.getvalue().decode()
    assert "Traceback" not in text
    assert "site-packages" not in text
    if response.get("Content-Type", "").startswith("text/html"):
        assert "<script>alert(1)" not in text
