"""The editor's screen in a browser: what its scripts name, measure, keep and leave free.

One browser and one log-in for all; what the server alone says is in
tests/admin/test_editor_screen.py.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import (
    DESK,
    PHONE,
    cut_off,
    enter_rich_text,
    log_in,
    needs_browser,
    new_tab,
    one_installation,
    started_browser,
)
from tests.browser.installation import Installation

pytestmark = [needs_browser, one_installation, pytest.mark.once]

# What Word 365 puts on the clipboard, without most of its styles.
FROM_WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta name=Generator content="Microsoft Word 15">
<style><!-- p.Razdel {mso-outline-level:2; font-weight:bold;} --></style></head>
<body lang=BG><!--StartFragment-->
<h1>Отчет<o:p></o:p></h1>
<p class=MsoNormal><b>Удебелен</b> текст с <a href="https://example.org/">връзка</a>.<o:p></o:p></p>
<p class=Razdel>Приходи<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>Точка<o:p></o:p></p>
<table class=MsoTableGrid border=1>
 <tr><td colspan=2><p class=MsoNormal>Година<o:p></o:p></p></td></tr>
 <tr><td><p class=MsoNormal>2025<o:p></o:p></p></td>
  <td><p class=MsoNormal>виж <a href="https://example.org/a">тук</a><o:p></o:p></p></td></tr>
</table>
<p class=MsoNormal>След таблицата.<o:p></o:p></p>
<p class=MsoNormal><img src="file:///C:/clip_image001.png"></p>
<!--EndFragment--></body></html>
"""
PASTE = """(element, html) => {
    element.focus();
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    clipboardData.setData("text/plain", "само текст");
    const paste = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
    element.dispatchEvent(paste);
}"""
NEW_ARTICLE = """
from news.models import NewsIndexPage, NewsPage
from wagtail.images import get_image_model
index = NewsIndexPage.objects.get(slug="novini")
picture = get_image_model().objects.first()
article = NewsPage(title="Екранът на редактора", locale=index.locale, body=[
    {"type": "text", "value": "<p>Начало</p>"},
    {"type": "picture", "value": {"image": {"image": picture.pk, "decorative": False,
     "alt_text": "Какво се вижда"}, "caption": "", "credit": ""}},
    {"type": "table", "value": {"row_headers": False, "table": {"caption": "",
     "columns": [{"type": "text", "heading": ""}], "rows": [{"values": [""]}]}}},
])
index.add_child(instance=article)
article.save_revision()
print(article.pk)
"""


@pytest.fixture(scope="module")
def tab(installation: Installation) -> Iterator[Page]:
    with started_browser() as browser:
        page = new_tab(browser)
        log_in(page, installation)
        yield page


@pytest.fixture
def editor(tab: Page, installation: Installation) -> Page:
    """The editor of a new article."""
    number = installation.run(NEW_ARTICLE).split()[-1]
    tab.set_viewport_size(DESK)
    # Leaving a form that was written in would ask.
    tab.goto("about:blank")
    tab.goto(f"{installation.url}/admin/pages/{number}/edit/")
    return tab


def text_fields(page: Page) -> list[list[tuple[str, str]]]:
    """The kind and text of each block of each rich text, as the form would be sent."""
    values = [field.input_value() for field in page.locator("[name^=body-][name$=-value]").all()]
    return [
        [(block["type"], block["text"].strip()) for block in json.loads(value)["blocks"]]
        for value in values
        if value.startswith("{")
    ]


def values(page: Page, pattern: str) -> list[str]:
    return [field.input_value() for field in page.locator(pattern).all()]


def test_outline_names_blocks_by_what_is_in_them(editor: Page) -> None:
    names = editor.locator(".w-minimap__list a")
    expect(names.filter(has_text="Начало")).to_have_count(1)
    expect(names.filter(has_text="Абстрактна шарка").first).to_be_attached()
    expect(names.filter(has_text="Таблица").first, "the empty one has no name").to_be_attached()
    expect(names.filter(has_text=re.compile(r"^\s*(Не|No)\b"))).to_have_count(0)
    enter_rich_text(editor).press_sequentially(" Ново")
    editor.locator("#id_title").click()
    expect(names.filter(has_text="Ново")).to_have_count(1)


def test_paste_from_word_keeps_headings_lists_links_and_tables(editor: Page) -> None:
    text = enter_rich_text(editor)
    text.evaluate(PASTE, FROM_WORD)
    expect(editor.locator("[data-paste-note]")).to_contain_text("Всяка поставена таблица")
    expect(editor.locator("[data-paste-note]")).to_contain_text("Снимките не се поставят")
    expect(editor.locator("[name=body-0-value]")).to_have_value(
        json_with("Отчет", "header-two", "LINK", "BOLD", "unordered-list-item")
    )
    first, last = text_fields(editor)
    assert [block for block in first if block[1]] == [
        *(("unstyled", "Начало"), ("header-two", "Отчет")),
        *(("unstyled", "Удебелен текст с връзка."), ("header-three", "Приходи")),
        ("unordered-list-item", "Точка"),
    ]
    assert ("unstyled", "След таблицата.") in last
    cells = "[name*=-table-cell-]"
    # The last cell is of the article's own table.
    assert values(editor, cells)[:-1] == ["Година", "", "2025", "виж тук (https://example.org/a)"]


def json_with(*parts: str) -> Any:
    """Match a rich text's JSON that has these words in any order."""
    return re.compile("".join(f"(?=.*{re.escape(part)})" for part in parts), re.DOTALL)


def test_paste_where_no_table_can_stand_keeps_its_rows(
    tab: Page, installation: Installation
) -> None:
    profile = "from home.models import SiteProfile; print(SiteProfile.objects.first().pk)"
    number = installation.run(profile).split()[-1]
    tab.goto(f"{installation.url}/admin/snippets/home/siteprofile/edit/{number}/")
    text = tab.locator(".public-DraftEditor-content").first
    text.click()
    text.evaluate(PASTE, FROM_WORD)
    expect(tab.locator("[data-paste-note]")).to_contain_text("редовете ѝ са поставени")
    expect(text).to_contain_text("2025 | виж тук")
    expect(text).to_contain_text("Отчет")
    tab.goto("about:blank")


def test_fields_have_the_language_of_the_page_and_those_of_new_blocks_too(editor: Page) -> None:
    written = editor.locator("#id_title, .Draftail-Editor [contenteditable=true]")
    expect(written).to_have_count(2)
    editor.get_by_role("button", name="Вмъкни блок").last.click()
    editor.get_by_role("option", name="Текст").first.click()
    expect(written).to_have_count(3)
    for field in written.all():
        expect(field).to_have_attribute("lang", "bg")
        expect(field).to_have_attribute("dir", "ltr")
    for field in editor.locator("#id_slug, #id_date").all():
        expect(field).not_to_have_attribute("dir", "ltr")


def test_date_popup_moves_what_is_below_it_and_closes(editor: Page) -> None:
    date = editor.locator("#id_date")
    popup = editor.locator(".xdsoft_datetimepicker").locator("visible=true")
    date.click()
    expect(popup).to_have_count(1)
    below = editor.locator("#id_picture_alt")
    bounds, under = popup.bounding_box(), below.bounding_box()
    assert bounds
    assert under
    assert bounds["y"] + bounds["height"] <= under["y"], "it covers what is below"
    expect(popup.locator("th").first).to_have_text("Пон")
    popup.locator(".xdsoft_date:not(.xdsoft_other_month)").first.click()
    editor.keyboard.press("Tab")
    expect(popup).to_have_count(0)
    date.fill("15.3.2026")
    editor.keyboard.press("Tab")
    expect(popup).to_have_count(0)
    expect(date, "what was typed became another date").to_have_value("15.3.2026")


def test_schedule_is_saved_with_its_calendar_open(editor: Page) -> None:
    editor.locator("[data-side-panel-toggle=status]").click()
    editor.get_by_role("button", name="Задай график").click()
    editor.locator("#id_go_live_at").click()
    popup = editor.locator(".xdsoft_datetimepicker").locator("visible=true")
    popup.locator(".xdsoft_datepicker .xdsoft_next").click()
    popup.locator(".xdsoft_date:not(.xdsoft_other_month)").last.click()
    editor.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(editor.locator("#id_expire_at"), "Escape closed the dialog").to_be_visible()
    editor.locator("#id_expire_at").click()
    expect(popup).to_have_count(1)
    editor.get_by_role("button", name="Запази графика").click()
    expect(editor.locator("#id_go_live_at")).to_be_hidden()


def test_checks_measure_the_page(editor: Page) -> None:
    editor.locator("[data-side-panel-toggle=checks]").click()
    expect(editor.locator("[data-content-word-count]")).to_have_text(re.compile(r"^[1-9]\d*$"))
    expect(editor.locator("[data-content-reading-time]")).not_to_have_text("-")
    expect(editor.locator("[data-side-panel=checks] [data-content-checker-count]")).to_have_text(
        "0"
    )


def test_pasted_title_is_counted_and_not_cut(editor: Page) -> None:
    title = editor.locator("#id_title")
    title.click()
    editor.keyboard.press("Control+A")
    editor.keyboard.insert_text("Дълго " * 50)
    expect(title).to_have_value("Дълго " * 50)
    expect(editor.locator("[data-length]")).to_have_text(
        "Твърде дълго: 300 знака при най-много 255. Съкратете го."
    )
    assert title.evaluate("element => element.scrollHeight <= element.clientHeight + 2")


def test_account_page_has_no_errors(tab: Page, installation: Installation) -> None:
    errors: list[str] = []
    tab.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    tab.goto(f"{installation.url}/admin/account/")
    zone = tab.locator("option[value='Europe/Sofia']")
    expect(zone, "the zones are not named yet").to_contain_text("Източноевропейско")
    assert not errors


def test_error_page_leads_back(tab: Page, installation: Installation) -> None:
    tab.goto(f"{installation.url}/admin/account/")
    tab.evaluate("location.href = '/admin/pages/999999/edit/'")
    tab.locator("[data-back]").click()
    expect(tab).to_have_url(f"{installation.url}/admin/account/")


def test_lists_on_a_phone_keep_search_and_date(tab: Page, installation: Installation) -> None:
    news = "from news.models import NewsIndexPage; print(NewsIndexPage.objects.first().pk)"
    number = installation.run(news).split()[-1]
    tab.set_viewport_size(PHONE)
    for address in (f"pages/{number}/", "images/", "users/"):
        tab.goto(f"{installation.url}/admin/{address}")
        expect(tab.locator("header [name=q]")).to_be_in_viewport(ratio=1)
        assert not cut_off(tab), address
    tab.goto(f"{installation.url}/admin/pages/{number}/")
    expect(tab.locator("td[data-label='Дата']").first).to_be_in_viewport(ratio=1)
    tab.set_viewport_size(DESK)
