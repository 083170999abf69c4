"""What the editors' days (test_machine.py) brought to light, each reduced to its core."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import StringTranslation
from wagtail_localize.operations import translate_object
from wagtail_localize.views.convert import sync_alias

from cms.store import consistency
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from home.models import ContentPage
from news.models import NewsCategory, NewsIndexPage
from tests import factories
from tests.stored import at, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_line")]

NOBODY = {"restriction_type": PageViewRestriction.LOGIN}


def restrict(page: Page) -> None:
    with publish_transaction():
        PageViewRestriction.objects.create(page=page, **NOBODY)


def hidden_page(**fields: Any) -> ContentPage:
    """A draft that was never public."""
    page = ContentPage(**{"title": "Цел"} | fields)
    return factories.child(factories.home(), page, live=False)


# Aliases


def test_an_alias_of_an_alias_has_the_first_ones_restrictions() -> None:
    source = factories.text_page(factories.home(), title="Извор")
    with publish_transaction():
        source.create_alias(update_slug="first").create_alias(update_slug="second")
    assert at("/bg/second/")
    restrict(source)
    assert at("/bg/second/") is None


def test_what_stands_below_an_unpublished_alias_has_its_sources_restrictions() -> None:
    source = factories.text_page(factories.home(), title="Извор")
    with publish_transaction():
        alias = source.create_alias(update_slug="alias")
    factories.text_page(alias, title="Долу")
    with publish_transaction():
        alias.refresh_from_db()
        alias.unpublish()
    assert at("/bg/alias/dolu/")
    restrict(source)
    assert at("/bg/alias/dolu/") is None


def test_alias_of_a_page_below_a_restricted_section_is_restricted() -> None:
    section = factories.text_page(factories.home(), title="Отгоре")
    child = factories.text_page(section, title="Долу")
    with publish_transaction():
        child.create_alias(parent=factories.home(), update_slug="alias")
    assert at("/bg/alias/")
    with publish_transaction():
        restriction = section.view_restrictions.create(**NOBODY)
    assert at("/bg/alias/") is None
    with publish_transaction():
        restriction.delete()
    assert at("/bg/alias/")
    assert list(consistency.find_differences()) == []


def test_alias_follows_its_source_into_a_restricted_section() -> None:
    section = factories.text_page(factories.home(), title="Отгоре")
    source = factories.text_page(factories.home(), title="Извор")
    with publish_transaction():
        section.view_restrictions.create(**NOBODY)
        source.create_alias(update_slug="alias")
    assert at("/bg/alias/")
    with publish_transaction():
        source.move(section, pos="last-child")
    assert at("/bg/alias/") is None
    assert list(consistency.find_differences()) == []


def test_alias_of_a_page_below_an_alias_has_the_restrictions_of_both_sources() -> None:
    home = factories.home()
    section = factories.text_page(home, title="Отгоре")
    branch = factories.text_page(section, title="Клон")
    with publish_transaction():
        alias = branch.create_alias(parent=home, update_slug="alias")
    leaf = factories.text_page(alias, title="Листо")
    with publish_transaction():
        leaf.create_alias(parent=home, update_slug="second")
    assert at("/bg/second/")
    with publish_transaction():
        section.view_restrictions.create(**NOBODY)
    assert at("/bg/second/") is None
    with publish_transaction():
        alias.refresh_from_db()
        alias.alias_of = None
        alias.save(update_fields=["alias_of"])
    assert at("/bg/second/"), "its source stands below a page of its own by now"
    assert list(consistency.find_differences()) == []


def test_restrictions_of_aliases_that_stand_below_each_other_are_found() -> None:
    first = factories.text_page(factories.home(), title="Първи")
    second = factories.text_page(factories.home(), title="Втори")
    with publish_transaction():
        second.create_alias(parent=first, update_slug="of-second")
        first.create_alias(parent=second, update_slug="of-first")
    with publish_transaction():
        first.view_restrictions.create(**NOBODY)
    assert at("/bg/vtori/of-first/") is None
    assert at("/bg/parvi/of-second/") is None
    assert at("/bg/vtori/")
    assert list(consistency.find_differences()) == []


def test_what_stands_below_an_alias_that_becomes_a_page_is_freed_with_it() -> None:
    source = factories.text_page(factories.home(), title="Извор")
    with publish_transaction():
        alias = source.create_alias(update_slug="alias")
    factories.text_page(alias, title="Долу")
    restrict(source)
    with publish_transaction():
        alias.refresh_from_db()
        alias.alias_of = None
        alias.save(update_fields=["alias_of"])
    assert at("/bg/alias/dolu/")


@pytest.fixture
def mirrored(db: None) -> ContentPage:
    """A page that the English site shows in Bulgarian to its editors, and to nobody else."""
    factories.home("en")
    source = factories.text_page(factories.home(), title="Извор")
    with publish_transaction():
        source.copy_for_translation(factories.locale("en"), alias=True)
    return source


def english() -> list[str]:
    live = Entry.objects.filter(live=True, locale="en", type="content")
    return list(live.values_list("path", flat=True))


def test_sending_a_mirrored_page_for_translation_does_not_publish_it(
    mirrored: ContentPage,
) -> None:
    with publish_transaction():
        translate_object(mirrored, [factories.locale("en")])
    assert english() == []
    factories.translate(mirrored, {"Извор": "Spring"})
    assert english() == ["/en/spring/"]


def test_a_mirror_that_becomes_a_page_of_its_own_is_a_draft(mirrored: ContentPage) -> None:
    mirrored.summary = "Ново"
    factories.publish(mirrored)
    mirror = ContentPage.objects.get(locale__language_code="en", alias_of=mirrored)
    with publish_transaction():
        mirror.alias_of = None
        mirror.save(update_fields=["alias_of"])
    assert english() == []


def test_an_alias_of_a_mirror_is_not_public_either(mirrored: ContentPage) -> None:
    mirror = ContentPage.objects.get(locale__language_code="en", alias_of=mirrored)
    with publish_transaction():
        mirror.create_alias(update_slug="mirror")
    factories.publish(mirrored)
    assert english() == []


def test_a_translation_that_becomes_a_mirror_again_is_not_public() -> None:
    factories.home("en")
    source = factories.text_page(factories.home(), title="Извор")
    page = factories.translate(source, {"Извор": "Spring"})
    with publish_transaction():
        sync_alias(source, page)
        page.alias_of_id = source.pk
        page.save(update_fields=["alias_of_id"], clean=False)
    assert english() == []
    with publish_transaction():
        translate_object(source, [factories.locale("en")])
    assert english() == []


def test_a_mirror_is_never_taken_for_the_source() -> None:
    page = factories.text_page(factories.home("en"), title="Spring")
    with publish_transaction():
        page.copy_for_translation(factories.locale("bg"), alias=True)
    assert told("/en/spring/")["translation"]["state"] == "source"


# Drafts, and what else has no entry


def test_a_deleted_draft_is_no_longer_linked_to() -> None:
    """Its link told it to be made from something that is no more, and moved its digest."""
    target = hidden_page()
    link = f'<p><a linktype="page" id="{target.pk}">към целта</a></p>'
    page = factories.text_page(factories.home(), title="Сочи", body=[("text", link)])
    factories.article(members=[], body=[("pages", {"title": "", "pages": [target]})])
    with publish_transaction():
        target.delete()
    assert told(page.url_path)["body"][0]["value"] == "<p>към целта</p>"


@pytest.mark.usefixtures("no_sections")
def test_a_draft_in_the_menu_does_not_touch_the_frame() -> None:
    factories.site_profile()
    hidden_page(show_in_menus=True)
    assert told("site:bg")["navigation"] == []


def test_a_draft_category_does_not_touch_the_news() -> None:
    factories.news_index()
    with publish_transaction():
        NewsCategory(title="Тайна", locale=factories.locale(), live=False).save()
    assert told("/bg/novini/")["categories"] == []


@pytest.mark.usefixtures("no_sections")
def test_the_frame_names_the_feed_of_a_news_section_outside_the_menu() -> None:
    factories.site_profile()
    assert told("site:bg")["feeds"] == []
    factories.child(factories.home(), NewsIndexPage(title="Новини", show_in_menus=False))
    assert told("site:bg")["feeds"][0]["path"] == "/bg/novini/feed.rss"


# Lists and places


def test_a_home_stays_where_it_is_whatever_slug_is_typed(client: Client) -> None:
    """It was published at /typed/, an address that nothing answers at."""
    rename(factories.home(), "typed")
    assert at("/typed/") is None
    assert client.get("/bg/").status_code == 200


def test_reordering_members_reorders_them_on_their_articles() -> None:
    first = factories.member(title="Първи")
    second = factories.member(title="Втори")
    factories.article(members=[first, second])
    with publish_transaction():
        Page.objects.get(pk=second.pk).move(Page.objects.get(pk=first.pk), pos="left")
    shown = [card["title"] for card in told("/bg/novini/parva-kopka/")["members"]]
    assert shown == ["Втори", "Първи"]


def test_a_category_is_as_restricted_as_the_news() -> None:
    index = factories.news_index()
    category = factories.category()
    path = category.get_public_path()
    assert at(path)
    restrict(index)
    assert at(path) is None


# Former addresses


def rename(thing: Any, slug: str) -> None:
    thing.refresh_from_db()
    thing.slug = slug
    factories.publish(thing)


def test_a_category_renamed_there_and_back_is_found_where_it_is(client: Client) -> None:
    """Its redirects led round in a circle."""
    factories.news_index()
    category = factories.category()
    for slug in ("first", "second", "first", "third"):
        rename(category, slug)
    for slug in ("proekti", "first", "second"):
        response = client.get(f"/bg/novini/kategoria/{slug}/")
        assert (response.status_code, response["Location"]) == (301, category.get_public_path())


def test_a_category_is_found_after_its_section_was_renamed(client: Client) -> None:
    section, category = factories.news_index(), factories.category()
    rename(section, "vesti")
    response = client.get("/bg/novini/kategoria/proekti/")
    assert (response.status_code, response["Location"]) == (301, category.get_public_path())


def test_a_former_address_does_not_hide_a_restricted_page(client: Client) -> None:
    """Those let in were led after the page that had stood there before."""
    rename(factories.text_page(factories.home(), title="Извор"), "drugade")
    restrict(factories.text_page(factories.home(), title="Извор"))
    response = client.get("/bg/izvor/")
    assert (response.status_code, response["Location"]) == (302, "/admin/login/?next=/bg/izvor/")


# Translations


def test_what_a_translator_has_done_so_far_is_told() -> None:
    factories.home("en")
    page = factories.text_page(factories.home(), title="Извор", summary="Вода")
    translated = factories.translate(page, {"Извор": "Spring"})
    assert told(translated.url_path)["translation"]["translated_percent"] == 100
    with publish_transaction():
        StringTranslation.objects.get(data="en: Вода").delete()
    assert told(translated.url_path)["translation"]["translated_percent"] == 50
    with publish_transaction():
        row = StringTranslation.objects.get(data="Spring")
        row.translation_type = StringTranslation.TRANSLATION_TYPE_MACHINE
        row.save()
    assert told(translated.url_path)["translation"]["state"] == "machine"
