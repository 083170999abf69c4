"""No reader meets our own texts in a third language: they are theirs, or English marked as such.

The site's content has no word in it: every visible word is one of the interface, and must be in the
one catalogue that readers of the page's language are meant to read.
"""

import importlib
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from http import HTTPStatus

import polib
import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from defusedxml.ElementTree import fromstring
from django.test import Client, RequestFactory
from django.urls import clear_url_caches
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from cms import urls
from cms.core.public_urls import get_mail_path, get_search_path, get_subscribe_path
from cms.languages import cldr
from cms.languages.catalogues import LOCALE, PUBLIC, collect
from cms.languages.interface import get_interface_language, is_same
from cms.languages.names import get_native_name
from cms.newsletter import subscriptions
from cms.newsletter.digests import build_digests
from cms.newsletter.emails import build_digest_email, build_link_email
from cms.newsletter.frequencies import Frequency
from cms.newsletter.models import Announcement, Subscription
from cms.operations import error_pages
from cms.previews import links
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from home.models import AboutPage
from news.models import NewsPage
from tests import factories, wordless
from tests.newsletter.steps import own_path

CODES = ["bg", "en", "de", "ja", "he"]
WORD = re.compile(r"[^\W\d_]{2,}")
# An address, on the site or elsewhere, or the name of a file.
ADDRESS = re.compile(r"\S*[/@.]\w\S*")
# Names of formats, and of the site where nobody has given it one.
NAMES = {"rss", "atom", "json"}
FORM = {"frequency": "weekly", "consent": "on"}
READER = "2@example.org"
# Elements of a feed that programs read.
BY_MACHINE = {
    "pubDate", "lastBuildDate", "updated", "published", "guid", "id", "language", "link", "docs",
    "generator", "ttl", "uri", "url",
}  # fmt: skip
UNSEEN = ("style", "script")
ATTRIBUTES = ("aria-label", "title", "placeholder", "data-copy", "alt")


@pytest.fixture
def site(settings: Settings) -> Iterator[None]:
    """A site without words in all these languages, with addresses of its own."""
    before = settings.LANGUAGES
    languages = [(code, get_native_name(code)) for code in CODES]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = languages
    settings.MAILING = True
    importlib.reload(urls)
    clear_url_caches()
    wordless.make(CODES)
    yield
    settings.LANGUAGES = before
    importlib.reload(urls)
    clear_url_caches()


def words(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(ADDRESS.sub(" ", text))}


@cache
def interface_words(language: str) -> set[str]:
    """Return the words of one language's public texts, by its catalogue alone."""
    public = collect(PUBLIC)
    if language == "en":
        return words("\n".join(f"{each.msgid}\n{each.plural}" for each in public))
    known = {(each.context, each.msgid) for each in public}
    catalogue = polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))
    entries = [entry for entry in catalogue if (entry.msgctxt or "", entry.msgid) in known]
    texts = [text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())]
    return words("\n".join(texts))


@cache
def content_words(language: str) -> set[str]:
    """Return the words of what is written by rule: dates, sizes of files, names of languages."""
    days = [cldr.format_long_date(date(2026, month, 1), language) for month in range(1, 13)]
    sizes = [cldr.format_file_size(size, language) for size in (1, 13, 10**4)]
    return words(" ".join([*days, *sizes, *map(get_native_name, CODES)])) | NAMES


def texts_of(html: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield each visible text of a document, and the language it is marked as."""
    for element in BeautifulSoup(html, "html.parser").descendants:
        if isinstance(element, Tag):
            for name in ATTRIBUTES:
                yield str(element.get(name, "")), language_of(element, language)
        elif type(element) is NavigableString:
            parent = element.parent
            if parent and parent.name not in UNSEEN:
                yield str(element), language_of(parent, language)


def language_of(element: Tag, language: str) -> str:
    marked = element if element.get("lang") else element.find_parent(lang=True)
    return str(marked["lang"]) if marked else language


def pages(client: Client, code: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the HTML of every public page of a language."""
    search = get_search_path(code)
    paths = list(Entry.objects.filter(live=True, locale=code).values_list("path", flat=True))
    paths = [path for path in paths if path.startswith("/")]
    assert len(paths) > 8
    subscribe, mail = get_subscribe_path(code), get_mail_path(code)
    for path in [*paths, search, f"{search}?q=1", f"{search}?q={wordless.MARK}", f"/{code}/404/",
                 subscribe, mail, f"{mail}0/"]:  # fmt: skip
        yield path, client.get(path).content.decode()


def subscription_pages(client: Client, code: str) -> Iterator[tuple[str, str]]:
    """Yield the pages around a subscription, in the order in which somebody meets them."""
    form = {**FORM, "address": f"{code}@example.org"}
    yield "wrong", client.post(get_mail_path(code), {"address": "1"}).content.decode()
    yield "asked", client.post(get_mail_path(code), form).content.decode()
    asked = Subscription.objects.get(address=form["address"])
    path = own_path(asked)
    yield "unconfirmed", client.get(path).content.decode()
    yield "confirmed", client.post(path, {"do": "confirm"}).content.decode()
    yield "changed", client.post(path, {"do": "change", "frequency": "at_once"}).content.decode()
    yield "left", client.post(path, {"do": "leave"}).content.decode()
    yield "ended", client.get(path).content.decode()


def refusals(client: Client, code: str, settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield the pages that refuse something: a password, a preview, a search, a subscription."""
    page = AboutPage.objects.get(locale__language_code=code)
    with publish_transaction():
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="1"
        )
    factories.settle()
    yield "password", client.get(page.url_path).content.decode()
    door = f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"
    form = {"password": "2", "return_url": page.url_path}
    yield "wrong password", client.post(door, form).content.decode()
    yield "gone", client.get(f"{page.url_path}?1").content.decode()
    link = links.create_link(NewsPage.objects.get(locale__language_code=code), None)
    preview = links.get_link_url(link).removeprefix(settings.BASE_URL)
    yield "preview", client.get(preview).content.decode()
    links.revoke_link(link)
    yield "preview ended", client.get(preview).content.decode()
    settings.SEARCH_RATE = settings.SUBSCRIBE_RATE = "1/day"
    for _ in range(2):
        searched = client.get(f"{get_search_path(code)}?q=1")
        asked = client.post(get_mail_path(code), {**FORM, "address": f"{code}@example.net"})
    assert {searched.status_code, asked.status_code} == {HTTPStatus.TOO_MANY_REQUESTS}
    yield "too many searches", searched.content.decode()
    yield "too many requests", asked.content.decode()
    settings.SEARCH_RATE = settings.SUBSCRIBE_RATE = "1000/day"
    broken = error_pages.server_error(RequestFactory().get(f"/{code}/"))
    yield "server error", broken.content.decode()


def feeds(client: Client, code: str) -> Iterator[tuple[str, str]]:
    """Yield every text of the feeds of the news, in each format."""
    path = Entry.objects.get(live=True, locale=code, type="news_index").path
    for form in ("rss", "atom"):
        for element in fromstring(client.get(f"{path}feed.{form}").content).iter():
            if element.tag.rpartition("}")[2] not in BY_MACHINE:
                yield f"{form} {element.tag}", element.text or ""
    for item in client.get(f"{path}feed.json").json()["items"]:
        yield "json", item["content_html"]


def mails(code: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of the mails of a language's subscribers."""
    subscriptions.request_link(READER, code, Frequency.AT_ONCE, "")
    subscription = Subscription.objects.get(address=READER, locale=code)
    news = list(Entry.objects.filter(live=True, locale=code, type__in=["news", "content"])[:2])
    moment = timezone.now()
    Announcement.objects.bulk_create(
        Announcement(
            entry=entry.pk, locale=code, frequency=Frequency.AT_ONCE, number=number,
            published_at=moment, released=True,
        )
        for number, entry in enumerate(news, 1)
    )  # fmt: skip
    sent = [build_link_email(subscription, wordless.MARK)]
    subscriptions.confirm(subscription)
    sent.append(build_link_email(subscription, wordless.MARK))
    made = build_digests(code, Frequency.AT_ONCE, [0, 1], 2, wordless.MARK)
    sent += [
        build_digest_email(each, subscription, 2, wordless.MARK) for each in made.values() if each
    ]
    assert len(sent) == 4
    for each in sent:
        # What is no HTML says nothing of its language.
        yield f"mail {each.subject}", f'<p lang="{get_interface_language(code)}">{each.subject}</p>'
        yield f"mail {each.subject}", f'<p lang="{get_interface_language(code)}">{each.body}</p>'
        yield f"mail {each.subject}", str(each.alternatives[0][0])


@pytest.mark.usefixtures("no_sections")
@pytest.mark.once
@pytest.mark.django_db
def test_nothing_public_holds_a_word_of_a_third_language(
    site: None, client: Client, settings: Settings
) -> None:
    for code in CODES:
        for name, html in [
            *pages(client, code), *subscription_pages(client, code), *feeds(client, code),
            *mails(code), *refusals(client, code, settings),
        ]:  # fmt: skip
            check_html(name, html, code)
        kinds = client.get(f"/api/v1/members/?locale={code}").json()["results"]
        assert kinds
        for member in kinds:
            label = member["kind_label"]
            assert words(label) <= interface_words(get_interface_language(code)), label


def check_html(name: str, html: str, code: str) -> None:
    """Fail on a word that is in neither the readers' catalogue nor the content, or whose language
    is not marked."""
    interface = get_interface_language(code)
    written = content_words(code)
    # A date in a sentence follows the sentence.
    ours = interface_words(interface) | content_words(interface)
    for text, marked in texts_of(html, code):
        strange = words(text) - written
        assert strange <= ours, f"{name}: {text.strip()!r} is not for readers of {code}"
        assert not strange or marked in (code, interface), f"{name}: {text.strip()!r} is {marked}"
        if strange and not is_same(interface, code):
            assert marked == interface, f"{name}: {text.strip()!r} is not marked as {interface}"
