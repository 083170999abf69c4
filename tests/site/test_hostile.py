"""What the site, its feeds and files answer to addresses that nobody means well with."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests import factories
from tests.hostile import HEADERS, HOSTS, ask, check_harmless, some

pytestmark = pytest.mark.django_db

# Below these no value of VALUES is an address.
NOWHERE = (
    "/", "/bg/", "/bg/novini/", "/bg/novini/kategoria/", "/preview/", "/documents/",
    "/documents/1/",
    "/media/", "/media/images/", "/sitemap-bg-", "/static/", "/.well-known/",
)  # fmt: skip
# No value is the number of a page of these lists.
PAGED = ("/bg/novini/?page=", "/bg/tarsene/?page=", "/bg/tarsene/?q=a&page=")
# Nothing is asked by it, or words like any other.
PASSED_OVER = ("/bg/?page=1&x=", "/bg/tarsene/?q=", "/en/search/?q=", "/bg/novini/feed.rss?x=")

# One row each: an address and the answer, with where it leads.
ADDRESSES = {
    "//evil.example.org": "404",
    "//evil.example.org/bg/": "404",
    "/%5Cevil.example.org": "404",
    "//bg/": "404",
    "/bg//": "404",
    "/bg//evil.example.org": "301 /bg//evil.example.org/",
    "/bg//evil.example.org/": "404",
    "/bg/./": "404",
    "/bg/../admin/": "404",
    "/bg/%2e%2e/": "404",
    "/bg/%2e%2e%2fadmin%2f": "404",
    "/bg/novini;x=1": "301 /bg/novini%3Bx%3D1/",
    "/bg/novini;x=1/": "404",
    "/bg/%0d%0aX-Evil:%20yes": "404",
    "/bg?x=%0d%0aX-Evil:%20yes": "301 /bg/?x=%0d%0aX-Evil:%20yes",
    "/bg/nyama?next=//evil.example.org": "301 /bg/nyama/?next=//evil.example.org",
    "/BG/": "404",
    "/bg%00/": "404",
    "/bg/novini/feed.rss/": "404",
    "/bg/novini/feed.rss%0a": "404",
    "/bg/novini/feed.RSS": "301 /bg/novini/feed.RSS/",
    "/bg/nyama/feed.rss": "404",
    "/feed.rss": "404",
    "/de/novini/feed.rss": "404",
    "/sitemap.xml%00": "404",
    "/sitemap-bg-0.xml": "404",
    "/sitemap-bg-01.xml": "404",
    "/sitemap-bg-99999.xml": "404",
    "/sitemap-bg-1.xml%0a": "404",
    "/sitemap-bg-%d9%a1.xml": "404",
    "/sitemap-de-1.xml": "404",
    "/robots.txt/": "404",
    "/robots.txt%00": "404",
    "/.git/config": "404",
    "/.env": "404",
    "/wp-login.php": "404",
    "/media/documents/report.pdf": "404",
    "/media/original_images/picture.png": "404",
    "/media/images/": "404",
    "/media/images/..": "404",
    "/media/images/.": "404",
    "/static/../manage.py": "404",
    "/documents/0/x": "404",
    f"/documents/{'9' * 19}/x": "404",
    f"/documents/{'9' * 5000}/x": "404",
    f"/_util/authenticate_with_password/{'9' * 40}/1/": "404",
    f"/preview/{'0' * 32}.{'a' * 43}/": "404",
    f"/preview/{'0' * 32}.{'a' * 43}%00/": "404",
    "*": "404",
}
METHODS = dict.fromkeys(
    ("TRACE", "OPTIONS", "POST", "PUT", "DELETE", "PROPFIND", "__class__"), "405"
)
# With a tag or a moment that is none, these are answered whole.
ANSWERED = ("/bg/", "/bg/novini/feed.rss", "/sitemap.xml", "/robots.txt", "/bg/tarsene/?q=a")

# A request: its target, the method, what its environment has besides, and what is expected.
Row = tuple[str, str, dict[str, str], str]


def in_addresses() -> Iterator[Row]:
    for place, start in enumerate(NOWHERE):
        # With a slash at their end: without one, whatever is below a language leads there.
        yield from ((f"{start}{value}/", "GET", {}, "404") for _, value in some(place))
    yield from ((address, "GET", {}, expected) for address, expected in ADDRESSES.items())


def in_parameters() -> Iterator[Row]:
    for starts, expected in ((PAGED, "404"), (PASSED_OVER, "200")):
        for place, start in enumerate(starts):
            yield from ((f"{start}{value}", "GET", {}, expected) for _, value in some(place))


def in_methods() -> Iterator[Row]:
    for address in ("/", *ANSWERED, "/preview/x/"):
        yield from ((address, method, {}, expected) for method, expected in METHODS.items())


def in_headers() -> Iterator[Row]:
    for address in ANSWERED:
        yield from ((address, "GET", environ, "200") for environ in HEADERS.values())
        yield from ((address, "GET", {"HTTP_HOST": host}, "400") for host in HOSTS)


KINDS = (in_addresses, in_parameters, in_methods, in_headers)


@pytest.fixture(autouse=True)
def nobody_is_too_quick(settings: Settings) -> None:
    settings.PREVIEW_RATE = "100000/minute"


def test_a_hostile_request_breaks_the_site_or_leads_off_it(subtests: pytest.Subtests) -> None:
    factories.site_profile()
    factories.article()
    for kind in KINDS:
        for row in kind():
            with subtests.test(f"{kind.__name__}: {row[1]} {row[0][:100]}"):
                check(row)


def check(row: Row) -> None:
    """Fail if a row's request does harm, or is answered otherwise than the row says."""
    target, method, environ, expected = row
    response, queries = ask(target, method, **environ)
    asked = f"{method} {target[:500]} {str(environ)[:100]}"
    status, _, place = expected.partition(" ")
    assert response.status_code == int(status), asked
    assert response.get("Location", "") == place, asked
    check_harmless(response)
    # An address that nothing stands at is looked for in four places.
    assert queries <= (4 if status in ("200", "404") else 0), asked
