"""Each event of a page leaves the store right when it returns."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import (
    Page,
    PageViewRestriction,
    Revision,
)

from cms.store import scheduled_publishing
from cms.store.flush import publish_transaction
from cms.store.models import Entry, ListState
from news.models import NewsPage
from tests import factories
from tests.stored import at, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_line")]

ARTICLE = "/bg/novini/parva-kopka/"
NOBODY = {"restriction_type": PageViewRestriction.LOGIN}


def test_a_draft_is_not_in_the_store() -> None:
    factories.article(live=False)
    assert not Entry.objects.filter(path=ARTICLE).exists()


def test_saving_a_draft_of_a_live_page_changes_nothing() -> None:
    page = factories.article(summary="както беше")
    before = list(Entry.objects.order_by("pk").values())
    with publish_transaction():
        page.title = "Чернова"
        page.save_revision()
    assert list(Entry.objects.order_by("pk").values()) == before


def test_unpublishing_leaves_a_gone_row_without_content() -> None:
    page = factories.article()
    with publish_transaction():
        page.unpublish()
    gone = Entry.objects.get(path=ARTICLE)
    assert not gone.live
    assert (gone.full_json, gone.list_json, gone.card_json) == ("", "", "")
    assert not gone.memberships.exists()


def test_publishing_again_brings_the_same_entry_back() -> None:
    page = factories.article()
    identity = Entry.objects.get(path=ARTICLE).pk
    with publish_transaction():
        page.unpublish()
    factories.publish(NewsPage.objects.get(pk=page.pk))
    assert Entry.objects.get(path=ARTICLE, live=True).pk == identity


def test_deleting_a_page_leaves_a_gone_row() -> None:
    page = factories.article()
    with publish_transaction():
        Page.objects.get(pk=page.pk).delete()
    assert not Entry.objects.get(path=ARTICLE).live


def test_a_plain_save_is_seen() -> None:
    page = factories.article()
    with publish_transaction():
        page.title = "Друго заглавие"
        page.save()
    assert told(ARTICLE)["title"] == "Друго заглавие"


def test_a_scheduled_page_appears_when_it_is_due() -> None:
    page = factories.article(live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    with publish_transaction():
        page.save_revision().publish()
    assert at(ARTICLE) is None
    due = timezone.now() - timedelta(minutes=1)
    revision = Revision.objects.get(pk=page.latest_revision_id)
    revision.approved_go_live_at = due
    revision.content["go_live_at"] = due.isoformat()
    with publish_transaction():
        revision.save()
        scheduled_publishing.publish_due()
    assert at(ARTICLE)


def test_an_expired_page_disappears() -> None:
    page = factories.article()
    with publish_transaction():
        page.expire_at = timezone.now() - timedelta(minutes=1)
        page.save()
        scheduled_publishing.publish_due()
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
    with publish_transaction():
        parent.unpublish()
    assert at("/bg/za-nas/istoria/"), "a live page below an unpublished one stays public"
    with publish_transaction():
        parent.refresh_from_db()
        parent.slug = "nas"
        parent.save()
    assert at("/bg/nas/istoria/")


def test_a_move_changes_path_and_breadcrumbs() -> None:
    parent = factories.about()
    page = factories.text_page(parent, title="История")
    other = factories.text_page(factories.home(), title="Друго")
    with publish_transaction():
        Page.objects.get(pk=page.pk).move(Page.objects.get(pk=other.pk), pos="last-child")
    assert told("/bg/drugo/istoria/")["breadcrumbs"][-1]["title"] == "Друго"
    assert not Entry.objects.filter(path="/bg/za-nas/istoria/", live=True).exists()


def test_reordering_members_reorders_their_list() -> None:
    first = factories.member(title="Първи")
    second = factories.member(title="Втори")
    before = ListState.objects.get(name="type:member", locale="bg").sequence
    with publish_transaction():
        Page.objects.get(pk=second.pk).move(Page.objects.get(pk=first.pk), pos="left")
    assert ListState.objects.get(name="type:member", locale="bg").sequence > before


def test_moving_to_a_restricted_place_makes_private() -> None:
    page = factories.text_page(factories.about(), title="История")
    secret = factories.text_page(factories.home(), title="Тайно")
    with publish_transaction():
        PageViewRestriction.objects.create(page=secret, **NOBODY)
        Page.objects.get(pk=page.pk).move(Page.objects.get(pk=secret.pk), pos="last-child")
    assert at("/bg/tayno/istoria/") is None


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
    scheduled_publishing.publish_due()
    assert at("/bg/novini/vtora/")
    assert "could not be published" in caplog.text
