"""Text is stored composed (Unicode NFC), whoever saves it and whatever it was typed in."""

import importlib
import json
import unicodedata
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Value
from django.db.models.fields.json import JSONField
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Page, Revision
from wagtail_localize.models import String, StringTranslation, TranslationContext, TranslationSource

from cms.core.nfc import compose_text
from cms.store import consistency
from cms.translation.memory.models import MemoryUnit, text_digest
from home.models import ContentPage
from news.models import NewsPage
from tests import factories as make
from tests import stored
from tests.admin_client import PUBLISH, Office, administrator

COMPOSED = "Йордан пътува до Ямбол с ѝ"
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)
MIGRATION = importlib.import_module("cms.admin.migrations.0005_composed_text")


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "composed"),
    [
        (DECOMPOSED, COMPOSED),
        # A bracket of HTML and a mark at the start of the text behind it stay two characters.
        ("<b>\u0338и\u0306</b>", "<b>\u0338й</b>"),
        ('<a href="https://example.com/и\u0306">и\u0306</a>', '<a href="https://example.com/и\u0306">й</a>'),
        ("виж HTTP://example.com/и\u0306 и\u0306", "виж HTTP://example.com/и\u0306 й"),
        ("/страница-и\u0306/", "/страница-й/"),
        ("plain", "plain"),
    ],
)  # fmt: skip
def test_text_is_composed(text: str, composed: str) -> None:
    assert compose_text(text) == composed
    assert compose_text(composed) == composed


@pytest.mark.once
def test_no_mark_of_a_long_run_is_lost() -> None:
    composed = compose_text("и" + "\u0301" * 100)
    assert composed.count("\u0301") == 100
    assert compose_text(composed) == composed


@pytest.mark.django_db
def test_page_is_stored_composed_with_its_links_and_bold_words() -> None:
    """The rich-text editor names what is bold or linked by counting letters."""
    page = make.text_page(make.home(), title="Страница")
    target = make.text_page(make.home(), title="Цел", slug="tsel")
    text = f"{DECOMPOSED} и връзка"
    content = {
        "blocks": [{
            "key": "a", "text": text, "type": "unstyled", "depth": 0, "data": {},
            "inlineStyleRanges": [{"offset": 0, "length": 7, "style": "BOLD"}],
            "entityRanges": [{"offset": text.index("връзка"), "length": 6, "key": 0}],
        }],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"id": target.pk}}},
    }  # fmt: skip
    office = Office(administrator())
    fields = office.form(page) | PUBLISH | {
        "title": DECOMPOSED, "body-count": "1", "body-0-type": "text", "body-0-order": "0",
        "body-0-deleted": "", "body-0-id": str(uuid4()),
        "body-0-value": json.dumps(content, ensure_ascii=False),
    }  # fmt: skip
    assert office.edit(page, fields).status_code == 302
    page = ContentPage.objects.get(pk=page.pk)
    assert page.title == COMPOSED
    assert f'<a linktype="page" id="{target.pk}">връзка</a>' in page.body[0].value.source
    assert "<b>Йордан</b> пътува до Ямбол с ѝ" in page.body[0].value.source
    revision = page.latest_revision
    assert revision.content["title"] == COMPOSED
    assert "Йордан" in json.loads(revision.content["body"])[0]["value"]
    assert page.text_digest == page.compute_text_digest()
    assert stored.told(page.url_path)["title"] == COMPOSED


@pytest.mark.django_db
def test_uploaded_file_keeps_the_letters_of_its_name() -> None:
    client = Client()
    client.force_login(administrator())
    file = SimpleUploadedFile(f"{DECOMPOSED}.pdf", b"%PDF-1.4 test")
    client.post(reverse("wagtaildocs:add"), {"title": DECOMPOSED, "file": file})
    document = Document.objects.get()
    assert document.title == COMPOSED
    assert "Йордан" in document.filename


@pytest.mark.django_db
def test_tag_in_decomposed_letters_is_the_one_that_is_there() -> None:
    document = make.document()
    document.tags.add("отчет на Йордан")
    client = Client()
    client.force_login(administrator())
    tags = '"отчет на И\u0306ордан"'
    client.post(reverse("wagtaildocs:edit", args=[document.pk]), {"title": "Отчет", "tags": tags})
    assert [tag.name for tag in Document.objects.get().tags.all()] == ["отчет на Йордан"]


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_redirect_is_found_in_either_form(form: Any, client: Client) -> None:
    make.home()
    Redirect.objects.create(old_path=f"/{DECOMPOSED}", redirect_link="/bg/")
    answer = client.get(f"/{unicodedata.normalize(form, DECOMPOSED)}")
    assert (answer.status_code, answer["Location"]) == (301, "/bg/")


@pytest.mark.django_db
def test_user_name_and_password_stay_as_they_were_typed() -> None:
    users = get_user_model().objects
    user = users.create(username=DECOMPOSED, first_name=DECOMPOSED)
    user.refresh_from_db()
    assert user.username == DECOMPOSED
    assert user.first_name == COMPOSED
    user.set_password(DECOMPOSED)
    user.save()
    assert users.get(pk=user.pk).check_password(DECOMPOSED)


@pytest.mark.django_db
def test_translation_is_stored_and_remembered_composed() -> None:
    page = make.article(title="Заглавие", body=[("text", f"<p>{DECOMPOSED}</p>")])
    target = make.translate(page, {COMPOSED: DECOMPOSED})
    assert not String.objects.filter(data__contains="\u0306").exists()
    assert StringTranslation.objects.filter(data=COMPOSED).exists()
    assert MemoryUnit.objects.get(source=COMPOSED).translation == COMPOSED
    assert COMPOSED in target.body[0].value.source
    assert stored.told(target.url_path)["translation"]["state"] == "current"


# What was stored before


def decompose_everything() -> None:
    """Write the texts of pages and translations as a version before this one stored them."""
    nfd = unicodedata.normalize
    for page in Page.objects.filter(depth__gt=1).specific():
        fields: dict[str, Any] = {"title": nfd("NFD", page.title)}
        if hasattr(page, "body"):
            raw = json.dumps(page.body.get_prep_value(), ensure_ascii=False)
            fields["body"] = Value(json.loads(nfd("NFD", raw)), JSONField())
        type(page)._base_manager.filter(pk=page.pk).update(**fields)
        page = type(page).objects.get(pk=page.pk)
        if (
            not TranslationSource.objects.filter(object_id=page.translation_key)
            .exclude(locale=page.locale)
            .exists()
        ):
            type(page)._base_manager.filter(pk=page.pk).update(
                text_digest=page.compute_text_digest()
            )
    for row in String.objects.all():
        data = nfd("NFD", row.data)
        String.objects.filter(pk=row.pk).update(data=data, data_hash=String._get_data_hash(data))
    for row in StringTranslation.objects.all():
        StringTranslation.objects.filter(pk=row.pk).update(data=nfd("NFD", row.data))
    for unit in MemoryUnit.objects.all():
        text = nfd("NFD", unit.source)
        MemoryUnit.objects.filter(pk=unit.pk).update(source=text, source_digest=text_digest(text))


def decompose_contents(digests: dict[str, str]) -> None:
    def decomposed(content: dict[str, Any]) -> dict[str, Any]:
        new = json.loads(unicodedata.normalize("NFD", json.dumps(content, ensure_ascii=False)))
        if "body" in new:
            body = json.dumps(json.loads(content["body"]), ensure_ascii=False)
            new["body"] = json.dumps(json.loads(unicodedata.normalize("NFD", body)))
        return new | {"text_digest": digests.get(content["text_digest"], content["text_digest"])}

    for revision in Revision.objects.all():
        if "text_digest" in revision.content:
            Revision.objects.filter(pk=revision.pk).update(content=decomposed(revision.content))
    for source in TranslationSource.objects.all():
        content = decomposed(json.loads(source.content_json))
        TranslationSource.objects.filter(pk=source.pk).update(content_json=json.dumps(content))


@pytest.mark.django_db
def test_migration_composes_what_is_stored_and_changes_nothing_else() -> None:
    page = make.article(title=COMPOSED, body=[("text", f"<p>{COMPOSED} <b>й</b></p>")])
    target = make.translate(page, {COMPOSED: COMPOSED})
    before = page.text_digest
    times = {pk: told["updated_at"] for pk, told in published().items()}
    decompose_everything()
    old = NewsPage.objects.get(pk=page.pk).text_digest
    assert old != before
    NewsPage.objects.filter(pk=target.pk).update(text_digest=old)
    decompose_contents({before: old})
    consistency.sync(lambda done, of: None)
    assert published()[str(page.pk)]["title"] == DECOMPOSED

    MIGRATION.compose_stored_text(apps, None)
    consistency.sync(lambda done, of: None)

    assert not decomposed_columns()
    page, target = NewsPage.objects.get(pk=page.pk), NewsPage.objects.get(pk=target.pk)
    assert page.title == target.title == COMPOSED
    assert page.text_digest == target.text_digest == page.compute_text_digest() == before
    assert all(not diff for diff in comparing_differences())
    assert {pk: told["updated_at"] for pk, told in published().items()} == times
    # The next save of the same words leaves the translation what it is.
    page = make.publish(page)
    assert stored.told(target.url_path)["translation"]["state"] == "current"
    TranslationSource.objects.get().update_from_db()
    assert TranslationSource.objects.get().translations.get().get_progress() == (2, 2)
    assert MemoryUnit.objects.filter(source_digest=text_digest(COMPOSED)).exists()


@pytest.mark.django_db
def test_migration_merges_strings_that_become_the_same() -> None:
    page = make.article(title=COMPOSED)
    make.translate(page, {COMPOSED: "One"})
    other_page = make.article(title=f"{COMPOSED} 2")
    make.translate(other_page, {})
    kept = String.objects.get(data=COMPOSED)
    other = String(locale=kept.locale, data=DECOMPOSED, data_hash=String._get_data_hash(DECOMPOSED))
    String.objects.bulk_create([other])
    other = String.objects.get(data=DECOMPOSED)
    first = StringTranslation.objects.get(translation_of=kept)
    context = TranslationContext.objects.exclude(pk=first.context_id).first()
    first.pk, first.translation_of, first.context = None, other, context
    first.save()
    MIGRATION.compose_stored_text(apps, None)
    assert [row.pk for row in String.objects.filter(data=COMPOSED)] == [kept.pk]
    assert StringTranslation.objects.filter(translation_of=kept).count() == 2


@pytest.mark.django_db
def test_migration_leaves_an_address_that_is_taken() -> None:
    Redirect.objects.create(old_path="/й", redirect_link="/bg/")
    Redirect.objects.bulk_create([Redirect(old_path="/и\u0306", redirect_link="/en/")])
    MIGRATION.compose_stored_text(apps, None)
    assert Redirect.objects.count() == 2


def published() -> dict[str, Any]:
    rows = NewsPage.objects.values_list("pk", "url_path")
    return {str(pk): stored.told(path) for pk, path in rows}


def decomposed_columns() -> list[str]:
    """Return the columns of any table, but for the store's, with a breve of its own."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.app_label in ("store", "search"):
                continue
            for field in model._meta.local_concrete_fields:
                if field.get_internal_type() in ("CharField", "TextField", "JSONField"):
                    name, table = field.column, model._meta.db_table
                    cursor.execute(f'SELECT CAST("{name}" AS text) FROM "{table}"')  # noqa: S608
                    texts = [str(text) for (text,) in cursor.fetchall()]
                    if any("\u0306" in text or "\\u0306" in text for text in texts):
                        found.append(f"{table}.{name}")
    return found


def comparing_differences() -> list[Any]:
    return list(consistency.find_differences())
