"""A page answers at one spelling of its path, whatever the server makes of slashes."""

from typing import Any

import pytest

from cms.operations.server.wsgi_middleware import keep_one_address
from tests import factories
from tests.kept_alive import KeptAlive
from tests.waitress_server import served_by_waitress

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ONE_MORE = (
    "/bg%2Fnovini/", "/bg%2fnovini/", "/bg/novini%2Fparva-kopka/", "/bg/novini/parva-kopka%2F/",
    "/bg%2F", "/%2Fbg/", "//bg/novini/", "///bg/", "//evil.example.org//bg/", "/bg//novini/",
    "http://localhost/bg%2Fnovini/", "http://localhost//bg/", "/bg/novini%252Fparva-kopka/",
    "/bg/./novini/", "/bg/novini/../", "/bg/%2e/novini/", "/bg%5Cnovini/", "/bg\\novini/",
    "/bg/novini%00/", "/%00/bg/", "/sitemap.xml%2F", "//sitemap.xml",
    "//robots.txt", "/health%2Flive", "//static/site/site.css", "/bg%2Fnovini/feed.rss",
    "//feeds.opml", "/admin%2Flogin/", "//admin/login/", "/api%2Fv1/news/",
)  # fmt: skip
API = ("/api/v1%2Fnews/", "/api//v1/news/", "/api/v1/news%2F")


def test_another_spelling_of_an_address_is_a_404() -> None:
    factories.site_profile()
    factories.article()
    with served_by_waitress() as port, KeptAlive(port) as connection:
        assert connection.ask("GET", "/bg/novini/parva-kopka/").status == 200
        # Letters may be escaped: that is the same address (RFC 3986 6.2.2.2).
        assert connection.ask("GET", "/%62g/novini/").status == 200
        assert connection.ask("GET", "http://localhost/bg/?x=%2F").status == 200
        for target in (*ONE_MORE, *API):
            answer = connection.ask("GET", target)
            assert answer.status == 404, target
            if target in API:
                assert answer.headers["Content-Type"] == "application/problem+json", target


@pytest.mark.parametrize(
    ("environ", "path"),
    [
        ({"REQUEST_URI": "/bg%2fnovini/?a=%2F"}, "/bg%2Fnovini/"),
        ({"RAW_URI": "/bg%2Fnovini/"}, "/bg%2Fnovini/"),
        ({"REQUEST_URI": "//bg/novini/"}, "//bg/novini/"),
        ({"REQUEST_URI": "/cms/bg%2Fnovini/", "SCRIPT_NAME": "/cms"}, "/bg%2Fnovini/"),
        ({"REQUEST_URI": "/bg%2F%D1%8F/"}, "/bg%2F\xd1\x8f/"),
        ({"REQUEST_URI": "/bg/novini/?next=//x%2F"}, "/bg/novini/"),
        ({"REQUEST_URI": "*"}, "/bg/novini/"),
        ({}, "/bg/novini/"),
    ],
    ids=str,
)
def test_a_path_keeps_its_encoded_slashes(environ: dict[str, str], path: str) -> None:
    seen: list[str] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.append(environ["PATH_INFO"])
        return []

    keep_one_address(application)({"PATH_INFO": "/bg/novini/"} | environ, None)
    assert seen == [path]
