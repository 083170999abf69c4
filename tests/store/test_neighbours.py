"""What a page shows of others, and who may see it, is right when their change returns."""

from typing import Any

import pytest
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
)

from cms.store import consistency
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from tests import factories
from tests.stored import at, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_line")]

ARTICLE = "/bg/novini/parva-kopka/"
NOBODY = {"restriction_type": PageViewRestriction.LOGIN}


def test_restricting_and_freeing_a_parent_reaches_everything_below() -> None:
    parent = factories.about()
    factories.text_page(parent, title="История")
    with publish_transaction():
        restriction = PageViewRestriction.objects.create(page=parent, **NOBODY)
    assert at("/bg/za-nas/istoria/") is None
    with publish_transaction():
        restriction.delete()
    assert at("/bg/za-nas/istoria/")


def test_a_link_to_a_page_that_becomes_private_turns_into_words() -> None:
    target = factories.text_page(factories.home(), title="Цел")
    link = f'<p><a linktype="page" id="{target.pk}">към целта</a></p>'
    factories.text_page(factories.home(), title="Сочи", body=[("text", link)])
    assert 'href="http://testserver/bg/tsel/"' in told("/bg/sochi/")["body"][0]["value"]
    with publish_transaction():
        target.unpublish()
    assert told("/bg/sochi/")["body"][0]["value"] == "<p>към целта</p>"


def test_a_neighbours_new_title_is_shown_and_is_no_update() -> None:
    target = factories.text_page(factories.home(), title="Цел")
    body = [("pages", {"title": "", "pages": [target]})]
    factories.text_page(factories.home(), title="Сочи", body=body)
    before = Entry.objects.get(path="/bg/sochi/")
    target.title = "Нова цел"
    factories.publish(target)
    after = Entry.objects.get(path="/bg/sochi/")
    assert told("/bg/sochi/")["body"][0]["value"]["pages"][0]["title"] == "Нова цел"
    assert after.sequence > before.sequence
    assert after.updated_at == before.updated_at


def test_restoring_an_old_revision_restores_the_entry() -> None:
    page = factories.article(summary="първо")
    old = page.latest_revision
    page.summary = "второ"
    page = factories.publish(page)
    with publish_transaction():
        old.publish()
    assert told(ARTICLE)["summary"] == "първо"


def test_an_alias_follows_its_source() -> None:
    source = factories.text_page(factories.home(), title="Извор")
    with publish_transaction():
        source.create_alias(update_slug="drug-izvor")
    assert at("/bg/drug-izvor/")
    source.title = "Нов извор"
    factories.publish(source)
    assert told("/bg/drug-izvor/")["title"] == "Нов извор"
    with publish_transaction():
        PageViewRestriction.objects.create(page=source, **NOBODY)
    assert at("/bg/drug-izvor/") is None, "an alias has its source's restrictions"


def test_an_alias_in_another_language_is_missing() -> None:
    source = factories.about()
    factories.home("en")
    with publish_transaction():
        source.copy_for_translation(factories.locale("en"), alias=True)
    assert not Entry.objects.filter(locale="en", type="about").exists()
    assert told("/bg/za-nas/")["translations"][0]["state"] == "missing"


def test_a_picture_in_a_restricted_collection_is_not_shown() -> None:
    picture = factories.image()
    factories.article(picture=picture)
    assert told(ARTICLE)["picture"]
    collection = Collection.get_first_root_node().add_child(name="Вътрешни")
    with publish_transaction():
        restriction = CollectionViewRestriction.objects.create(collection=collection, **NOBODY)
        picture.collection = collection
        picture.save()
    assert told(ARTICLE)["picture"] is None
    with publish_transaction():
        restriction.delete()
    assert told(ARTICLE)["picture"]


def test_a_deleted_picture_leaves_its_article() -> None:
    picture = factories.image()
    factories.article(picture=picture)
    with publish_transaction():
        picture.delete()
    assert told(ARTICLE)["picture"] is None


def test_a_files_new_title_is_shown() -> None:
    document = factories.document(title="Старо")
    factories.article(body=[("file", {"title": "", "description": "", "file": document})])
    with publish_transaction():
        document.title = "Ново"
        document.save()
    assert told(ARTICLE)["body"][0]["value"]["title"] == "Ново"


def test_a_categorys_new_name_and_address_are_shown() -> None:
    category = factories.category(title="Проекти")
    factories.article(categories=[category])
    category.title, category.slug = "Планове", "planove"
    factories.publish(category)
    assert told(ARTICLE)["categories"][0]["path"] == "/bg/novini/kategoria/planove/"
    with publish_transaction():
        category.delete()
    assert told(ARTICLE)["categories"] == []


@pytest.mark.usefixtures("no_sections")
def test_a_category_is_public_once_the_news_are() -> None:
    category = factories.category()
    assert not Entry.objects.filter(type="news_category").exists()
    factories.news_index()
    assert Entry.objects.get(type="news_category").path.endswith(f"/kategoria/{category.slug}/")


@pytest.mark.usefixtures("no_sections")
def test_the_frame_follows_the_menu() -> None:
    factories.site_profile()
    page = factories.text_page(factories.home(), title="Контакти", show_in_menus=True)
    assert [card["title"] for card in told("site:bg")["navigation"]] == ["Контакти"]
    with publish_transaction():
        page.unpublish()
    assert told("site:bg")["navigation"] == []


def test_a_new_language_is_missing_everywhere_until_it_is_there(settings: Any) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "Deutsch")]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES
    factories.about()
    with publish_transaction():
        german = factories.locale("de")
    consistency.sync(lambda done, of: None)
    assert [each["locale"] for each in told("/bg/za-nas/")["translations"]] == ["en", "de"]
    with publish_transaction():
        german.delete()
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES[:2]
    consistency.sync(lambda done, of: None)
    assert [each["locale"] for each in told("/bg/za-nas/")["translations"]] == ["en"]
