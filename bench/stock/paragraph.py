"""A changed paragraph's way to the site: from its editor, who shows it to the translators, on.

The shortest there is for people who are told by each other what there is to do, as in
tests/browser/paragraph.py it is the mail that tells it. Each step ends when its outcome is seen.
"""

from playwright.sync_api import Page

from tests.browser.people import Person

TITLE = "About us"


def show_to_translators(editor: Person) -> None:
    """From the list in which an editor is after publishing."""
    row = editor.page.locator("main tbody tr").first
    editor.click(row.get_by_role("button").first)
    editor.click(editor.page.get_by_role("link", name="Sync translated pages").first)
    editor.click(editor.page.get_by_role("button", name="Submit"))
    _told(editor, "Successfully updated translations")


def open_work(person: Person) -> None:
    """From the home screen by the list of the language's pages."""
    person.click(person.page.locator("main").get_by_role("link", name="Pages"))
    person.click(person.page.locator("main").get_by_role("link", name=TITLE).first)
    person.page.locator(".js-translation-editor").get_by_text("Body").wait_for()


def translate(translator: Person, paragraph: int, old: str, new: str) -> None:
    """Copy the paragraph's old translation from the live page, correct it, and save it.

    Its field is empty; whoever does not copy writes the whole paragraph.
    """
    page, editor = translator.page, translator.page.locator(".js-translation-editor")
    live = _open_live(translator)
    before = live.locator("main p").nth(paragraph)
    text = before.inner_text()
    before.click(click_count=3)
    translator.clicks += 1
    translator.press(live.locator("body"), "Control+c")
    # To the other tab, by the keyboard.
    page.bring_to_front()
    translator.keys += 1
    translator.click(editor.get_by_role("button", name="Translate", exact=True))
    field = editor.locator("textarea")
    translator.press(field, "Control+v")
    assert field.input_value() == text
    translator.correct(field, old, new)
    translator.click(editor.get_by_role("button", name="Save"))
    editor.get_by_text(text.replace(old, new, 1)).wait_for()
    live.close()


def publish(reviewer: Person) -> None:
    """Of all that there is on the page nothing says what has changed."""
    reviewer.click(reviewer.page.get_by_role("button", name="Publish in English"))
    _told(reviewer, f"Published '{TITLE}' in English.")


def _open_live(translator: Person) -> Page:
    with translator.page.context.expect_page() as opened:
        translator.click(translator.page.get_by_role("link", name="Live").first)
    live = opened.value
    live.locator("main h1").wait_for()
    return live


def _told(person: Person, message: str) -> None:
    person.page.locator(".messages", has_text=message).wait_for()
