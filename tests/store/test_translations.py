"""The state of a translation is right, and public, the moment a publish returns."""

from typing import Any

import pytest
from django.test import Client
from wagtail_localize.models import Translation, TranslationSource

from cms.store.flush import publish_transaction
from cms.store.models import Entry
from home.models import AboutPage
from tests import factories
from tests.stored import told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_line")]

BG, EN = "/bg/za-nas/", "/en/about/"
TEXTS = {"За нас": "About", "Сдружение": "Association", "Първо.": "First.", "Второ.": "Second."}


def state(path: str) -> str:
    return told(path)["translation"]["state"]


@pytest.fixture
def source(db: None) -> AboutPage:
    """A page in Bulgarian with two paragraphs, translated into English."""
    factories.home("en")
    body = [("text", "<p>Първо.</p><p>Второ.</p>")]
    page = factories.about(summary="Сдружение", body=body)
    factories.translate(page, TEXTS)
    return page


def edit(page: AboutPage, **fields: Any) -> AboutPage:
    for name, value in fields.items():
        setattr(page, name, value)
    return factories.publish(page)


def test_a_finished_translation_is_current_in_both_languages(source: AboutPage) -> None:
    assert state(BG) == "source"
    assert told(EN)["translation"] == {
        "state": "current",
        "source_locale": "bg",
        "source_id": told(BG)["id"],
        "translated_percent": 100,
    }
    assert told(BG)["translations"] == [
        {
            "locale": "en",
            "state": "current",
            "id": told(EN)["id"],
            "path": EN,
            "url": f"http://testserver{EN}",
        }
    ]


def test_a_changed_source_makes_its_translation_outdated_at_once(source: AboutPage) -> None:
    edit(source, summary="Ново сдружение")
    assert state(EN) == "outdated"
    assert told(BG)["translations"][0]["state"] == "outdated"
    assert told(EN)["translation"]["translated_percent"] == 75


@pytest.mark.parametrize("text", ["<p>Първо.</p><p>Второ.</p><p>Трето.</p>", "<p>Първо.</p>"])
def test_an_added_or_removed_paragraph_makes_outdated(source: AboutPage, text: str) -> None:
    edit(source, body=[{"type": "text", "id": source.body[0].id, "value": text}])
    assert state(EN) == "outdated"


def test_saving_without_a_change_of_text_leaves_it_current(source: AboutPage) -> None:
    factories.publish(source)
    assert state(EN) == "current"


def test_another_picture_leaves_it_current(source: AboutPage) -> None:
    edit(source, share_image=factories.image())
    assert state(EN) == "current"


def test_an_unpublished_draft_of_the_source_leaves_it_current(source: AboutPage) -> None:
    with publish_transaction():
        source.summary = "Чернова"
        source.save_revision()
    assert state(EN) == "current"


def test_taking_over_the_new_text_without_translating_it_stays_outdated(source: AboutPage) -> None:
    """Where stock wagtail-localize says it is up to date."""
    edit(source, summary="Ново сдружение")
    with publish_transaction():
        TranslationSource.objects.get(object_id=source.translation_key).update_from_db()
    factories.settle()
    assert state(EN) == "outdated"


def test_translating_the_change_makes_it_current_again(source: AboutPage) -> None:
    edit(source, summary="Ново сдружение")
    factories.translate(source, TEXTS | {"Ново сдружение": "New association"})
    assert state(EN) == "current"
    assert told(EN)["summary"] == "New association"


def test_undoing_the_change_makes_it_current_again(source: AboutPage) -> None:
    edit(source, summary="Ново сдружение")
    edit(AboutPage.objects.get(pk=source.pk), summary="Сдружение")
    assert state(EN) == "current"


def test_an_unpublished_translation_is_missing(source: AboutPage) -> None:
    with publish_transaction():
        AboutPage.objects.get(locale__language_code="en").unpublish()
    assert told(BG)["translations"][0] == {
        "locale": "en", "state": "missing", "id": None, "path": None, "url": None,
    }  # fmt: skip


def test_an_unpublished_source_is_no_source_to_the_public(source: AboutPage) -> None:
    with publish_transaction():
        source.unpublish()
    assert told(EN)["translation"]["source_id"] is None
    assert told(EN)["translations"][0]["state"] == "missing"


def test_sending_for_translation_makes_nothing_public() -> None:
    factories.home("en")
    page = factories.about()
    category = factories.category()
    before = set(Entry.objects.filter(live=True).values_list("path", flat=True))
    with publish_transaction():
        for thing in (page, category):
            source, _ = TranslationSource.update_or_create_from_instance(thing)
            translation = Translation.objects.create(
                source=source, target_locale=factories.locale("en")
            )
            translation.save_target(publish=False)
    assert set(Entry.objects.filter(live=True).values_list("path", flat=True)) == before


def test_a_translations_slug_comes_from_its_title(source: AboutPage) -> None:
    assert told(EN)["slug"] == "about"


def test_what_is_chosen_is_shown_in_the_readers_language_where_it_is_public(
    source: AboutPage, client: Client
) -> None:
    """Cards, categories and members; otherwise the source, marked with its language."""
    factories.translate(factories.news_index(), {})
    factories.translate(factories.members_index(), {})
    category, member = factories.category(title="Проекти"), factories.member(title="Член")
    translated = [factories.translate(category, {}), factories.translate(member, {})]
    article = factories.article(
        title="Сочи",
        categories=[category],
        members=[member],
        body=[("pages", {"title": "", "pages": [source, member]})],
    )
    english = factories.translate(article, {"Сочи": "Pointing"}).url_path

    def languages() -> set[str]:
        page = told(english)
        cards = [*page["categories"], *page["members"], *page["body"][0]["value"]["pages"]]
        assert len(cards) == 4
        return {card["locale"] for card in cards}

    assert languages() == {"en"}
    assert ">Проекти</a>" not in client.get(english).content.decode()
    with publish_transaction():
        for thing in (AboutPage.objects.get(locale__language_code="en"), *translated):
            thing.unpublish()
    factories.settle()
    assert languages() == {"bg"}
    html = client.get(english).content.decode()
    assert html.count('hreflang="bg">Проекти</a>') == html.count('hreflang="bg">За нас</a>') == 1
    assert html.count('hreflang="bg">Член</a>') == 2


def test_a_link_leads_to_the_readers_language_where_it_is_public(
    source: AboutPage, client: Client
) -> None:
    """Otherwise to the source, and says so."""
    body = [("text", f'<p><a linktype="page" id="{source.pk}">За нас</a></p>')]
    page = factories.text_page(factories.home(), title="Сочи", body=body)
    translated = factories.translate(page, {"Сочи": "Pointing"})
    path = translated.url_path
    assert f'<a href="http://testserver{EN}">' in told(path)["body"][0]["value"]
    with publish_transaction():
        AboutPage.objects.get(locale__language_code="en").unpublish()
    there = f'<a href="http://testserver{BG}" hreflang="bg">'
    assert there in told(path)["body"][0]["value"]
    assert there in client.get(path).content.decode()
