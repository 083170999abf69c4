"""HEAD at every address: the headers of GET and no body, over a connection that stays open."""

from collections.abc import Iterator
from itertools import product
from typing import Any, NoReturn

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils.regex_helper import normalize
from pytest_django import Settings
from wagtail.contrib.redirects.models import Redirect

from cms.operations.server.wsgi_middleware import omit_head_bodies
from cms.site import rendering
from cms.store import entry_queries
from cms.store.flush import publish_transaction
from home.models import AboutPage
from tests import factories
from tests.kept_alive import Answer, KeptAlive
from tests.waitress_server import served_by_waitress

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ARTICLE = "/bg/novini/parva-kopka/"
# Whatever a pattern asks for is among these.
VALUES = (
    "1", "bg", "rss", "x", "wagtailcore", "page", "news", "newscategory", "0" * 32,
    "5f0c6b1e-0000-5000-8000-000000000000", "images/x.png", "publish", "unpublish",
)  # fmt: skip
# In these two answers to the same request may differ.
OWN_EACH_TIME = ("Date", "Expires", "Set-Cookie")


def leaves(resolver: Any, before: str = "^") -> Iterator[str]:
    """The regular expression of every address."""
    for each in resolver.url_patterns:
        whole = before + each.pattern.regex.pattern.removeprefix("^")
        if isinstance(each, URLResolver):
            yield from leaves(each, whole)
        elif isinstance(each, URLPattern):
            yield whole


def example(regex: str) -> str:
    """An address that matches a pattern."""
    for form, names in normalize(regex):
        for values in product(VALUES, repeat=len(names)):
            path = "/" + form % dict(zip(names, values, strict=True))
            try:
                resolve(path)
            except Exception:  # noqa: S112  (a converter refuses the value)
                continue
            return path
    pytest.fail(f"no address matches {regex}")


def compare(connection: KeptAlive, target: str, **headers: str) -> Answer:
    """Ask by HEAD, then by GET; fail where their heads differ. Return the answer to GET."""
    head = connection.ask("HEAD", target, **headers)
    got = connection.ask("GET", target, **headers)
    assert head.status == got.status, target
    assert lines(head) == lines(got), target
    if "Transfer-Encoding" not in got.headers and got.status != 304:
        assert int(head.headers["Content-Length"]) == len(got.body), target
    return got


def lines(answer: Answer) -> list[tuple[str, str]]:
    return sorted(
        (name, "" if name in OWN_EACH_TIME else value) for name, value in answer.headers.items()
    )


@pytest.fixture
def connection() -> Iterator[KeptAlive]:
    with served_by_waitress() as port, KeptAlive(port) as made:
        yield made


def test_head_has_no_body_at_any_pattern(connection: KeptAlive) -> None:
    factories.site_profile()
    factories.article()
    addresses = {example(regex) for regex in leaves(get_resolver())}
    assert len(addresses) > 300
    statuses = {compare(connection, address).status for address in sorted(addresses)}
    assert statuses >= {200, 302, 404}
    assert connection.connections == 1


def test_head_has_no_body_whatever_the_status(
    connection: KeptAlive, monkeypatch: pytest.MonkeyPatch
) -> None:
    article, about = factories.article(), factories.about()
    factories.site_profile()
    Redirect.add_redirect("/index.php?id=7", "https://example.org/")
    with publish_transaction():
        AboutPage.objects.get(pk=about.pk).unpublish()
    article.slug = "druga"
    factories.publish(article)
    news = connection.ask("GET", "/bg/novini/")
    for target, headers, status in (
        ("/bg/novini/", {}, 200),
        ("/bg/novini/", {"Accept-Encoding": "gzip"}, 200),
        ("/bg/novini/", {"If-None-Match": news.headers["ETag"]}, 304),
        ("/bg/novini/feed.rss", {"Accept-Encoding": "gzip"}, 200),
        ("/", {}, 302),
        (ARTICLE, {}, 301),
        ("/bg/novini", {}, 301),
        ("/index.php?id=7", {}, 301),
        ("/bg/nyama/", {}, 404),
        ("/nyama/", {"Accept": "text/html"}, 404),
        ("/api/nyama/", {}, 404),
        ("/bg/za-nas/", {}, 410),
        ("/api/v1/news/", {"Accept": "text/csv"}, 406),
        ("/bg/", {"Host": "evil.example.org"}, 400),
        ("/api/v1/", {"Host": "evil.example.org"}, 400),
        ("/_util/login/", {}, 200),
        ("/health/live", {}, 200),
    ):
        assert compare(connection, target, **headers).status == status, (target, headers)
    # waitress closes the connection after a 304, which has no length.
    assert connection.connections == 1 + 2
    for error, status in ((ValueError, 500), (OperationalError, 503)):

        def fail(*args: Any, error: Any = error, **kwargs: Any) -> NoReturn:
            raise error

        with monkeypatch.context() as patch:
            patch.setattr(entry_queries, "get_by_paths", fail)
            patch.setattr(rendering, "get_build_tag", fail)
            for target in ("/bg/", "/api/v1/site/"):
                assert compare(connection, target).status == status
    assert connection.connections == 1 + 2


def test_head_has_no_body_of_a_file(
    connection: KeptAlive, tmp_path: Any, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "picture.width-80.png").write_bytes(b"x" * 50_000)
    picture = compare(connection, "/media/images/picture.width-80.png")
    assert (picture.status, len(picture.body)) == (200, 50_000)
    document = factories.document()
    (tmp_path / "documents").mkdir()
    (tmp_path / document.file.name).write_bytes(b"%PDF" * 10_000)
    assert len(compare(connection, document.url).body) == 40_000
    assert connection.connections == 1


def test_head_has_no_body_of_a_stream(admin: Client, connection: KeptAlive) -> None:
    """Of a table to be saved nobody knows the length beforehand."""
    address = f"{reverse('wagtailredirects:index')}?export=csv"
    cookie = f"{settings.SESSION_COOKIE_NAME}={admin.cookies[settings.SESSION_COOKIE_NAME].value}"
    head = connection.ask("HEAD", address, Cookie=cookie)
    assert "Transfer-Encoding" not in head.headers
    got = connection.ask("GET", address, Cookie=cookie)
    assert got.headers["Transfer-Encoding"] == "chunked"
    assert int(head.headers["Content-Length"]) == len(got.body) > 0


def test_a_body_is_closed_and_not_sent() -> None:
    closed = []

    class Body(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    def application(environ: dict[str, Any], start_response: Any) -> Body:
        start_response("200 OK", [("Content-Length", "4")])
        return Body([b"text"])

    begun: list[Any] = []
    body = omit_head_bodies(application)({"REQUEST_METHOD": "HEAD"}, lambda *a: begun.extend(a))
    assert list(body) == []
    assert begun == ["200 OK", [("Content-Length", "4")]]
    assert closed == [True]
