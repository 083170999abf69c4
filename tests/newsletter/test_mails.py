"""What a mail says, as a mail server gets it: its parts, headers, and what is in none of them."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from pytest_django import Settings

from cms.newsletter.digests import Digest
from cms.newsletter.emails import build_digest_email, build_link_email
from cms.newsletter.models import Subscription
from tests import factories
from tests.newsletter.conftest import Clock
from tests.newsletter.server import MailServer, Received
from tests.newsletter.steps import ADDRESS, ask, link_in, own_path, subscriber, work_on

pytestmark = [pytest.mark.once, pytest.mark.django_db]

GOLDEN = Path(__file__).with_name("digest.txt")
TOKEN = re.compile(r"[0-9a-f]{32}\.[\w-]{43}")
LONG_TITLE = "Първа копка на новата обогатителна фабрика край Челопеч, Пирдоп и Златица през май"


def mailed(server: MailServer, clock: Clock) -> Received:
    """What the one subscriber gets of what is new."""
    work_on()
    clock.pass_by(minutes=6)
    work_on()
    return server.received[-1]


@pytest.fixture
def news(server: MailServer, clock: Clock) -> Received:
    """The mail of two articles: one with everything, one with a title alone."""
    # Later than whatever else there is.
    moment = datetime(2099, 11, 23, 10, tzinfo=timezone.get_default_timezone())
    clock.set(moment)
    factories.site_profile()
    work_on()
    subscriber()
    factories.article(
        title="Първа копка",
        summary="Започна строежът на новата сграда, в която всички членове ще работят заедно.",
        date=moment,
        picture=factories.image(),
        picture_alt="Багер",
        categories=[factories.category(), factories.category(title="Събития")],
    )
    factories.article(title="Втора новина", date=moment.replace(hour=8))
    return mailed(server, clock)


def test_the_text_says_something_else(news: Received) -> None:
    assert TOKEN.sub("TOKEN", news.part("plain")) == GOLDEN.read_text(encoding="utf-8")


def test_the_html_says_something_else(news: Received) -> None:
    html = BeautifulSoup(news.part("html"), "html.parser")
    assert html.select("html[lang=bg]")
    titles = [title.get_text() for title in html.select("h2")]
    assert titles == ["Първа копка", "Втора новина"]
    addresses = [str(link["href"]) for link in html.select("a")]
    assert all(address.startswith("http://testserver/bg/") for address in addresses)
    assert "http://testserver/bg/novini/parva-kopka/" in addresses
    (picture,) = html.select("img")
    assert picture["alt"] == "Багер"
    assert re.fullmatch(
        r"http://testserver/media/images/\d+/\w+/picture\w*-96x54\.png", str(picture["src"])
    )
    said = html.get_text(" ", strip=True)
    assert "23 ноември 2099\u202fг. · Проекти, Събития" in said
    assert "Започна строежът" in said
    assert link_in(news.part("html")) == link_in(news.part("plain"))
    assert not html.select("table, script, link, form")


def test_a_mail_follows_its_reader(news: Received) -> None:
    """No picture but the articles' own, and no address but the last that is one reader's own."""
    html = news.part("html")
    assert len(TOKEN.findall(html)) == 1
    assert html.index(link_in(html)) > html.rindex("<h2")
    assert "?" not in "".join(re.findall(r'(?:href|src)="([^"]*)"', html))


def test_a_mail_program_is_not_told_what_it_goes_by(news: Received) -> None:
    headers = news.message
    assert headers["To"] == ADDRESS
    assert headers["From"] == "Клъстер <cms@example.net>"
    assert news.sender == "cms@example.net"
    assert headers["Subject"] == "2 нови публикации: Първа копка…"
    address = f"http://testserver{link_in(news.part('plain'))}"
    assert headers["List-Unsubscribe"] == f"<{address}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Id"] == "<bg.mail.testserver>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert "Precedence" not in headers
    assert re.fullmatch(r"<[0-9a-f]{40}@testserver>", headers["Message-ID"])
    assert parsedate_to_datetime(headers["Date"])
    assert headers.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in headers.iter_parts()]
    assert kinds == ["text/plain", "text/html"]


def test_one_click_by_a_mails_headers_does_not_leave(news: Received, client: Any) -> None:
    address = news.message["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    name, value = news.message["List-Unsubscribe-Post"].split("=")
    assert client.post(address, {name: value}).status_code == 200
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("before", ["", "a" * 40 + " "])
def test_a_long_cyrillic_subject_is_cut_or_its_lines_are_too_long(
    server: MailServer, clock: Clock, before: str
) -> None:
    factories.news_index()
    work_on()
    subscriber()
    factories.article(title=before + LONG_TITLE)
    sent = mailed(server, clock)
    assert sent.message["Subject"] == before + LONG_TITLE
    head, _, _ = sent.raw.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert max(len(line) for line in lines if b"=?" in line) <= 76, "RFC 2047, 2"
    assert not [line for line in lines if line.rstrip().endswith(b":")], "it begins empty"
    words = re.findall(rb"=\?[^ ]*\?=", head)
    assert len(words) > 1
    assert max(map(len, words)) <= 75, "RFC 2047, 2"
    assert head.isascii()


@pytest.mark.parametrize(
    "title",
    ["Новина\r\nBcc: evil@example.org", "News\nX-Evil: 1", "a\u2028b\x0bc\x00d", "\x1f\u0085e"],
)
def test_a_title_writes_a_header(server: MailServer, clock: Clock, title: str) -> None:
    factories.site_profile(name=f"Site\r\nX-Evil: {title}".replace("\0", ""))
    factories.news_index()
    work_on()
    subscriber()
    factories.article(title=title.replace("\0", ""), slug="odd")
    sent = mailed(server, clock)
    assert {"X-Evil", "Bcc"}.isdisjoint(sent.message.keys())
    assert len(server.received) == 1
    assert len(sent.message["Subject"].splitlines()) == 1
    assert sent.recipient == ADDRESS


def test_markup_in_a_title_is_markup_in_the_mail(server: MailServer, clock: Clock) -> None:
    factories.news_index()
    work_on()
    subscriber()
    factories.article(title="Мед & <script>alert(1)</script>", summary="<b>„да“</b> & не")
    sent = mailed(server, clock)
    assert "<script" not in sent.part("html")
    assert "<b>" not in sent.part("html")
    assert "Мед & <script>alert(1)</script>" in sent.part("plain")
    assert "<b>„да“</b> & не" in sent.part("plain")


def test_an_english_reader_gets_bulgarian_words(server: MailServer, clock: Clock) -> None:
    profile = factories.site_profile()
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    factories.translate(profile, {"Клъстер": "Cluster"})
    work_on()
    subscriber(language="en")
    article = factories.article()
    factories.translate(article, {"Първа копка": "First sod"})
    sent = mailed(server, clock)
    assert sent.message["Subject"] == "First sod"
    assert sent.message["From"].startswith("Cluster ")
    assert "You receive this e-mail because" in sent.part("plain")
    assert "http://testserver/en/news/first-sod/" in sent.part("plain")
    assert re.search("[а-я]", sent.part("plain")) is None
    assert '<html lang="en" dir="ltr">' in sent.part("html")


def test_a_front_ends_articles_are_linked_here(
    server: MailServer, clock: Clock, settings: Settings
) -> None:
    settings.FRONTENDS = {"bg": "https://front.example"}
    factories.news_index()
    work_on()
    subscriber()
    factories.article()
    text = mailed(server, clock).part("plain")
    assert "https://front.example/bg/novini/parva-kopka/" in text
    assert link_in(text).startswith("/bg/abonament/poshta/"), "the form is our own server's"


def test_a_mail_has_every_article_there_is(
    server: MailServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cms.newsletter.digests.MAX_ARTICLES", 3)
    factories.news_index()
    work_on()
    subscriber()
    factories.many_articles(5)
    sent = mailed(server, clock)
    assert sent.part("plain").count("* * *") == 3
    assert "На сайта има още нови публикации.\nhttp://testserver/bg/\n" in sent.part("plain")
    clock.pass_by(days=1)
    work_on()
    assert len(server.received) == 1


@pytest.mark.parametrize(
    "sender", ["cms@example.net", "Отдел „Медии“ <cms@example.net>", '"A, B" <cms@example.net>']
)
def test_a_senders_own_name_is_lost(server: MailServer, settings: Settings, sender: str) -> None:
    settings.DEFAULT_FROM_EMAIL = sender
    settings.WAGTAIL_SITE_NAME = 'The "best", site'
    ask()
    work_on()
    (sent,) = server.received
    name = sent.message["From"].addresses[0].display_name
    assert name == {
        "cms@example.net": 'The "best", site',
        '"A, B" <cms@example.net>': "A, B",
    }.get(sender, "Отдел „Медии“")
    assert sent.sender == "cms@example.net"


def test_a_mail_with_a_link_is_a_lists_or_says_who_asked(server: MailServer) -> None:
    ask(frequency="weekly")
    work_on()
    (sent,) = server.received
    assert not [name for name in sent.message if name.startswith("List-")]
    assert sent.message["Auto-Submitted"] == "auto-generated"
    for part in (sent.part("plain"), sent.part("html")):
        assert link_in(part)
        assert "до 48 часа" in " ".join(part.split())
        assert ADDRESS not in part


def test_two_links_are_one_mail_to_a_mailbox(server: MailServer) -> None:
    for _ in range(2):
        ask()
        work_on()
    known = subscriber("known@example.org")
    ask(known.address)
    work_on()
    assert len({sent.message["Message-ID"] for sent in server.received}) == 3
    assert link_in(server.to(known.address)[0].part("plain")) == own_path(known)


def test_message_ids_are_those_that_earlier_releases_sent(settings: Settings) -> None:
    """A mail is sent again where nobody knows whether it was sent before an upgrade."""
    settings.SECRET_KEY = "x"
    subscription = Subscription(
        id=UUID("0b8d1c1e-6a3f-4f0e-9a53-6f6f0a5d2c11"),
        locale="bg",
        link_requests=1,
        link_requested_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    )
    digest = Digest("Subject", "Text", "<p>Text</p>")
    link_email = build_link_email(subscription, "Site")
    digest_email = build_digest_email(digest, subscription, 7, "Site")
    assert [email.extra_headers["Message-ID"] for email in (link_email, digest_email)] == [
        "<33e417b67072324c152afe1fe2a43be01d3db3c7@testserver>",
        "<b63883be59a8ffe846de6bdd58a96eb002ac5edf@testserver>",
    ]
