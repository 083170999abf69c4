"""A draft of a translation is a draft: what is public of it stays as it was."""

from typing import Any

import pytest
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import translate_object, translate_page_subtree

from cms.store.flush import publish_transaction
from cms.store.models import Entry
from home.models import SiteProfile
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NEW = "Ново на български"


def told(thing: Any) -> str:
    """What is public of its English translation."""
    entry = Entry.objects.get(group__endswith=thing.translation_key, locale="en", live=True)
    return entry.full_json.replace('"outdated"', '"current"').replace(":50", ":100")


def changed(thing: Any, **fields: Any) -> Any:
    """Change the source, and take it over into the translators' editor."""
    for name, value in fields.items():
        setattr(thing, name, value)
    thing = factories.publish(thing)
    with publish_transaction():
        TranslationSource.objects.get(object_id=thing.translation_key).update_from_db()
    factories.settle()
    return thing


def translated_page() -> Any:
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {})
    article = factories.article(title="Заглавие")
    factories.translate(article, {"Заглавие": "Title"})
    return article


def translated_category() -> Any:
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {})
    category = factories.category(title="Проекти")
    factories.translate(category, {"Проекти": "Projects"})
    return category


@pytest.mark.parametrize("make", [translated_page, translated_category])
def test_saving_a_draft_of_what_is_live_changes_what_is_public(make: Any) -> None:
    source = make()
    source = changed(source, summary=NEW)
    before = told(source)
    job = Translation.objects.get(source__object_id=source.translation_key)
    with publish_transaction():
        job.save_target(publish=False)
    factories.settle()
    target = job.get_target_instance()
    assert (target.live, target.summary) == (True, "")
    assert told(source) == before
    assert target.has_unpublished_changes
    assert target.get_latest_revision_as_object().summary == NEW
    factories.translate(source, {"Проекти": "Projects", "Заглавие": "Title", NEW: "New"})
    assert job.get_target_instance().summary == "New"
    assert '"New"' in told(source)


@pytest.mark.parametrize("make", [translated_page, translated_category])
def test_sending_again_changes_what_is_public(make: Any) -> None:
    """Not even where a translator has finished, and nobody has published it."""
    source = changed(make(), summary=NEW)
    factories.translate(source, {NEW: "Unseen"}, live=False)
    before = told(source)
    with publish_transaction():
        translate_object(source, [factories.locale("en")])
        translate_page_subtree(factories.home().pk, [factories.locale("en")], None, None)
    factories.settle()
    assert told(source) == before
    assert "Unseen" not in before


def test_sending_a_section_makes_something_public() -> None:
    profile, category = factories.site_profile(), factories.category(title="Проекти")
    factories.article(title="Заглавие", categories=[category])
    factories.article(title="Чернова", live=False)
    with publish_transaction():
        for thing in (factories.home(), profile, category):
            translate_object(thing, [factories.locale("en")])
        translate_page_subtree(factories.home().pk, [factories.locale("en")], None, None)
    factories.settle()
    assert SiteProfile.objects.count() == 2
    assert not Entry.objects.filter(locale="en", live=True).exists()


def test_a_draft_that_is_unpublished_stays_public() -> None:
    """A draft beside it keeps no live translation alive."""
    source = changed(translated_category(), summary=NEW)
    job = Translation.objects.get(source__object_id=source.translation_key)
    job.save_target(publish=False)
    with publish_transaction():
        job.get_target_instance().unpublish()
    factories.settle()
    assert not job.get_target_instance().live
    assert not Entry.objects.filter(locale="en", type="news_category", live=True).exists()
