"""Each event that changes what is public leaves the store right when it returns."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    Revision,
)

from cms.store import comparing, schedule
from cms.store.flush import publishing
from cms.store.models import Entry, Listing
from news.models import NewsPage
from tests import factories

pytestmark = pytest.mark.django_db

ARTICLE = "/bg/novini/parva-kopka/"
NOBODY = {"restriction_type": PageViewRestriction.LOGIN}


def at(path: str) -> Entry | None:
    return Entry.objects.filter(path=path, live=True).first()


def told(path: str) -> dict[str, Any]:
    return json.loads(Entry.objects.get(path=path, live=True).whole)


@pytest.fixture(autouse=True)
def _in_line(db: None) -> Any:
    """Whatever a test did, the store equals the pages at its end."""
    yield
    factories.settle()
    assert list(comparing.differences()) == []


def test_a_draft_is_not_in_the_store() -> None:
    factories.article(live=False)
    assert not Entry.objects.filter(path=ARTICLE).exists()


def test_saving_a_draft_of_a_live_page_changes_nothing() -> None:
    page = factories.article(summary="както беше")
    before = list(Entry.objects.order_by("pk").values())
    with publishing():
        page.title = "Чернова"
        page.save_revision()
    assert list(Entry.objects.order_by("pk").values()) == before


def test_unpublishing_leaves_a_gone_row_without_content() -> None:
    page = factories.article()
    with publishing():
        page.unpublish()
    gone = Entry.objects.get(path=ARTICLE)
    assert not gone.live
    assert (gone.whole, gone.listed, gone.card) == ("", "", "")
    assert not gone.facets.exists()


def test_publishing_again_brings_the_same_entry_back() -> None:
    page = factories.article()
    identity = Entry.objects.get(path=ARTICLE).pk
    with publishing():
        page.unpublish()
    factories.publish(NewsPage.objects.get(pk=page.pk))
    assert Entry.objects.get(path=ARTICLE, live=True).pk == identity


def test_publishing_without_a_change_moves_no_number() -> None:
    page = factories.article()
    before = list(Entry.objects.order_by("pk").values())
    lists = list(Listing.objects.order_by("pk").values())
    factories.publish(page)
    assert list(Entry.objects.order_by("pk").values()) == before
    assert list(Listing.objects.order_by("pk").values()) == lists


def test_deleting_a_page_leaves_a_gone_row() -> None:
    page = factories.article()
    with publishing():
        Page.objects.get(pk=page.pk).delete()
    assert not Entry.objects.get(path=ARTICLE).live


def test_a_plain_save_is_seen() -> None:
    page = factories.article()
    with publishing():
        page.title = "Друго заглавие"
        page.save()
    assert told(ARTICLE)["title"] == "Друго заглавие"


def test_a_scheduled_page_appears_when_it_is_due() -> None:
    page = factories.article(live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    with publishing():
        page.save_revision().publish()
    assert at(ARTICLE) is None
    due = timezone.now() - timedelta(minutes=1)
    revision = Revision.objects.get(pk=page.latest_revision_id)
    revision.approved_go_live_at = due
    revision.content["go_live_at"] = due.isoformat()
    with publishing():
        revision.save()
        schedule.run()
    assert at(ARTICLE)


def test_an_expired_page_disappears() -> None:
    page = factories.article()
    with publishing():
        page.expire_at = timezone.now() - timedelta(minutes=1)
        page.save()
        schedule.run()
    assert at(ARTICLE) is None


def test_a_new_slug_moves_the_page_and_everything_below() -> None:
    parent = factories.about()
    factories.text_page(parent, title="История")
    parent.slug = "nas"
    factories.publish(parent)
    assert at("/bg/nas/")
    assert at("/bg/nas/istoria/")
    assert told("/bg/nas/istoria/")["breadcrumbs"][-1]["path"] == "/bg/nas/"


def test_the_new_slug_of_an_unpublished_parent_moves_the_live_pages_below() -> None:
    parent = factories.about()
    factories.text_page(parent, title="История")
    with publishing():
        parent.unpublish()
    assert at("/bg/za-nas/istoria/"), "a live page below an unpublished one stays public"
    with publishing():
        parent.refresh_from_db()
        parent.slug = "nas"
        parent.save()
    assert at("/bg/nas/istoria/")


def test_a_move_changes_path_and_breadcrumbs() -> None:
    parent = factories.about()
    page = factories.text_page(parent, title="История")
    other = factories.text_page(factories.home(), title="Друго")
    with publishing():
        Page.objects.get(pk=page.pk).move(Page.objects.get(pk=other.pk), pos="last-child")
    assert told("/bg/drugo/istoria/")["breadcrumbs"][-1]["title"] == "Друго"
    assert not Entry.objects.filter(path="/bg/za-nas/istoria/", live=True).exists()


def test_reordering_members_reorders_their_list() -> None:
    first = factories.member(title="Първи")
    second = factories.member(title="Втори")
    before = Listing.objects.get(name="type:member", locale="bg").sequence
    with publishing():
        Page.objects.get(pk=second.pk).move(Page.objects.get(pk=first.pk), pos="left")
    assert Listing.objects.get(name="type:member", locale="bg").sequence > before


def test_moving_to_a_restricted_place_makes_private() -> None:
    page = factories.text_page(factories.about(), title="История")
    secret = factories.text_page(factories.home(), title="Тайно")
    with publishing():
        PageViewRestriction.objects.create(page=secret, **NOBODY)
        Page.objects.get(pk=page.pk).move(Page.objects.get(pk=secret.pk), pos="last-child")
    assert at("/bg/tayno/istoria/") is None


def test_restricting_and_freeing_a_parent_reaches_everything_below() -> None:
    parent = factories.about()
    factories.text_page(parent, title="История")
    with publishing():
        restriction = PageViewRestriction.objects.create(page=parent, **NOBODY)
    assert at("/bg/za-nas/istoria/") is None
    with publishing():
        restriction.delete()
    assert at("/bg/za-nas/istoria/")


def test_a_link_to_a_page_that_becomes_private_turns_into_words() -> None:
    target = factories.text_page(factories.home(), title="Цел")
    link = f'<p><a linktype="page" id="{target.pk}">към целта</a></p>'
    factories.text_page(factories.home(), title="Сочи", body=[("text", link)])
    assert 'href="http://testserver/bg/tsel/"' in told("/bg/sochi/")["body"][0]["value"]
    with publishing():
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
    with publishing():
        old.publish()
    assert told(ARTICLE)["summary"] == "първо"


def test_an_alias_follows_its_source() -> None:
    source = factories.text_page(factories.home(), title="Извор")
    with publishing():
        source.create_alias(update_slug="drug-izvor")
    assert at("/bg/drug-izvor/")
    source.title = "Нов извор"
    factories.publish(source)
    assert told("/bg/drug-izvor/")["title"] == "Нов извор"
    with publishing():
        PageViewRestriction.objects.create(page=source, **NOBODY)
    assert at("/bg/drug-izvor/") is None, "an alias has its source's restrictions"


def test_an_alias_in_another_language_is_missing() -> None:
    source = factories.about()
    factories.home("en")
    with publishing():
        source.copy_for_translation(factories.locale("en"), alias=True)
    assert not Entry.objects.filter(locale="en", type="about").exists()
    assert told("/bg/za-nas/")["translations"][0]["state"] == "missing"


def test_a_picture_in_a_restricted_collection_is_not_shown() -> None:
    picture = factories.image()
    factories.article(picture=picture)
    assert told(ARTICLE)["picture"]
    collection = Collection.get_first_root_node().add_child(name="Вътрешни")
    with publishing():
        restriction = CollectionViewRestriction.objects.create(collection=collection, **NOBODY)
        picture.collection = collection
        picture.save()
    assert told(ARTICLE)["picture"] is None
    with publishing():
        restriction.delete()
    assert told(ARTICLE)["picture"]


def test_a_deleted_picture_leaves_its_article() -> None:
    picture = factories.image()
    factories.article(picture=picture)
    with publishing():
        picture.delete()
    assert told(ARTICLE)["picture"] is None


def test_a_files_new_title_is_shown() -> None:
    document = factories.document(title="Старо")
    factories.article(body=[("file", {"title": "", "description": "", "file": document})])
    with publishing():
        document.title = "Ново"
        document.save()
    assert told(ARTICLE)["body"][0]["value"]["title"] == "Ново"


def test_a_categorys_new_name_and_address_are_shown() -> None:
    category = factories.category(title="Проекти")
    factories.article(categories=[category])
    category.title, category.slug = "Планове", "planove"
    factories.publish(category)
    assert told(ARTICLE)["categories"][0]["path"] == "/bg/novini/kategoria/planove/"
    with publishing():
        category.delete()
    assert told(ARTICLE)["categories"] == []


def test_a_category_is_public_once_the_news_are() -> None:
    category = factories.category()
    assert not Entry.objects.filter(type="news_category").exists()
    factories.news_index()
    assert Entry.objects.get(type="news_category").path.endswith(f"/kategoria/{category.slug}/")


def test_the_frame_follows_the_menu() -> None:
    factories.site_profile()
    page = factories.text_page(factories.home(), title="Контакти", show_in_menus=True)
    assert [card["title"] for card in told("site:bg")["navigation"]] == ["Контакти"]
    with publishing():
        page.unpublish()
    assert told("site:bg")["navigation"] == []


def test_a_new_language_is_missing_everywhere_until_it_is_there(settings: Any) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "Deutsch")]
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES
    factories.about()
    with publishing():
        german = factories.locale("de")
    comparing.sync(lambda done, of: None)
    assert [each["locale"] for each in told("/bg/za-nas/")["translations"]] == ["en", "de"]
    with publishing():
        german.delete()
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES[:2]
    comparing.sync(lambda done, of: None)
    assert [each["locale"] for each in told("/bg/za-nas/")["translations"]] == ["en"]


def test_a_new_address_of_the_site_is_in_every_entry(settings: Any) -> None:
    factories.about()
    updated = Entry.objects.get(path="/bg/za-nas/").updated_at
    settings.BASE_URL = "https://example.org"
    call_command("sync_store", "--if-stale", verbosity=0)
    assert told("/bg/za-nas/")["url"] == "https://example.org/bg/za-nas/"
    assert Entry.objects.get(path="/bg/za-nas/").updated_at == updated
    settings.BASE_URL = "http://testserver"
    call_command("sync_store", "--if-stale", verbosity=0)


def test_one_that_cannot_be_published_does_not_hold_up_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    taken = factories.article(live=False, title="Първа")
    free = factories.article(live=False, title="Втора")
    due = timezone.now() - timedelta(minutes=1)
    for number, page in enumerate((taken, free)):
        revision = Revision.objects.get(pk=page.latest_revision_id)
        revision.approved_go_live_at = due + timedelta(seconds=number)
        if page == taken:
            revision.content["slug"] = "feed"
            revision.content["title"] = ""
        revision.save()
    schedule.run()
    assert at("/bg/novini/vtora/")
    assert "could not be published" in caplog.text
