"""A translator downloads files, translates them in programs of their own, and sends them back."""

import json
from pathlib import Path
from xml.etree import ElementTree

import polib
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import cut_off, log_in, needs_browser, one_installation
from tests.browser.installation import Installation

pytestmark = [needs_browser, one_installation]

# A section of two pages that is sent to a translator; it prints the numbers of their drafts.
SEND = """
import json
from wagtail.models import Locale
from cms.store.flush import publish_transaction
from cms.translation.jobs.submission import SubmissionOptions, submit
from home.models import AboutPage, ContentPage

lyuba = person("lyuba", "Люба Петкова", "Преводачи (en)")
parent = AboutPage.objects.get(locale__language_code="bg")
pages = []
for title, text in (
    ("Лаборатория", '<p>Пробите се вземат от <a href="https://example.org/">мината</a>.</p>'),
    ("Уреди", "<p>Везните са <b>точни</b>.</p>"),
):
    page = ContentPage(title=title, locale=parent.locale, body=[("text", text)])
    with publish_transaction():
        parent.add_child(instance=page)
        page.save_revision().publish()
    parent = page
    pages.append(page)
with publish_transaction():
    submit(pages, SubmissionOptions({Locale.objects.get(language_code="en"): lyuba}, None, None))
print(json.dumps([page.get_translations().get().pk for page in pages]))
"""
SAMPLES = 'Пробите се вземат от <a id="a1">мината</a>.'
XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"


@pytest.fixture
def pages(installation: Installation) -> list[int]:
    return list(json.loads(installation.run(SEND)))


def download(page: Page, form: str, folder: Path) -> Path:
    """Press a button, and find the file where the browser has put it."""
    with page.expect_download() as begun:
        page.get_by_role("link", name=f"Изтегли {form}").click()
    path = folder / begun.value.suggested_filename
    begun.value.save_as(path)
    return path


def send_back(page: Page, *files: Path) -> None:
    with page.expect_file_chooser() as asked:
        page.get_by_label("Преведени файлове").click()
    asked.value.set_files(files)
    page.get_by_role("button", name="Приеми превода").click()


def translate_po(path: Path, translations: dict[str, str]) -> None:
    """What Poedit does: it wraps as it likes, and signs."""
    file = polib.pofile(str(path), wrapwidth=60)
    file.metadata["X-Generator"] = "Poedit 3.4"
    for source, target in translations.items():
        file.find(source).msgstr = target
    file.save()


def translate_xliff(path: Path, translations: dict[str, str]) -> None:
    """What a translators' program does: it writes all of the XML anew."""
    tree = ElementTree.parse(path)  # noqa: S314  (our own file)
    for segment in tree.iter(f"{XLIFF}segment"):
        for former in segment.findall(f"{XLIFF}target"):
            segment.remove(former)
        source = segment.find(f"{XLIFF}source")
        assert source is not None
        target = ElementTree.fromstring(ElementTree.tostring(source))  # noqa: S314
        target.tag = f"{XLIFF}target"
        words = "".join(source.itertext())
        for piece in target.iter():
            piece.text = translations.get(piece.text or "", piece.text)
            piece.tail = translations.get(piece.tail or "", piece.tail)
        assert "".join(target.itertext()) != words, words
        segment.append(target)
        segment.set("state", "translated")
    tree.write(path, encoding="utf-8", xml_declaration=True)


def test_a_file_is_not_taken_back_or_says_not_what_is_wrong(
    installation: Installation, browser_page: Page, pages: list[int], tmp_path: Path
) -> None:
    page = browser_page
    editor, other = (f"{installation.url}/admin/pages/{number}/edit/" for number in pages)
    log_in(page, installation, "lyuba")
    page.goto(editor)
    file = download(page, "PO", tmp_path)
    assert file.name == "laboratoria-en.po"
    # She loses a link on the way.
    translate_po(file, {"Лаборатория": "Laboratory", SAMPLES: "Samples come from the mine."})
    send_back(page, file)
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("Нищо не е прието.")
    expect(refusal.get_by_role("listitem")).to_have_text(
        f"{file.name}: „Пробите се вземат от мината.“: "
        'В превода липсва <a id="a1">, а в оригинала го има.'
    )
    assert not cut_off(page)
    translate_po(file, {SAMPLES: 'Samples come from <a id="a1">the mine</a>.'})
    send_back(page, file)
    expect(page.locator(".messages")).to_contain_text("Приети са 2 откъса. Всичко е преведено.")
    expect(page).to_have_url(editor)
    expect(page.locator(".js-translation-editor")).to_contain_text("Samples come from")

    # By mistake she sends it to the next page too.
    page.goto(other)
    send_back(page, file)
    expect(refusal).to_contain_text(
        "Файлът е за друга страница или друг език, а не за превода, при който сте: "
        "изпратете го там."
    )
    assert not cut_off(page)
    page.goto(other)
    expect(page.locator(".translation-row")).to_have_count(2)

    # And now all of it at once.
    page.goto(editor)
    page.get_by_role("link", name="Тази страница заедно с всичко под нея").click()
    rows = page.locator("main li")
    expect(rows.filter(has_text="Лаборатория: преведени 2 от 2 откъса")).to_be_visible()
    expect(rows.filter(has_text="Уреди: преведени 0 от 2 откъса")).to_be_visible()
    assert not cut_off(page)
    file = download(page, "XLIFF 2.0", tmp_path)
    translate_xliff(
        file,
        {
            "Лаборатория": "The laboratory",
            "Пробите се вземат от ": "Samples are taken from ",
            "мината": "the mine",
            "Уреди": "Instruments",
            "Везните са ": "The scales are ",
            "точни": "precise",
        },
    )
    send_back(page, file)
    expect(page.locator(".messages")).to_contain_text("Приети са 4 откъса. Всичко е преведено.")
    expect(rows.filter(has_text="Уреди: преведени 2 от 2 откъса")).to_be_visible()
    assert not cut_off(page)
    page.goto(other)
    expect(page.locator("#left-to-translate")).to_contain_text("Всичко е преведено.")
    expect(page.locator(".js-translation-editor")).to_contain_text("<b>precise</b>")
