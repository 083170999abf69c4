"""The session ends while somebody writes: they log in above the page, and it is saved."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE, log_in, needs_browser, one_installation
from tests.browser.installation import Installation

pytestmark = [needs_browser, one_installation]

PAGE = """
from cms.store.flush import publish_transaction
from home.models import ContentPage, HomePage

person("desislava", "Десислава Тодорова", "Редактори (bg)")
home = HomePage.objects.get(locale__language_code="bg")
with publish_transaction():
    page = ContentPage(title="Сесия", slug="sesiya", locale=home.locale, live=False)
    home.add_child(instance=page)
print(page.pk)
"""
DRAFT = """
from home.models import ContentPage

print(ContentPage.objects.get(pk={0}).get_latest_revision_as_object().title)
"""
CATEGORY = """
from cms.store.flush import publish_transaction
from news.models import NewsCategory
from wagtail.models import Locale

person("plamen", "Пламен Димов", "Редактори (bg)")
with publish_transaction():
    category = NewsCategory.objects.create(
        title="Парола", locale=Locale.objects.get(language_code="bg")
    )
print(category.pk)
"""
TRANSLATION = """
from members.models import MemberPage
from wagtail_localize.models import StringTranslation

person("katya", "Катя Стоева", "Преводачи (en)")
person("rumen", "Румен Вълчев", "Преводачи (en)")
page = MemberPage.objects.filter(locale__language_code="en").order_by("pk")[3]
translations = StringTranslation.objects.filter(
    locale=page.locale, context__object_id=page.translation_key
)
translations.first().delete()
print(page.pk)
"""
TRANSLATED_BY = """
from wagtail_localize.models import StringTranslation

print(*StringTranslation.objects.filter(data="{0}").values_list("last_translated_by__username"))
"""
REMOVE = """
from cms.store.flush import publish_transaction
from django.contrib.auth.models import User
from home.models import ContentPage
from news.models import NewsCategory

with publish_transaction():
    ContentPage.objects.filter(slug="sesiya").delete()
    NewsCategory.objects.filter(title__startswith="Парола").delete()
User.objects.filter(username__in=["desislava", "plamen", "katya", "rumen"]).delete()
"""
END = """
from django.contrib.sessions.models import Session

Session.objects.all().delete()
"""
PASSWORD = "secret"
# What Wagtail is answered that asks who else edits.
ALONE = {"html": "", "ping_url": "", "release_url": "", "other_sessions": []}
# Wagtail compares a form with what it was two seconds after it was loaded.
WATCHES = """
document.addEventListener("w-unsaved:watch-edits", ({ target }) => {
    target.dataset.watched = "";
});
"""
NEW_PASSWORD = """
from django.contrib.auth.models import User

plamen = User.objects.get(username="plamen")
plamen.set_password("another secret")
plamen.save()
"""


@pytest.fixture
def page(installation: Installation, browser_page: Page) -> Iterator[Page]:
    """Return an empty tab, which asks in no other way than by what is done in it."""
    # Wagtail's own question who else edits would bring up the dialog at some moment.
    browser_page.route("**/editing-sessions/**", lambda route: route.fulfill(json=ALONE))
    browser_page.add_init_script(WATCHES)
    yield browser_page
    installation.run(REMOVE)


def open_editor(page: Page, url: str) -> None:
    """Open an editor, and wait until it saves by itself."""
    page.goto(url)
    expect(page.locator("[data-edit-form][data-watched]")).to_be_visible()


def dialog(page: Page, heading: str = "Вече не сте влезли") -> Locator:
    return page.get_by_role("dialog", name=heading)


def log_in_again(page: Page, asked: Locator, password: str = PASSWORD) -> None:
    """By the keyboard alone."""
    expect(asked.get_by_label("Парола")).to_be_focused()
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def test_page_is_saved_and_published_after_logging_in_again(
    installation: Installation, page: Page
) -> None:
    number = installation.run(PAGE).strip()
    log_in(page, installation, "desislava")
    open_editor(page, f"{installation.url}/admin/pages/{number}/edit/")
    installation.run(END)

    # Autosave waits.
    page.locator("#id_title").fill("Написано без сесия")
    asked = dialog(page)
    expect(asked).to_have_accessible_description(
        "Сесията Ви е приключила. Написаното още е на тази страница: влезте и продължете оттам,"
        " докъдето сте стигнали."
    )
    log_in_again(page, asked, "wrong")
    expect(asked.get_by_role("alert")).to_contain_text("Опитайте отново")
    log_in_again(page, asked)
    expect(asked).to_be_hidden()
    saved = page.locator(".w-autosave-indicator__state--saved")
    expect(saved).to_be_visible()
    assert installation.run(DRAFT.format(number)).strip() == "Написано без сесия"

    # What is put off is not saved, and not lost.
    installation.run(END)
    page.locator("#id_title").fill("Написано и отложено")
    page.set_viewport_size(PHONE)
    expect(asked.get_by_role("button", name="Влез")).to_be_in_viewport(ratio=1)
    assert asked.evaluate("each => each.scrollWidth <= each.clientWidth")
    page.keyboard.press("Escape")
    page.set_viewport_size(DESK)
    expect(page.locator(".messages .warning")).to_contain_text("Не е запазено")
    assert installation.run(DRAFT.format(number)).strip() == "Написано без сесия"

    # The button that was pressed is the one that is sent.
    page.get_by_role("button", name="Публикувай", exact=True).click()
    log_in_again(page, asked)
    expect(page.locator(".messages .success")).to_contain_text("Написано и отложено")
    assert page.request.get(f"{installation.url}/bg/sesiya/").ok


def test_category_is_saved_after_a_new_password_and_a_lost_connection(
    installation: Installation, page: Page
) -> None:
    number = installation.run(CATEGORY).strip()
    log_in(page, installation, "plamen")
    open_editor(page, f"{installation.url}/admin/snippets/news/newscategory/edit/{number}/")
    title = page.locator("#id_title")
    save = page.get_by_role("button", name="Запази чернова")
    installation.run(NEW_PASSWORD)
    title.fill("Парола: нова")
    log_in_again(page, dialog(page), "another secret")
    expect(page.locator(".w-autosave-indicator__state--saved")).to_be_visible()

    page.context.set_offline(True)
    save.click()
    unreachable = dialog(page, "Сървърът не отговаря")
    expect(unreachable).to_contain_text("Написаното още е на тази страница")
    page.context.set_offline(False)
    unreachable.get_by_role("button", name="Опитайте отново").click()
    expect(page.locator(".messages .success")).to_contain_text("Парола: нова")
    expect(title).to_have_value("Парола: нова")


def test_translation_is_saved_in_both_editors_and_not_under_another_name(
    installation: Installation, page: Page
) -> None:
    number = installation.run(TRANSLATION).strip()
    log_in(page, installation, "katya")
    page.goto(f"{installation.url}/admin/pages/{number}/edit/")
    installation.run(END)
    page.locator("#translation-panel textarea").fill("Katya’s first words")
    page.get_by_role("button", name="Запази преводите").click()
    log_in_again(page, dialog(page))
    expect(page.locator(".messages .success")).to_contain_text("Запазен е 1 превод.")

    segment = page.locator(".js-translation-editor li:has(> p)").last
    segment.get_by_role("button", name="Редактирай").click()
    segment.locator("textarea").fill("Katya’s words")

    log_in(page.context.new_page(), installation, "rumen")
    segment.get_by_role("button", name="Запази").click()
    asked = dialog(page, "Влязъл е друг потребител")
    expect(asked).to_contain_text("Румен Вълчев")
    expect(asked).to_contain_text("влезте като Катя Стоева")
    assert installation.run(TRANSLATED_BY.format("Katya’s words")).strip() == ""
    log_in_again(page, asked)
    expect(segment).to_contain_text("Преведено ръчно")
    assert "katya" in installation.run(TRANSLATED_BY.format("Katya’s words"))
