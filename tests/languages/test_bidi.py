"""Which way a text runs, and what is isolated from its surroundings."""

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe

from cms.languages.bidi import build_dir_attribute, get_text_direction, isolate, isolate_in_span
from cms.languages.names import get_direction

pytestmark = pytest.mark.once

ARABIC = "أخبار"


@pytest.mark.parametrize("code", ["ar", "ar-eg", "he", "fa", "ur", "ps", "yi", "ckb", "az-arab"])
def test_right_to_left_languages_have_direction_rtl(code: str) -> None:
    assert get_direction(code) == "rtl"


@pytest.mark.parametrize(
    "code", ["bg", "en", "zh-hans", "pt-br", "sr-latn", "az", "", "xx-unknown"]
)
def test_other_and_unknown_languages_have_direction_ltr(code: str) -> None:
    assert get_direction(code) == "ltr"


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Aurubis", "ar", "ltr"),
        ("Ауробис", "ar", "ltr"),
        ("铜", "ar", "ltr"),
        (ARABIC, "ar", "rtl"),
        (f"Aurubis: {ARABIC}", "ar", "rtl"),
        (f"Aurubis: {ARABIC}", "bg", "ltr"),
        (ARABIC, "bg", "rtl"),
        ("חדשות", "en", "rtl"),
        ("12 %", "ar", "rtl"),
        ("١٢", "bg", "ltr"),
        ("", "ar", "rtl"),
    ],
)
def test_text_runs_as_its_letters_do_and_mixed_text_as_its_language(
    text: str, language: str, found: str
) -> None:
    assert get_text_direction(text, language) == found


def test_text_with_letters_of_the_other_direction_is_isolated() -> None:
    assert isolate("Aurubis (2)", "ar") == '<bdi dir="ltr">Aurubis (2)</bdi>'
    assert isolate(f"{ARABIC} – BNT", "ar") == f'<bdi dir="rtl">{ARABIC} – BNT</bdi>'
    assert isolate(ARABIC, "bg") == f'<bdi dir="rtl">{ARABIC}</bdi>'
    assert isolate_in_span("Aurubis", "ar") == '<span dir="ltr">Aurubis</span>'


def test_text_of_one_direction_stays_as_it_is() -> None:
    assert isolate(f"{ARABIC} 12", "ar") == f"{ARABIC} 12"
    assert isolate("Новини (News)", "bg") == "Новини (News)"
    assert isolate("12 %", "ar") == "12 %"


def test_text_is_escaped_and_safe_html_is_kept() -> None:
    assert isolate("<b>Кирка", "ar") == '<bdi dir="ltr">&lt;b&gt;Кирка</bdi>'
    assert isolate("<b>Кирка", "bg") == "&lt;b&gt;Кирка"
    html = f"{ARABIC} <mark>{ARABIC}</mark> &quot;"
    assert isolate(mark_safe(html), "ar") == html  # noqa: S308


def test_without_a_language_the_active_one_decides() -> None:
    with translation.override("ar"):
        assert isolate("Aurubis") == '<bdi dir="ltr">Aurubis</bdi>'
    with translation.override("bg"):
        assert isolate("Aurubis") == "Aurubis"


def test_block_gets_a_direction_only_where_it_differs() -> None:
    assert build_dir_attribute("Aurubis", "ar") == ' dir="ltr"'
    assert build_dir_attribute(f"Aurubis {ARABIC}", "ar") == ""
    assert build_dir_attribute("Aurubis", "bg") == ""
