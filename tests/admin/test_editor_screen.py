"""What the screens of an editor say, offer and accept; the browser's part of it is in
tests/browser/test_editor_screen.py.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail import blocks
from wagtail.models import GroupPagePermission
from wagtail.users.models import UserProfile

from cms.content.blocks import BodyBlock
from news.models import NewsPage
from tests import factories
from tests.admin_client import Office, edit_address

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SOFIA = ZoneInfo("Europe/Sofia")
NOON = datetime(2026, 3, 15, 12, tzinfo=SOFIA)


def person(language: str = "bg", group: str = "", **fields: Any) -> Office:
    user = User.objects.create_user(f"{language}{group}", "x@example.org", "x", **fields)
    user.groups.add(*Group.objects.filter(name=group))
    UserProfile.objects.create(user=user, preferred_language=language)
    return Office(user)


@pytest.fixture
def administrator() -> Office:
    return person(is_superuser=True)


def screen(office: Office, address: str, **headers: str) -> BeautifulSoup:
    answer = office.client.get(address, headers=headers)
    return BeautifulSoup(answer.content, "html.parser")


def listed(office: Office, address: str) -> list[list[str]]:
    """The texts of a list's rows, without the cell of the box to tick."""
    rows = screen(office, address).select("#listing-results tbody tr")
    return [[" ".join(cell.get_text().split()) for cell in row("td")[1:]] for row in rows]


# Dates


def date_field(office: Office, article: NewsPage) -> tuple[Tag, str]:
    """The field of an article's date and the script that makes its calendar."""
    field = screen(office, edit_address(article)).select_one("[name=date]")
    assert field
    script = field.find_next("script")
    assert script
    return field, script.get_text()


@pytest.mark.parametrize(
    ("language", "written"), [("bg", "15.03.2026 12:00"), ("en", "15 Mar 2026 12:00")]
)
def test_date_field_is_written_as_the_language_writes_it(language: str, written: str) -> None:
    field, calendar = date_field(person(language, is_superuser=True), factories.article(date=NOON))
    assert field["value"] == written
    assert '"dayOfWeekStart": 1' in calendar


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("bg", "15.03.2026 12:00"),
        ("bg", "15.3.2026, 12:00"),
        ("bg", "15.03.2026 г., 12:00 ч."),
        ("bg", "2026-03-15 12:00"),
        ("en", "15 Mar 2026 12:00"),
        ("en", "March 15, 2026 12:00"),
        ("en", "2026-03-15 12:00"),
    ],
)
def test_date_is_read_as_people_write_it(language: str, written: str) -> None:
    office, article = person(language, is_superuser=True), factories.article()
    office.edit(article, office.form(article) | {"date": written})
    article.refresh_from_db()
    assert article.get_latest_revision_as_object().date == NOON


@pytest.mark.parametrize(("language", "written"), [("bg", "вчера"), ("en", "03/04/2026")])
def test_date_that_cannot_be_read_is_refused_as_it_was_typed(language: str, written: str) -> None:
    office, article = person(language, is_superuser=True), factories.article()
    answer = office.edit(article, office.form(article) | {"date": written})
    form = BeautifulSoup(answer.content, "html.parser")
    assert form.select_one(f'[name=date][value="{written}"]')
    assert form.select_one("#panel-child-content-child-date-errors, .w-field--error [name=date]")


def test_filters_of_a_list_show_dates_in_the_same_format(administrator: Office) -> None:
    address = reverse("wagtailadmin_explore", args=[factories.news_index().pk])
    found = screen(administrator, address)
    script = found.select_one("[name=date_from]").find_next("script")  # type: ignore[union-attr]
    assert '"format": "d.m.Y"' in str(script)


def test_account_offers_no_time_zone_that_browsers_do_not_know(administrator: Office) -> None:
    offered = screen(administrator, reverse("wagtailadmin_account")).select("option")
    zones = {option.get("value") for option in offered}
    assert "Europe/Sofia" in zones
    assert not zones & {"Factory", "localtime"}


# Texts


def test_title_wraps_and_stays_one_line() -> None:
    office, article = person(is_superuser=True), factories.article()
    title = screen(office, edit_address(article)).select_one("[name=title]")
    assert title
    assert title.name == "textarea"
    office.edit(article, office.form(article) | {"title": "Първи ред\r\nвтори ред"})
    article.refresh_from_db()
    assert article.get_latest_revision_as_object().title == "Първи ред втори ред"


def test_every_long_text_of_one_line_wraps(administrator: Office) -> None:
    """Of pages, snippets, pictures and files alike."""
    fields = {
        edit_address(factories.article()): ("title", "picture_alt", "author", "seo_title"),
        edit_address(factories.category()): ("title",),
        edit_address(factories.site_profile()): ("name", "tagline"),
        reverse("wagtailimages:edit", args=[factories.image().pk]): ("title", "description"),
        reverse("wagtaildocs:edit", args=[factories.document().pk]): ("title",),
    }
    for address, names in fields.items():
        found = screen(administrator, address)
        for name in names:
            assert found.select_one(f"textarea[name={name}]"), f"{address}: {name}"


def test_title_that_is_too_long_is_refused_whole(administrator: Office) -> None:
    article, title = factories.article(), "Дълго " * 50
    answer = administrator.edit(article, administrator.form(article) | {"title": title})
    field = BeautifulSoup(answer.content, "html.parser").select_one("[name=title]")
    assert field
    assert field.get_text().strip() == title.strip()


def struct_blocks(block: blocks.Block) -> list[blocks.StructBlock]:
    children = list(getattr(block, "child_blocks", {}).values())
    children += [block.child_block] if isinstance(block, blocks.ListBlock) else []
    own = [block] if isinstance(block, blocks.StructBlock) else []
    return own + [found for child in children for found in struct_blocks(child)]


def test_no_block_is_called_by_a_box_to_tick() -> None:
    """In the outline, where it would be “No”."""
    for block in struct_blocks(BodyBlock()):
        boxes = {
            name
            for name, child in block.child_blocks.items()
            if isinstance(child, blocks.BooleanBlock)
        }
        named_by = block.meta.label_format
        assert not boxes or (named_by and not any(box in named_by for box in boxes)), block


# Buttons and links


@pytest.mark.parametrize(
    ("group", "button"),
    [("Проверяващи (bg)", "action-publish"), ("Редактори (bg)", "action-submit")],
)
def test_main_action_of_a_page_needs_no_menu(group: str, button: str) -> None:
    article = factories.article()
    if button == "action-submit":
        GroupPagePermission.objects.filter(permission__codename="publish_page").delete()
    actions = screen(person(group=group), edit_address(article)).select(
        ".w-dropdown-button > button, .actions > button"
    )
    assert [action.get("name") for action in actions] == [None, button]


def test_main_action_of_a_snippet_needs_no_menu(administrator: Office) -> None:
    for thing in (factories.category(), factories.site_profile()):
        actions = screen(administrator, edit_address(thing)).select(".w-dropdown-button > button")
        assert [action.get("name") for action in actions] == [None, "action-publish"]


def test_no_screen_leads_to_the_guide_of_wagtail(administrator: Office) -> None:
    article = factories.article()
    for address in (reverse("wagtailadmin_home"), edit_address(article)):
        assert "guide.wagtail.org" not in str(screen(administrator, address))


def test_newer_version_changes_the_button_of_the_dialog(administrator: Office) -> None:
    article = factories.article()
    other = person(group="Проверяващи (bg)")
    other.client.get(edit_address(article))
    page = screen(administrator, edit_address(article))
    ping = page.select_one("form.w-editing-sessions")
    assert ping
    other.edit(article, other.form(article) | {"title": "Друго"})
    sent = {each["name"]: each.get("value", "") for each in ping.select("input[type=hidden]")}
    answer = administrator.post(ping["data-w-swap-src-value"], sent)  # type: ignore[arg-type]
    template = BeautifulSoup(answer.json()["html"], "html.parser").select_one(
        "template[data-w-teleport-target-value*=target]"
    )
    assert template
    assert template.get_text().strip() == "Замени по-новата версия"


# The checks, which a script in the preview makes


def preview(office: Office, thing: Any, address: str) -> str:
    office.post(address, office.form(thing))
    return str(office.client.get(f"{address}?in_preview_panel=true").content.decode())


def test_preview_brings_what_measures_it() -> None:
    office, article, category = person(is_superuser=True), factories.article(), factories.category()
    of_page = reverse("wagtailadmin_pages:preview_on_edit", args=[article.pk])
    of_snippet = reverse(category.snippet_viewset.get_url_name("preview_on_edit"), args=["1"])
    of_snippet = of_snippet.replace("/1/", f"/{category.pk}/")
    for thing, address in ((article, of_page), (category, of_snippet)):
        assert "checker-axe-configuration" in preview(office, thing, address)


def test_visitors_get_nothing_of_the_checks(client: Client, administrator: Office) -> None:
    article = factories.article()
    for visitor in (client, administrator.client):
        assert b"wagtail-userbar" not in visitor.get(article.url).content


# Lists


def test_list_of_news_shows_dates_and_categories(administrator: Office) -> None:
    category = factories.category(title="Събития")
    article = factories.article(title="Първа", date=NOON)
    article.categories = [category]
    article.save()
    addresses = (
        reverse("wagtailadmin_explore", args=[factories.news_index().pk]),
        reverse("wagtailadmin_pages:type_use", args=["news", "newspage"]),
    )
    for address in addresses:
        (row,) = listed(administrator, address)
        assert row[0].startswith("Първа")
        assert row[1:3] == ["15.03.2026", "Събития"]


def test_list_of_news_reads_the_categories_of_all_rows_at_once(administrator: Office) -> None:
    address = reverse("wagtailadmin_explore", args=[factories.news_index().pk])
    category = factories.category()

    def queries_about_categories() -> int:
        article = factories.article()
        article.categories = [category]
        article.save()
        with CaptureQueriesContext(connection) as queries:
            administrator.client.get(address)
        return sum("categor" in query["sql"] for query in queries)

    queries_about_categories()
    assert queries_about_categories() == queries_about_categories()


def test_list_of_news_is_ordered_filtered_and_searched(administrator: Office) -> None:
    category = factories.category()
    dated = factories.article(title="Стара копка", date=NOON)
    dated.categories = [category]
    dated.save()
    factories.article(title="Без дата", live=False, date=None)
    list_of_news = reverse("wagtailadmin_explore", args=[factories.news_index().pk])

    def titles(query: str) -> list[str]:
        rows = screen(administrator, list_of_news + query).select("#listing-results .title a")
        shown = [" ".join(link.get_text().split()) for link in rows]
        return [text for text in shown if text in ("Стара копка", "Без дата")]

    assert titles("?ordering=-date") == ["Без дата", "Стара копка"]
    assert titles("?ordering=date") == ["Стара копка", "Без дата"]
    assert titles("?date_from=01.03.2026&date_to=31.03.2026") == ["Стара копка"]
    assert titles(f"?categories={category.pk}") == ["Стара копка"]
    assert titles(f"?categories={category.pk}&q=копка&ordering=-date") == ["Стара копка"]


def test_search_in_the_whole_tree_finds_other_pages_than_news(administrator: Office) -> None:
    factories.about(title="Единствена")
    address = reverse("wagtailadmin_explore", args=[factories.news_index().pk])
    found = listed(administrator, f"{address}?q=Единствена&search_all=1")
    assert [row[0].split()[0] for row in found] == ["Единствена"]


# Errors


def test_404_leads_back_to_where_one_was(administrator: Office) -> None:
    came_from = f"http://testserver{reverse('wagtailadmin_home')}?a=1"
    for address in ("/admin/nothing/", reverse("wagtailadmin_pages:edit", args=[999_999])):
        found = screen(administrator, address, referer=came_from)
        links = [link["href"] for link in found.select(".page404__button")]
        assert links == ["/admin/?a=1", "/admin/"]


@pytest.mark.parametrize(
    "came_from",
    ["", "https://example.org/admin/", "http://testserver/bg/", "http://testserver/admin/nothing/"],
)
def test_404_leads_back_to_nothing_but_another_screen(
    administrator: Office, came_from: str
) -> None:
    found = screen(administrator, "/admin/nothing/", referer=came_from)
    assert [link["href"] for link in found.select(".page404__button")] == ["/admin/"]


def test_500_leads_back_to_the_form_that_was_sent(
    administrator: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    article = factories.article()
    address, form = edit_address(article), administrator.form(article)
    monkeypatch.setattr(NewsPage, "save_revision", fail)
    administrator.client.raise_request_exception = False
    answer = administrator.post(address, form, referer=f"http://testserver{address}")
    assert answer.status_code == 500
    links = BeautifulSoup(answer.content, "html.parser").select("a.button")
    assert [link["href"] for link in links] == [address, "/admin/"]
