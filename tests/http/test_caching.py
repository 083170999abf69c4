"""What caches are told of answers that are no page's: redirects, errors, files."""

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.http.cache_headers import CachingMiddleware
from cms.store import entry_queries
from cms.store.flush import publish_transaction
from home.models import AboutPage
from tests import connection, factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

REVALIDATE = "public, max-age=0, must-revalidate"
ARTICLE = "/bg/novini/parva-kopka/"
FRONT = "https://front.example"


def cache_control(client: Client, path: str, status: int, **headers: Any) -> str:
    """The `Cache-Control` of an answer, which must have this status."""
    response = client.get(path, **headers)
    assert response.status_code == status, path
    return str(response["Cache-Control"])


def test_a_redirect_is_revalidated(client: Client, settings: Settings) -> None:
    article = factories.article()
    article.slug = "druga"
    factories.publish(article)
    factories.translate(factories.home(), {})
    for permanent in (True, False):
        target = "https://example.org/"
        Redirect.add_redirect(f"/bg/staro-{permanent}/", target, is_permanent=permanent)
        Redirect.add_redirect(f"/staro-{permanent}", target, is_permanent=permanent)
    index = factories.news_index()
    index.slug = "vesti"
    factories.publish(index)
    settings.FRONTENDS = {"en": FRONT}
    for path, status in (
        ("/", 302),
        (ARTICLE, 301),
        ("/bg/novini/", 301),
        ("/bg/novini/feed.rss", 301),
        ("/bg/staro-True/", 301),
        ("/bg/staro-False/", 302),
        ("/staro-True", 301),
        ("/staro-False/", 302),
        ("/bg/vesti", 301),
        ("/en/", 302),
    ):
        assert cache_control(client, path, status) == REVALIDATE, path


def test_a_redirect_to_tls_is_revalidated(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    for path in ("/", "/bg/", "/nyama/", "/admin/"):
        response = client.get(path)
        assert (response.status_code, response["Cache-Control"]) == (301, REVALIDATE)
        assert response["Content-Length"] == "0"


def test_a_redirect_of_the_back_office_is_reused_by_nobody(client: Client, admin: Client) -> None:
    for visitor, path in ((Client(), "/admin/"), (Client(), "/admin"), (admin, "/admin/pages/1")):
        told = visitor.get(path)["Cache-Control"]
        assert "max-age=0" in told
        assert "must-revalidate" in told


def test_what_is_missing_or_gone_is_revalidated(client: Client) -> None:
    about = factories.about()
    with publish_transaction():
        AboutPage.objects.get(pk=about.pk).unpublish()
    for path, status in (
        ("/bg/nyama/", 404),
        ("/bg/nyama/feed.rss", 404),
        ("/bg/novini/?page=9", 404),
        ("/nyama/", 404),
        ("/sitemap-bg-9.xml", 404),
        ("/media/images/nyama.png", 404),
        ("/documents/7/nyama.pdf", 404),
        ("/api/nyama/", 404),
        ("/api/v1/pages/5f0c6b1e-0000-5000-8000-000000000000/", 404),
        ("/api/v1/resolve/?path=/bg/nyama/", 404),
        ("/bg/za-nas/", 410),
        ("/api/v1/resolve/?path=/bg/za-nas/", 410),
        ("/api/v1/news/?colour=red", 400),
    ):
        assert cache_control(client, path, status) == REVALIDATE, path
    assert client.post("/bg/")["Cache-Control"] == REVALIDATE


def test_a_fault_is_not_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    for error, status in ((ValueError, 500), (OperationalError, 503)):

        def fail(*args: Any, error: Any = error) -> None:
            raise error

        with monkeypatch.context() as patch:
            patch.setattr(entry_queries, "get_by_paths", fail)
            for path in ("/bg/", "/api/v1/site/"):
                assert cache_control(client, path, status) == "no-store"


def test_what_is_for_one_person_stays_private(client: Client) -> None:
    page = factories.about()
    with publish_transaction():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    factories.settle()
    told = cache_control(client, "/bg/za-nas/", 302)
    assert "public" not in told
    assert "max-age=0" in told


@pytest.mark.parametrize(
    ("headers", "request_headers", "told"),
    [
        ({}, {}, REVALIDATE),
        ({"Vary": "Cookie"}, {}, "private, max-age=0, must-revalidate"),
        ({}, {"Authorization": "Bearer x"}, "private, max-age=0, must-revalidate"),
        ({"Cache-Control": "private"}, {}, "private, max-age=0, must-revalidate"),
        ({"Cache-Control": "no-store"}, {}, "no-store"),
        ({"Cache-Control": "Max-Age=60"}, {}, "Max-Age=60"),
    ],
    ids=str,
)
def test_what_a_view_says_of_caches_is_not_weakened(
    headers: dict[str, str], request_headers: dict[str, str], told: str
) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers=headers)

    request = RequestFactory().get("/", headers=request_headers)
    assert CachingMiddleware(view)(request)["Cache-Control"] == told


def test_a_cookie_makes_an_answer_private() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponse()
        response.set_cookie("name", "value")
        return response

    told = CachingMiddleware(view)(RequestFactory().get("/"))["Cache-Control"]
    assert told == "private, max-age=0, must-revalidate"


# By the address of a rendition, with the digest of its picture and without: what caches are told.
RENDITIONS = {
    f"images/7/{'0a' * 8}/picture.width-80.png": "public, max-age=31536000, immutable",
    "images/picture.width-80.png": REVALIDATE,
}


def whole(response: Any) -> bytes:
    """The body of an answer, which may be a stream."""
    body: bytes = response.getvalue()
    close(response)
    return body


def close(response: Any) -> None:
    """Close the file that an answer streams."""
    with connection.kept_open():
        response.close()


@pytest.mark.parametrize(("path", "told"), RENDITIONS.items())
def test_a_rendition_is_immutable_if_its_address_has_a_digest(
    client: Client, tmp_path: Path, settings: Settings, path: str, told: str
) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_bytes(b"pixels")
    response = client.get(f"/media/{path}")
    assert whole(response) == b"pixels"
    assert response["Cache-Control"] == told
    assert response["Content-Type"] == "image/png"
    check_conditions(client, f"/media/{path}", response)
    assert client.post(f"/media/{path}").status_code == 405


@pytest.fixture
def document(tmp_path: Path, settings: Settings) -> Any:
    """A document whose file is on disk."""
    settings.MEDIA_ROOT = tmp_path
    made = factories.document()
    file = tmp_path / made.file.name
    file.parent.mkdir(parents=True)
    file.write_bytes(b"%PDF-1.4 test")
    return made


def test_a_document_is_revalidated(client: Client, document: Any) -> None:
    response = client.get(document.url)
    assert whole(response).startswith(b"%PDF")
    assert response["Cache-Control"] == REVALIDATE
    check_conditions(client, document.url, response)
    assert client.post(document.url).status_code == 405


def check_conditions(client: Client, path: str, first: Any) -> None:
    """Fail if a tag or a moment gets no 304, or a moment outranks a tag."""
    old = "Thu, 15 Jan 2015 09:00:00 GMT"
    tag, moment = first["ETag"], first.get("Last-Modified", "")
    for conditions, status in (
        ({"If-None-Match": tag}, 304),
        ({"If-None-Match": f'"other", W/{tag}'}, 304),
        ({"If-None-Match": tag, "If-Modified-Since": old}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-Modified-Since": moment}, 304),
        ({"If-Modified-Since": old}, 200),
        ({"If-None-Match": '"other"', "If-Modified-Since": moment}, 200),
    ):
        for method in (client.get, client.head):
            response = method(path, headers=conditions)
            assert response.status_code == status, conditions
            assert response["Cache-Control"] == first["Cache-Control"]
            close(response)


def test_a_document_in_a_private_collection_is_kept_by_no_shared_cache(
    admin: Client, document: Any
) -> None:
    collection = Collection.get_first_root_node().add_child(name="Вътрешни")
    document.collection = collection
    with publish_transaction():
        document.save()
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    assert Client().get(document.url).status_code == 302
    for visitor in (Client(), admin):
        response = visitor.get(document.url)
        assert "private" in response["Cache-Control"]
        assert "public" not in response["Cache-Control"]
        close(response)


def test_an_unknown_moment_is_not_1970(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = ["security@example.org"]
    factories.article()
    Redirect.add_redirect("/staro", "https://example.org/")
    for path in (
        "/api/v1/",
        "/api/v1/schema/",
        "/api/v1/docs/",
        "/api/v1/problems/gone/",
        "/api/v1/members/",
        "/api/v1/resolve/?path=/staro",
        "/.well-known/security.txt",
        "/robots.txt",
    ):
        response = client.get(path)
        assert response.status_code == 200
        assert "Last-Modified" not in response
        tag = response["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
        since = {"If-Modified-Since": "Thu, 01 Jan 2026 00:00:00 GMT"}
        assert client.get(path, headers=since).status_code == 200
