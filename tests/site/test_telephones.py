"""The number that is dialled from a telephone as an editor writes it."""

import pytest
from django.test import Client

from cms.site.templatetags.entries import dialable
from tests import factories

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+359 728 68 021, 68 022", "+35972868021"),
        ("+359 728 68 021; 68 022", "+35972868021"),
        ("+359 728 68 021 / 68 022", "+35972868021"),
        ("+359 728 68 021 и 68 022", "+35972868021"),
        ("+359 728 68 021\n+359 728 68 022", "+35972868021"),
        ("+359 728 68 021 +359 728 68 022", "+35972868021"),
        ("02/123 45 67", "021234567"),
        ("0728 60 000 – 0728 60 001", "072860000"),
        ("0728 60 000\n0728 60 001", "072860000"),
        ("0728 60 000 - 0728 60 001", "072860000"),
        ("+359 728 68 021-022", "+35972868021"),
        ("00359 (0)728 60 000", "0035972860000"),
        ("тел. 1: 0728 60 000", "072860000"),
        ("24/7: 0700 12 345", "070012345"),
        ("от 9 до 17 ч. на 0728 60 000", "072860000"),
        ("0728 60 000, в 8 до 17 ч.", "072860000"),
        ("+359 2 1234567 вътрешен 12", "+35921234567;ext=12"),
        ("112", "112"),
        ("+359 (0)728 60 000", "+35972860000"),
        ("(0728) 60 000", "072860000"),
        ("(+359) 2 123", "+3592123"),
        ("+359 2 123-45-67", "+35921234567"),
        ("тел.: 0728 60 000", "072860000"),
        ("+359 728 60 000 вътр. 12", "+35972860000;ext=12"),
        ("+359 728 60 000, ext. 12", "+35972860000;ext=12"),
        ("0728 60 000 (централа)", "072860000"),
        ("по уговорка", ""),
        ("", ""),
    ],
)
def test_the_first_number_of_a_text_is_dialled(text: str, number: str) -> None:
    assert dialable(text) == number


@pytest.mark.django_db
def test_a_text_without_a_number_is_no_link(client: Client) -> None:
    member = factories.member(telephone="по уговорка")
    html = client.get(member.get_public_path()).content.decode()
    assert "по уговорка" in html
    assert "tel:" not in html
