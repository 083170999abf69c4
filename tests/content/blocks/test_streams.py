"""What a source showed is deleted after it was sent: its translation is put together all the same.

With Wagtail's own field and choosers, wagtail-localize ends each of these in an AttributeError or
DoesNotExist.
"""

import json
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation
from wagtail_localize.operations import translate_object

from cms.content.blocks import streams
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from home.models import ContentPage
from tests import factories
from tests.store.operations import committing

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def picture() -> Any:
    image = factories.image()
    image.contextual_alt_text, image.decorative = "Какво се вижда", False
    return image


@pytest.fixture
def source() -> ContentPage:
    """A page with a picture, a gallery, a video, a button and cards; it was sent."""
    home = factories.home()
    factories.translate(home, {})
    other = factories.text_page(home, title="Друга")
    shown = {"image": picture(), "caption": "Надпис", "credit": ""}
    video = {"title": "Видео", "url": "https://example.org/", "caption": ""}
    body = [
        ("text", "<p>Текст</p>"),
        ("picture", shown),
        ("gallery", {"title": "Галерия", "pictures": [{**shown, "image": picture()}]}),
        ("video", video | {"poster": picture()}),
        ("call_to_action", {"title": "", "text": "", "label": "Вижте", "page": other, "url": ""}),
        ("pages", {"title": "Още", "pages": [other]}),
    ]
    page = factories.text_page(home, title="Страница", body=body)
    translate_object(page, [factories.locale("en")])
    return ContentPage.objects.get(pk=page.pk)


def delete_all_that_is_shown() -> None:
    with publish_transaction():
        get_image_model().objects.all().delete()
        Page.objects.get(title="Друга").delete()


def english(page: ContentPage) -> Any:
    return ContentPage.objects.get(translation_key=page.translation_key, locale__language_code="en")


def test_it_is_sent_again(source: ContentPage) -> None:
    delete_all_that_is_shown()
    translate_object(source, [factories.locale("en"), factories.locale("de")])
    assert ContentPage.objects.filter(translation_key=source.translation_key).count() == 3


def test_it_is_translated_and_published(source: ContentPage, admin: Client) -> None:
    delete_all_that_is_shown()
    factories.translate(source, {"Страница": "Page"}, live=False)
    page = english(source)
    job = Translation.objects.get(source__object_id=page.translation_key)
    assert admin.get(reverse("wagtail_localize:preview_translation", args=[job.pk]))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert admin.get(address).status_code == 200
    with committing():
        admin.post(address, {"action": "publish"})
    factories.settle()
    entry = json.loads(
        Entry.objects.get(group=f"page:{page.translation_key}", locale="en").full_json
    )
    assert [block["type"] for block in entry["body"]] == ["text", "video", "call_to_action"]
    assert entry["body"][0]["value"] == "<p>en: Текст</p>"
    assert entry["body"][1]["value"]["title"] == "en: Видео"


def override_all(source: ContentPage, number: str) -> Translation:
    """Have a translator choose this instead of all that may be replaced."""
    factories.translate(source, {}, live=False)
    job = Translation.objects.get(source__object_id=source.translation_key)
    for segment in OverridableSegment.objects.filter(source=job.source):
        SegmentOverride.objects.create(
            locale=job.target_locale, context=segment.context, data_json=json.dumps(number)
        )
    return job


@pytest.mark.parametrize("number", ["999999", "7" * 30, "nonsense"])
def test_what_a_translator_chose_instead_is_deleted(source: ContentPage, number: str) -> None:
    job = override_all(source, number)
    with committing():
        job.save_target(publish=True)
    assert english(source).live


def test_what_a_translator_chose_instead_is_shown(source: ContentPage) -> None:
    other = factories.image("other.png", title="Друга")
    factories.translate(source, {}, live=False)
    job = Translation.objects.get(source__object_id=source.translation_key)
    for segment in job.source.overridablesegment_set.filter(context__path__endswith=".image.image"):
        SegmentOverride.objects.create(
            locale=job.target_locale, context=segment.context, data_json=json.dumps(other.pk)
        )
    job.save_target(publish=False)
    shown = english(source).body
    assert shown[1].value["image"].pk == shown[2].value["pictures"][0]["image"].pk == other.pk
    assert shown[1].value["image"].contextual_alt_text == "en: Какво се вижда"


def test_wagtails_own_field_would_fail(
    source: ContentPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    assert isinstance(ContentPage._meta.get_field("body"), StreamField)
    monkeypatch.delattr(streams.StreamField, "restore_translated_segments")
    job = override_all(source, "999999")
    with pytest.raises(ObjectDoesNotExist):
        job.save_target(publish=False)
