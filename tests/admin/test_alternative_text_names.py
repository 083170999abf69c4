"""Which texts are the names of files, and what is suggested for a picture."""

from types import SimpleNamespace
from typing import Any

import pytest

from cms.admin.alternative_texts import is_file_name, suggest

pytestmark = pytest.mark.once


def stored(name: str, title: str = "", description: str = "") -> Any:
    file = SimpleNamespace(name=f"original_images/{name}")
    return SimpleNamespace(title=title, description=description, file=file)


@pytest.mark.parametrize(
    "text",
    [
        "lead.png", "Меден лист.JPG", "IMG_2026", "IMG_2026 (1)", "img-20240101-wa0003",
        "IMG_1234-edited", "IMG_E1234", "DSC0001", "_DSC0001", "DSCF1234", "DSCN0001.NEF.jpg",
        "P1010023", "PXL_20230101_120000000.PORTRAIT", "20240101_120000", "image0", "Снимка 12",
        "Screenshot 2024-01-01 at 12.00.00", "Снимка на екрана 2024-01-01", "WhatsApp Image 2024",
        "123456789", "8f14e45f-ceea-467f-a8e4-0123456789ab", "viber_image_2024-01-01",
    ],
)  # fmt: skip
def test_name_that_a_device_gives_is_a_file_name(text: str) -> None:
    assert is_file_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "Багер", "Снимка от откриването", "Photo of the mine", "IMG Group’s stand",
        "Screenshot of the report of 2024", "DSC", "Двама миньори, 2024 г.", "Р. Иванов", "x" * 300,
    ],
)  # fmt: skip
def test_words_are_no_file_name(text: str) -> None:
    assert not is_file_name(text)


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("lead", "lead.png", "lead"),
        ("LEAD", "lead_Ab3dE9x.png", "lead"),
        ("Меден лист", "Meden_list.jpg", "Меден лист"),
        ("Меден лист (1)", "Meden_list_1.jpg", ""),
        ("photo-of-mine_7", "replaced.png", "photo-of-mine_7"),
        ("Откриване на новата обогатителна фабрика в Челопеч през септември месец",
         "Otkrivane_na_novata_obogatitelna_fabrika_v_Chelopech_prez_septemvri_mes.jpg", ""),
    ],
)  # fmt: skip
def test_name_of_the_pictures_own_file_is_a_file_name(text: str, name: str, title: str) -> None:
    assert is_file_name(text, stored(name, title))


def test_title_in_words_is_no_file_name() -> None:
    assert not is_file_name("Багер", stored("lead.png", "Багер"))


def test_description_is_suggested_and_a_title_is_not() -> None:
    assert suggest(stored("lead.png", "lead")) == ""
    assert suggest(stored("lead.png", "lead", "Багер копае")) == "Багер копае"
    assert suggest(stored("lead.png", "lead", "IMG_2026")) == ""
