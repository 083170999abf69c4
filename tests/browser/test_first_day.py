"""An editor's first day: an article from the empty form to the world and out of it again.

One test, because each hour of the day builds on the one before.
"""

import re
from io import BytesIO

import feedparser
from PIL import Image
from playwright.sync_api import FilePayload, Page, Response, expect

from tests.browser.conftest import enter_rich_text, log_in, needs_browser, one_installation
from tests.browser.installation import Installation

pytestmark = [needs_browser, one_installation]

TITLE, SLUG = "Първи ден на редактора в Пирдоп", "parvi-den-na-redaktora-v-pirdop"
TEXT = "Това е първият текст, който редакторът пише."
CORRECTED_TITLE, CORRECTED_TEXT = "Поправено заглавие", "Това изречение е добавено после. "
CATEGORY, CATEGORY_PATH = "Събития", "/bg/novini/kategoria/sabitia/"
SHOWN = "Меден лист"
LIST, ARTICLE = "/bg/novini/", f"/bg/novini/{SLUG}/"
API, FEED = "/api/v1/news/?locale=bg", "/bg/novini/feed.rss"


def test_first_day(browser_page: Page, installation: Installation) -> None:
    page, site = browser_page, installation.url
    complaints = listen(page)

    log_in(page, installation)
    write_article(page)
    see_preview(page)
    editor, _, _tab = page.url.partition("#")
    publish(page)
    assert titles(page, site) == [TITLE] * 3, "published, but not first on site, API and feed"
    read_article(page, site)

    page.goto(editor)
    correct_article(page)
    publish(page)
    assert titles(page, site) == [CORRECTED_TITLE] * 3, "the correction did not reach them all"
    page.goto(site + ARTICLE)
    expect(page.locator(".body"), "the old text is still there").to_contain_text(CORRECTED_TEXT)

    page.goto(editor)
    unpublish(page)
    gone = page.request.get(site + ARTICLE)
    assert gone.status == 410, "an unpublished page must say that it is gone"
    assert CORRECTED_TITLE not in gone.text(), "an unpublished page still tells its title"
    assert CORRECTED_TITLE not in titles(page, site), "unpublished, but still listed"

    assert not complaints, "the browser met errors on the way"
    assert "Traceback" not in installation.log.read_text(), "the server met errors on the way"


def listen(page: Page) -> list[str]:
    """Return a list that fills with what the browser complains about from now on."""
    complaints: list[str] = []

    def answered(response: Response) -> None:
        if response.status >= 400:
            complaints.append(f"{response.status} {response.url}")

    page.context.on("response", answered)
    page.context.on("weberror", lambda error: complaints.append(str(error.error)))
    return complaints


# In the back office


def write_article(page: Page) -> None:
    # The home screen lists the Bulgarian sections first.
    page.locator("#where-content a[href*='/add/news/newspage/']").first.click()
    page.locator("#id_title").fill(TITLE)
    choose_picture(page)
    page.locator("#id_picture_alt").fill(SHOWN)
    write_text(page)
    page.locator("#id_categories").get_by_label(CATEGORY).check()
    page.get_by_role("tab", name="Популяризиране").click()
    expect(page.locator("#id_slug"), "the slug is not the title in Latin").to_have_value(SLUG)
    # The editor saves the draft by itself; a click on “save” in that moment would save it twice.
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))


def choose_picture(page: Page) -> None:
    """Upload a picture that nobody has uploaded yet."""
    page.locator("#id_picture-chooser .unchosen button").click()
    page.locator("#tab-label-upload").click()
    page.locator("#id_image-chooser-upload-file").set_input_files(picture())
    page.locator("#id_image-chooser-upload-title").fill(SHOWN)
    page.locator("#tab-upload [type=submit]").click()
    expect(
        page.locator("#id_picture-chooser .chosen img"), "the uploaded picture was not chosen"
    ).to_be_visible()


def picture() -> FilePayload:
    """Return a photograph's worth of pixels as a file."""
    file = BytesIO()
    Image.linear_gradient("L").resize((1600, 900)).convert("RGB").save(file, "PNG")
    return {"name": "list.png", "mimeType": "image/png", "buffer": file.getvalue()}


def write_text(page: Page) -> None:
    """Add a block of text to the body."""
    page.locator("[data-streamfield-stream-container] button.c-sf-add-button").first.click()
    page.get_by_role("option", name="Текст", exact=True).click()
    type_text(page, TEXT)


def type_text(page: Page, text: str) -> None:
    """Type into the text block, and see it in the form: the editor puts it there a moment later."""
    enter_rich_text(page).press_sequentially(text)
    expect(page.locator("[name=body-0-value]"), "typed, but not in the form").to_have_value(
        re.compile(re.escape(text.strip()))
    )


def see_preview(page: Page) -> None:
    page.locator("[data-side-panel-toggle=preview]").click()
    draft = page.frame_locator("#w-preview-iframe")
    expect(draft.locator("h1"), "the preview shows another title").to_have_text(TITLE)
    expect(draft.locator(".body"), "the preview lacks the text").to_contain_text(TEXT)
    expect(draft.locator(".preview-note"), "the preview passes for the public page").to_be_visible()
    page.locator("[data-side-panel-toggle=preview]").click()


def publish(page: Page) -> None:
    page.get_by_role("button", name="Публикувай").click()
    expect(page.locator(".messages .success"), "nothing says it was published").to_be_visible()


def correct_article(page: Page) -> None:
    page.locator("#id_title").fill(CORRECTED_TITLE)
    type_text(page, CORRECTED_TEXT)
    page.get_by_role("tab", name="Популяризиране").click()
    expect(page.locator("#id_slug"), "a public page's address changed").to_have_value(SLUG)


def unpublish(page: Page) -> None:
    page.locator("footer .w-dropdown__toggle").click()
    page.locator("footer a[href*='/unpublish/']").click()
    page.locator("form[action*='/unpublish/'] [type=submit]").click()
    expect(page.locator(".messages .success"), "nothing says it was unpublished").to_be_visible()


# In public


def titles(page: Page, site: str) -> list[str]:
    """Return the title that stands first on the list's page, in the API and in the feed."""
    page.goto(site + LIST)
    api = page.request.get(site + API).json()["results"]
    feed = feedparser.parse(page.request.get(site + FEED).text())
    first = page.locator("main .card-title").first.inner_text()
    return [first, api[0]["title"], feed.entries[0].title]


def read_article(page: Page, site: str) -> None:
    """Go from the list to the article and look at what is there."""
    page.get_by_role("link", name=TITLE).click()
    assert page.url == site + ARTICLE, "the list leads elsewhere"
    expect(page.locator("h1"), "the article's heading is not its title").to_have_text(TITLE)
    expect(page.locator(".body"), "the article lacks its text").to_contain_text(TEXT)
    category = page.locator(".facts").get_by_role("link", name=CATEGORY)
    expect(category, "the category has no link").to_have_attribute("href", CATEGORY_PATH)
    image = page.get_by_role("img", name=SHOWN)
    expect(image, "the picture has no description").to_be_visible()
    for url in sizes(page):
        answer = page.request.get(url)
        assert answer.status == 200, f"a size of the picture is not there: {url}"
        assert answer.headers["content-type"].startswith("image/"), f"no picture: {url}"


def sizes(page: Page) -> list[str]:
    """Return the addresses of every size of the article's picture."""
    sources = page.locator(".lead-picture source, .lead-picture img")
    sets = sources.evaluate_all("all => all.map(each => each.srcset || each.src)")
    found = [part.split()[0] for each in sets for part in each.split(",")]
    assert len(found) > 2, "the picture comes in one size only"
    return found
