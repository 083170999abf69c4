"""What a preview link shows to a stranger, when it ends, and that nobody keeps or learns it."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cms.core import log_redaction
from cms.core.timestamps import format_moment
from cms.previews import links
from cms.previews.models import PreviewLink
from cms.store.flush import publish_transaction
from cms.store.models import Entry, ListState, PendingChange
from news.models import NewsPage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SECRET = "Още никой не го знае"
FORGED = [
    "", "a", "%00", "%ff", "%ed%a0%80", "x" * 5000, "..%2f..", "%e2%80%ae", "'%22--", "0" * 32,
    f"{'0' * 32}.{'a' * 43}", f"{'g' * 32}.{'a' * 43}",
]  # fmt: skip


def html_path(token: str) -> str:
    return f"/preview/{token}/"


def api_path(token: str) -> str:
    return f"/api/v1/preview/{token}/"


PATHS = (html_path, api_path)


@pytest.fixture
def article() -> NewsPage:
    """An article whose draft says more than the public knows."""
    factories.site_profile()
    page = factories.article(summary="Както беше")
    draft(page, summary=SECRET)
    return page


@pytest.fixture
def token(article: NewsPage) -> str:
    return shared(article)


def draft(page: Any, **fields: Any) -> None:
    with publish_transaction():
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision()


def shared(page: Any) -> str:
    return links.SIGNER.sign(links.create_link(type(page).objects.get(pk=page.pk), None).pk)


def read(path: str) -> Any:
    """Somebody without an account, and without a cookie of any kind."""
    return Client().get(path)


def is_private(response: Any) -> bool:
    """Whether nobody keeps it, lists it, or is told its address."""
    cached = response.get("Cache-Control", "")
    return (
        {"no-store", "private"} <= {word.strip() for word in cached.split(",")}
        and response["X-Robots-Tag"] == "noindex, nofollow"
        and response["Referrer-Policy"] == "no-referrer"
        and "ETag" not in response
        and "Last-Modified" not in response
    )


def test_a_draft_is_not_shown_as_a_page(token: str) -> None:
    answer = read(html_path(token))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert SECRET in html
    assert "Клъстер" in html, "the frame is missing"
    assert 'class="preview-note"' in html
    assert "Връзката важи до" in html
    assert 'content="noindex"' in html
    assert 'rel="canonical"' not in html
    assert is_private(answer)


def test_a_draft_is_not_shown_as_its_entry_would_be(token: str, article: NewsPage) -> None:
    answer = read(api_path(token))
    published = json.loads(Entry.objects.get(path=article.url_path).full_json)
    shown = answer.json()
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Language"] == "bg"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert is_private(answer)
    assert list(shown) == list(published)
    moved = {"summary", "seo", "updated_at"}
    differ = {name for name in shown if shown[name] != published[name]}
    assert {"summary"} <= differ <= moved
    assert shown["summary"] == SECRET


@pytest.mark.parametrize("live", [True, False], ids=["published before", "never published"])
def test_preview_was_updated_when_its_draft_was_saved(live: bool) -> None:
    page = factories.article(title="Чернова", live=live)
    draft(page, summary=SECRET)
    token = shared(page)
    saved_at = timezone.now() - timedelta(days=40)
    PreviewLink.objects.update(saved_at=saved_at)
    assert read(api_path(token)).json()["updated_at"] == format_moment(saved_at)
    assert f'<time datetime="{format_moment(saved_at)}">' in read(html_path(token)).content.decode()


def test_a_link_shows_what_was_saved_after_it(token: str, article: NewsPage) -> None:
    draft(article, summary="По-късно")
    factories.publish(article)
    assert read(api_path(token)).json()["summary"] == SECRET


def test_a_link_shows_what_was_typed_after_it(token: str, article: NewsPage) -> None:
    """An autosave goes into the same revision again."""
    revision = article.get_latest_revision()
    article.summary = "Пиша"
    with publish_transaction():
        article.save_revision(overwrite_revision=revision)
    assert read(api_path(token)).json()["summary"] == SECRET
    assert read(api_path(shared(article))).json()["summary"] == "Пиша"


def test_a_page_that_was_never_public_has_no_link_or_gets_an_entry() -> None:
    page = factories.article(title="Нова", summary=SECRET, live=False)
    token = shared(page)
    for path in PATHS:
        assert SECRET in read(path(token)).content.decode()
    assert not Entry.objects.filter(type="news").exists()


def test_a_preview_writes_into_the_store(token: str) -> None:
    tables: list[Any] = [Entry, ListState, PendingChange, PreviewLink]
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    for path in PATHS:
        assert read(path(token)).status_code == 200
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


def test_every_kind_of_page_is_not_previewed() -> None:
    """Home, lists, a member: each with its own template."""
    category = factories.category()
    for page in (
        factories.home(), factories.about(), factories.members_index(), factories.member(),
        factories.news_index(), factories.article(categories=[category]),
        factories.translate(factories.home(), {}, live=False),
    ):  # fmt: skip
        token = shared(page)
        for path in PATHS:
            assert read(path(token)).status_code == 200, page


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_link_opens_or_is_a_fault_of_ours(path: Any, forged: str) -> None:
    answer = read(path(forged))
    assert answer.status_code == 404
    if forged and "%2f" not in forged:
        assert is_private(answer)


def test_unknown_link_is_answered_in_the_readers_language_if_it_has_a_home() -> None:
    home = factories.home()
    address = "/preview/x/"
    english = {"Accept-Language": "de, en-GB;q=0.5"}
    assert Client().get(address, headers=english)["Content-Language"] == "bg"
    factories.translate(home, {})
    answer = Client().get(address, headers=english)
    assert (answer.status_code, answer["Content-Language"]) == (404, "en")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("path", PATHS)
def test_a_link_with_another_signature_opens(path: Any, token: str, settings: Settings) -> None:
    swapped = token[:-1] + ("A" if token[-1] != "A" else "B")
    # The last of 43 letters holds two bits more than the signature has.
    changed = token.replace(".", ".x")[:-1]
    assert {read(path(each)).status_code for each in (swapped, changed)} == {404}
    settings.SECRET_KEY = "another installation's"
    assert read(path(token)).status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_a_link_outlives_its_time(path: Any, token: str) -> None:
    PreviewLink.objects.update(expires_at=timezone.now())
    _has_ended(read(path(token)))


@pytest.mark.parametrize("path", PATHS)
def test_a_revoked_link_opens(path: Any, token: str) -> None:
    links.revoke_link(PreviewLink.objects.get())
    _has_ended(read(path(token)))


@pytest.mark.parametrize("path", PATHS)
def test_a_deleted_pages_link_opens_or_is_a_fault_of_ours(
    path: Any, token: str, article: NewsPage
) -> None:
    with publish_transaction():
        article.delete()
    answer = read(path(token))
    assert answer.status_code == 410
    assert is_private(answer)


def test_a_deleted_revisions_link_opens(token: str, article: NewsPage) -> None:
    article.revisions.all().delete()
    assert read(api_path(token)).status_code == 410


def _has_ended(answer: Any) -> None:
    assert answer.status_code == 410
    assert SECRET not in answer.content.decode()
    assert is_private(answer)
    if answer["Content-Type"] == "application/problem+json":
        assert answer.json()["detail"] == "This preview has expired or was revoked."
    else:
        html = answer.content.decode()
        assert "Този преглед приключи" in html, "not in the page's language"
        assert "Клъстер" in html, "not in the site's look"


def test_an_english_draft_is_announced_in_bulgarian(article: NewsPage) -> None:
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    english = factories.translate(article, {"Първа копка": "First sod"}, live=False)
    token = shared(english)
    assert "The link works until" in read(html_path(token)).content.decode()
    links.revoke_link(PreviewLink.objects.get())
    assert "This preview has ended" in read(html_path(token)).content.decode()


def test_a_link_works_for_another_time_than_it_should(
    article: NewsPage, settings: Settings
) -> None:
    settings.PREVIEW_DAYS = 3
    link = links.create_link(article, None)
    assert link.expires_at - link.created_at < timedelta(days=3, seconds=1)
    assert link.expires_at - link.created_at > timedelta(days=2, hours=23)


@pytest.mark.parametrize("path", PATHS)
def test_a_visitor_may_ask_without_end(path: Any, token: str, settings: Settings) -> None:
    settings.PREVIEW_RATE = "2/minute"
    client = Client()
    answers = [client.get(path(token), headers={"X-Forwarded-For": str(n)}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert is_private(answers[2])
    assert client.get(path(token), REMOTE_ADDR="192.0.2.1").status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_a_preview_is_written_to_or_takes_parameters(path: Any, token: str) -> None:
    assert Client().post(path(token)).status_code == 405
    assert Client().head(path(token)).status_code == 200
    assert read(f"{api_path(token)}?locale=bg").status_code == 400


def test_the_database_can_open_a_preview(token: str) -> None:
    row = json.dumps(PreviewLink.objects.values()[0], default=str)
    assert token not in row
    assert token.partition(".")[2] not in row


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the console gets to read, of everything."""
    written = StringIO()
    (handler,) = [
        each
        for each in logging.getLogger().handlers
        if isinstance(each.formatter, log_redaction.RedactingFormatter)
    ]
    assert isinstance(handler, logging.StreamHandler)
    console = handler.setStream(written)
    yield written
    handler.setStream(console)


def test_a_log_tells_a_token(token: str, log: StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    for address in (html_path(token), f"/nyama/{token}", f"/nyama/?token={token}", api_path(token)):
        client.post(address)
        client.get(f"{address}nyama")
    client.get(html_path(token[:-3]))
    client.get(f"/nyama/{token[:-3]}/")
    client.get(html_path(f"x{token}"))
    client.get(html_path(f"{token[:5]}x{token[6:]}"))
    logging.getLogger("django.server").info('"GET /preview/%s/ HTTP/1.1" 200', token)
    logging.getLogger("waitress").warning("/preview/%s/", quote(token.replace(".", "%2E"), "%"))

    def fail(*args: Any) -> Any:
        raise RuntimeError(f"cannot show {token}")

    monkeypatch.setattr("cms.store.projection.serialize_unstored", fail)
    assert client.get(html_path(token)).status_code == 500
    told = log.getvalue()
    assert told.count("[token]") >= 8, told
    assert "RuntimeError" in told
    assert token.partition(".")[2][:10] not in told


def test_a_link_leads_elsewhere_than_to_the_front_end(
    token: str, article: NewsPage, settings: Settings
) -> None:
    link = PreviewLink.objects.get()
    assert links.get_link_url(link) == f"http://testserver/preview/{token}/"
    settings.FRONTENDS = {"bg": "https://front.example"}
    assert links.get_link_url(link) == f"https://front.example/preview/?token={token}"
    assert read(html_path(token)).status_code == 200
    settings.FRONTENDS = {"en": "https://front.example"}
    assert links.get_link_url(link) == f"http://testserver/preview/{token}/"
