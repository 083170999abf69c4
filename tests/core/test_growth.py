"""What reads outside text costs CPU in proportion to its length, whatever the text is.

Twice the text may cost three times as much at most. The texts are those on which patterns and
parsers go back again and again.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from time import process_time
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.http.multipartparser import MultiPartParserError
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from django.utils.http import parse_etags, parse_http_date_safe
from django.utils.safestring import mark_safe
from rest_framework.exceptions import ValidationError
from wagtail.contrib.redirects.models import Redirect

from cms.api.fields import FieldsField, MomentField, NumberField
from cms.content.serializers import rich_text
from cms.core import log_redaction, slugs, xml
from cms.feeds import cursors
from cms.http import cookies
from cms.http.compression import WANTED
from cms.languages import accept_language, bidi
from cms.newsletter.forms import SubscribeForm
from cms.operations.server import header_sanitizing, request_headers
from cms.outbox import http
from cms.search import (
    analysis,
    backoffice_texts,
    extraction,
    highlighting,
    index_texts,
    matching,
    terms,
)
from cms.site.templatetags import entries
from cms.translation.editor import fuzzy_match, markup_validation
from cms.translation.files import formats, inline_markup
from cms.translation.files.problems import RefusedError, SegmentError
from cms.translation.machine import engines

pytestmark = pytest.mark.once

# Up to 100 kB; what a request's target or one header holds is tried up to what the server reads.
LONG, HEADER, TARGET = 100_000, 30_000, 8_000
# Seconds that are noise.
NOISE = 0.05

WORDS = ("a", "9", "f", " ", "a ", "аб ", "\u0301\u0316", "a\u0301\u0316", "%2", "-", "a-", "\n")
# Of scripts without spaces, and whose marks extend a letter.
SCRIPTS = (
    "工", "工a", "工 ", "工-", "มื", "ｶﾞ", "ก\u0e31\u0e31", "a\u200d", "ب\u0651ـ", "न्दँ", "٨٬٠٠٠ ",
    "Kupferhütten ", "ü",
)  # fmt: skip
HTML = (
    "<", "<a", "<a ", "<a/", "</", "<!", "<!--", "<![CDATA[", "<?", "&", "&#", "<b>", "<p>",
    "<ul><li>", "<blockquote><p>", '<a href="x">', "<a b='", "<a\t\tb=", "<b>x</b>",
)  # fmt: skip
HEADERS = (
    "a", "9", " ", ",", ";", "=", '"', "\\", '\\"', '"",', 'W/"",', "a,", "a;", "gzip ", "gzip;",
    "gzip; q=0", "en-", "en-a-", "en;q=0.1,", "*,", "; ", ";boundary=", ';boundary="', "Mon, ",
    "1 ",
)  # fmt: skip
PATHS = ("a", "a/", "/", "9", "-", ".", "feed.", "feed.rss/", "%", "\u0301\u0316", "?a=", "&a", ";")
FILES = (*HTML, "Content-Type:", "#", '"', '"\\', '"a"\n', 'msgid ""\n', 'msgid "a"\nmsgstr ""\n')
PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
XLIFF = '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file><body>'
JSON = ("[", "{", '{"a":', '["', "9", '"\\', "\\ud800", "[],", '{"translations":[')


class NoLinks:
    def get_page_link(self, page: Any) -> str:
        return ""

    def get_document(self, document: Any) -> None:
        return None


def log(text: str) -> None:
    record = logging.LogRecord("a", logging.WARNING, "", 0, "Not Found: %s", (text,), None)
    log_redaction.RedactingFormatter().format(record)


def find(path: str) -> None:
    for start in ("/", "/bg/", "/admin/", "/admin/pages/", "/documents/1/", "/media/images/"):
        resolve(f"{start}{path}")


def give_mail_address(text: str) -> None:
    for address in (text, f"a@{text}", f"{text}@example.org"):
        SubscribeForm({"address": address, "frequency": text, "website": text}).is_valid()


def upload_form(text: str) -> None:
    """Parts whose headers, names and boundaries are hostile."""
    request = RequestFactory().post("/", {"a": text, "b": SimpleUploadedFile("a.txt", b"a")})
    assert request.POST
    parts = f'--x\r\nContent-Disposition: form-data; name="{text}\r\n\r\na\r\n--x--\r\n'
    broken = RequestFactory().post("/", parts.encode(), "multipart/form-data; boundary=x")
    assert broken.POST is not None


def read_file(start: str) -> Callable[[str], object]:
    return lambda text: formats.read_file(f"{start}{text}".encode("utf-8", "replace"), "file")


def drop_cookies(text: str) -> None:
    request_headers.drop_unsafe_cookies({"HTTP_COOKIE": text[:8000]})
    request_headers.exceeds_limits({"PATH_INFO": text, "QUERY_STRING": text})
    cookies.may_need_cookies(text)


SOUGHT = terms.list_search_terms("a e-mail 工a工工 มื Hütten")

PARSERS: dict[str, tuple[Callable[[str], object], tuple[str, ...], int]] = {
    "lines of the log": (log, (*WORDS, "0123456789abcdef", "/preview/", "/mail/"), LONG),
    "cookies and targets": (drop_cookies, HEADERS, LONG),
    "Accept-Encoding": (WANTED.search, HEADERS, HEADER),
    "Accept-Language": (
        lambda text: accept_language.choose_language(text, ["bg", "zh-hans"]), HEADERS, HEADER
    ),
    "Content-Type": (lambda text: header_sanitizing.PARAMETER.sub("", text), HEADERS, HEADER),
    "If-None-Match": (parse_etags, HEADERS, HEADER),
    "If-Modified-Since": (parse_http_date_safe, HEADERS, HEADER),
    "addresses": (find, PATHS, 4_000),
    "queries": (QueryDict, ("a", "a=&", "&", "=", "%", "%ff"), TARGET),
    "redirects": (Redirect.normalise_path, PATHS, TARGET),
    "places of a feed": (cursors.decode_position, ("9", "-", "0-a-"), LONG),
    "moments": (MomentField().run_validation, ("T", " T", "9", " 00:00", "T 00:00"), LONG),
    "numbers": (NumberField(1, 100).run_validation, ("9", "-", "a"), LONG),
    "names of fields": (FieldsField(["news"]).run_validation, (",", "a,", " "), LONG),
    "words": (lambda text: list(analysis.iterate_words(text)), (*WORDS, *SCRIPTS), LONG),
    "texts": (extraction.clean_text, (*WORDS, *SCRIPTS), LONG),
    "questions": (terms.list_search_terms, (*WORDS, *SCRIPTS), 10_000),
    "index": (lambda text: index_texts.build_index_text(text, "de"), (*WORDS, *SCRIPTS), 10_000),
    "tokens": (
        lambda text: list(backoffice_texts.iterate_word_tokens(text, ["bg", "en", "de"])),
        (*WORDS, *SCRIPTS),
        10_000,
    ),
    "searches": (
        lambda text: matching.Question(text).matches([text]), (*WORDS, *SCRIPTS), LONG
    ),
    "excerpts": (
        lambda text: highlighting.build_excerpt(
            text, highlighting.SearchedWords(SOUGHT, "de", text)
        ),
        (*WORDS, *SCRIPTS),
        20_000,
    ),
    "slugs": (slugs.slugify, WORDS, 30_000),
    "slugs of Greek": (
        lambda text: slugs.slugify(text, "el"), ("α", "αυ", "γ", "γξ", "μπ", "ου "), 30_000
    ),
    "letters of XML": (xml.remove_illegal_characters, ("\0", "\r", "\r\n", "a"), LONG),
    "rich text": (lambda text: rich_text.clean_html(text, NoLinks()), HTML, 10_000),
    "links": (rich_text.normalise_typed_url, (*WORDS, "//", "http://", "[", "@", ":"), LONG),
    "telephones": (entries.dialable, WORDS, LONG),
    "directions": (lambda text: bidi.isolate(text, "ar"), (*WORDS, "ا", "1ا", "_"), LONG),
    "directions of HTML": (lambda text: bidi.isolate(mark_safe(text), "ar"), HTML, LONG),  # noqa: S308
    "translations": (lambda text: markup_validation.find_fault("<b>x</b>", text), HTML, 10_000),
    "differences": (lambda text: fuzzy_match.diff_texts(text, f"b {text[1:]}"), WORDS, 20_000),
    "pieces of HTML": (inline_markup.parse, HTML, LONG),
    "PO": (read_file(PO), FILES, 20_000),
    "headers of PO": (read_file(""), FILES, 20_000),
    "XLIFF": (read_file(XLIFF), FILES, LONG),
    "answers of a machine": (
        lambda text: engines.DeepL("", "").translations(text.encode()), JSON, LONG
    ),
    "answers of a receiver": (http._printable, WORDS, LONG),
    "mail addresses": (give_mail_address, (*WORDS, "@", ".", "a.", "xn--", "'", "a@"), LONG),
    "forms": (upload_form, (*HEADERS, "\r\n", "--x"), LONG),
}  # fmt: skip
REFUSALS = (
    ValidationError, RefusedError, SegmentError, engines.UnreadableError, Resolver404, ValueError,
    MultiPartParserError, SuspiciousOperation,
)  # fmt: skip


def cost(parse: Callable[[str], object], text: str) -> float:
    """Return the seconds of CPU that a text takes, refused or not."""
    begun = process_time()
    with suppress(*REFUSALS):
        parse(text)
    return process_time() - begun


@pytest.mark.parametrize("name", PARSERS)
def test_cost_grows_with_the_text_and_no_faster(name: str) -> None:
    parse, pieces, size = PARSERS[name]
    for piece in pieces:
        # Whole pieces: half of one could be refused at once.
        half = piece * (size // len(piece) // 2)
        assert any(is_proportional(parse, half) for _ in range(3)), piece


def is_proportional(parse: Callable[[str], object], half: str) -> bool:
    """Return whether twice the text costs at most three times as much; on a busy machine one look
    may be wrong."""
    whole = cost(parse, half * 2)
    return whole <= NOISE or whole <= 3 * cost(parse, half) + NOISE
