"""Publishing asks what each picture shows, whichever way it is asked for; a draft is always saved.

Wagtail suggests the name of a picture's file, takes a lead picture without words for decoration,
and checks blocks in its forms alone.
"""

import csv
import html
import json
import re
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import APIToken, Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.content.translatable import UndescribedPicturesError, extract_text_segments
from cms.store.flush import publish_transaction
from news.models import NewsPage
from tests import factories
from tests.admin_client import PUBLISH, Form, Office, administrator, edit_address
from tests.newsletter.conftest import Clock
from tests.newsletter.conftest import clock as clock
from tests.store.operations import committing
from tests.translation.jobs.steps import logged_in, person, publish_translation

pytestmark = [pytest.mark.once, pytest.mark.django_db]

AT_LEAD = "Опишете какво се вижда на снимката или отбележете, че е само за украса."
AT_BLOCK = "Добавете алтернативен текст към изображението или го отбележете като декоративно"
REFUSED = "не се публикува: опишете какво се вижда на тези снимки"
REPORT = "/admin/reports/alternative-texts/"


@pytest.fixture
def image() -> Any:
    return factories.image("lead.png", title="lead")


def in_body(image: Any, text: str = "", decorative: bool = False) -> list[dict[str, Any]]:
    shown = {"image": image.pk, "alt_text": text, "decorative": decorative}
    return [{"type": "picture", "value": {"image": shown, "caption": "", "credit": ""}}]


def body_form(image: Any, **parts: str) -> Form:
    picture = {"image": {"image": image.pk, "alt_text": ""} | parts, "caption": "", "credit": ""}
    return nested_form_data({"body": streamfield([("picture", picture)])})


def undescribed(image: Any, live: bool = True, **fields: Any) -> NewsPage:
    """An article from before anybody was asked, with a lead picture and one in the body."""
    made = {"picture": image, "picture_decorative": True, "body": in_body(image, decorative=True)}
    page = factories.article(live=live, **made | fields)
    with publish_transaction():
        page.picture_decorative, page.body = False, in_body(image)
        page.save()
    revision = page.latest_revision
    revision.content |= {"picture_decorative": False, "body": json.dumps(in_body(image))}
    revision.save()
    return NewsPage.objects.get(pk=page.pk)


def unescaped(answer: Any) -> str:
    """Return the text of an answer; errors of blocks are JSON within HTML."""
    text = html.unescape(answer.content.decode())
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)


# The editor


@pytest.mark.parametrize(
    ("form", "where", "message"),
    [
        (lambda image: {"picture": image.pk}, "picture_alt", AT_LEAD),
        (lambda image: {"picture": image.pk, "picture_alt": "  "}, "picture_alt", AT_LEAD),
        (body_form, "body", AT_BLOCK),
        (lambda image: body_form(image, alt_text="  "), "body", AT_BLOCK),
    ],
    ids=["lead", "lead with spaces", "block", "block with spaces"],
)
def test_editor_asks_at_the_picture_before_publishing_and_not_before_saving(
    image: Any, form: Any, where: str, message: str
) -> None:
    office = Office(administrator())
    page = factories.article(live=False)
    filled = office.form(page) | form(image)
    for button in (PUBLISH, {"action-submit": "action-submit"}):
        answer = office.edit(page, filled | button)
        assert answer.status_code == 200
        assert where in answer.context["form"].errors
        assert message in unescaped(answer)
    saved = office.post(edit_address(page), filled, Accept="application/json")
    assert saved.json()["success"], "an autosave is never refused for it"
    assert office.edit(page, office.form(page) | form(image)).status_code == 302


def test_picture_marked_as_decoration_is_published_without_a_text(
    image: Any, client: Client
) -> None:
    office = Office(administrator())
    page = factories.article(live=False)
    form = office.form(page) | body_form(image, decorative="on")
    form |= {"picture": image.pk, "picture_decorative": "on", "picture_alt": "Изтрито"} | PUBLISH
    assert office.edit(page, form).status_code == 302
    factories.settle()
    page.refresh_from_db()
    assert page.picture_alt == ""
    assert not [segment for segment in extract_text_segments(page) if "picture" in segment.path]
    shown = client.get("/api/v1/news/", {"fields": "picture,body"}).json()["results"][0]
    assert shown["picture"]["image"]["alt"] == ""
    assert shown["body"][0]["value"]["image"]["alt"] == ""


def test_text_left_behind_a_decoration_mark_is_not_public(image: Any, client: Client) -> None:
    factories.article(picture=image, picture_alt="Скрито", picture_decorative=True)
    shown = client.get("/api/v1/news/", {"fields": "picture"}).json()["results"][0]
    assert shown["picture"]["image"]["alt"] == ""


def test_mark_goes_with_the_picture_it_was_made_for(image: Any) -> None:
    office = Office(administrator())
    page = factories.article(picture=image, picture_decorative=True)
    assert office.edit(page, office.form(page) | {"picture": ""} | PUBLISH).status_code == 302
    page.refresh_from_db()
    assert (page.picture, page.picture_decorative) == (None, False)


def test_chooser_suggests_a_description_and_no_file_name(client: Client, image: Any) -> None:
    client.force_login(administrator())
    described = factories.image("other.png", description="Багер в рудника")
    for picture, suggested in ((image, ""), (described, "Багер в рудника")):
        address = reverse("wagtailimages_chooser:chosen", args=[picture.pk])
        assert client.get(address).json()["result"]["default_alt_text"] == suggested
    address = reverse("wagtailimages_chooser:select_format", args=[image.pk])
    assert 'value="lead"' not in client.get(address).content.decode()


# Other ways to publish


def test_existing_page_is_saved_as_it_is_and_published_once_somebody_says_so(image: Any) -> None:
    office = Office(administrator())
    page = undescribed(image)
    form = office.form(page) | body_form(image)
    assert office.edit(page, form).status_code == 302
    answer = office.edit(page, form | office_version(office, page) | PUBLISH)
    assert AT_LEAD in answer.content.decode()
    said = {"picture_decorative": "on"} | body_form(image, alt_text="Багер")
    assert office.edit(page, office.form(page) | said | PUBLISH).status_code == 302
    page.refresh_from_db()
    assert page.picture_decorative
    assert page.body[0].value["image"].contextual_alt_text == "Багер"


def office_version(office: Office, page: Page) -> Form:
    """What the form knows of the newest version."""
    names = ("loaded_revision_id", "loaded_revision_created_at")
    return {name: value for name, value in office.form(page).items() if name in names}


def test_bulk_action_names_what_is_not_published_and_publishes_the_rest(image: Any) -> None:
    first, second = (undescribed(image, live=False, title=f"Неописана {n}") for n in (1, 2))
    sound = factories.article(live=False, title="Здрава")
    numbers = "&".join(f"id={page.pk}" for page in (first, sound, second))
    client = Client()
    client.force_login(administrator())
    with committing():
        answer = client.post(
            f"/admin/bulk/wagtailcore/page/publish/?{numbers}&next=/admin/", follow=True
        )
    shown = answer.content.decode()
    for page in (first, second):
        assert f"„{page.title}“ (български) {REFUSED}" in shown
        assert edit_address(page) in shown
    assert "Основен текст, 1. Снимка" in shown
    live = NewsPage.objects.filter(live=True)
    assert [page.pk for page in live] == [sound.pk]


def test_bulk_action_names_drafts_below_that_are_not_published(image: Any) -> None:
    page, index = undescribed(image, live=False), factories.news_index()
    sound = factories.article(live=False, title="Здрава")
    client = Client()
    client.force_login(administrator())
    with committing():
        answer = client.post(
            f"/admin/bulk/wagtailcore/page/publish/?id={index.pk}&next=/admin/",
            {"include_descendants": "on"},
            follow=True,
        )
    assert REFUSED in answer.content.decode()
    assert list(NewsPage.objects.filter(live=True)) == [sound]
    assert not NewsPage.objects.get(pk=page.pk).live


def test_program_that_publishes_is_refused_and_told_which(image: Any) -> None:
    page = undescribed(image, live=False)
    with pytest.raises(UndescribedPicturesError) as refused, publish_transaction():
        page.get_latest_revision().publish()
    paths = [picture.path for picture in refused.value.pictures]
    assert paths == [("picture_alt",), ("body", 0, "image", "alt_text")]


def test_reviewer_who_approves_is_told_which(image: Any) -> None:
    page, author = undescribed(image, live=False), person("author", "Редактори (bg)")
    with publish_transaction():
        page.get_workflow().start(page, author)
    task = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    with committing():
        answer = logged_in(administrator()).post(address, {"comment": ""}, follow=True)
    assert REFUSED in answer.content.decode()
    assert not NewsPage.objects.get(pk=page.pk).live


def test_version_that_is_scheduled_already_goes_live(image: Any, clock: Clock) -> None:
    page = undescribed(image, live=False)
    revision = page.latest_revision
    revision.approved_go_live_at = revision.created_at
    with publish_transaction():
        revision.publish()
    assert NewsPage.objects.get(pk=page.pk).live


def test_picture_that_was_deleted_is_not_asked_about(image: Any) -> None:
    page = undescribed(image, live=False)
    with publish_transaction():
        get_image_model().objects.all().delete()
        page.get_latest_revision().publish()
    assert NewsPage.objects.get(pk=page.pk).live


# Writing by token


@pytest.fixture
def token(settings: Any) -> dict[str, str]:
    settings.ROOT_URLCONF = "tests.admin.write_api_urls"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "cms.admin.write_api.WritingMiddleware"]
    _, token = APIToken.create_token(user=administrator(), name="test")
    return {"Authorization": f"Bearer {token}", "If-Match": "*"}


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        (lambda image: {"picture_id": image.pk, "body": []}, ["picture_alt"]),
        (lambda image: {"body": in_body(image)}, ["body", 0, "image", "alt_text"]),
    ],
    ids=["lead", "block"],
)
def test_token_saves_a_draft_and_is_told_the_field_when_it_publishes(
    token: dict[str, str], client: Client, image: Any, fields: Any, path: list[Any]
) -> None:
    meta = {"type": "news.NewsPage", "parent_id": factories.news_index().pk}
    page = {"meta": meta, "title": "Отвън", "categories": [], "members": []} | fields(image)

    def post(address: str, data: Any = None) -> Any:
        options = {"content_type": "application/json", "headers": token}
        return client.post(f"/api/write/pages/{address}", data, **options)  # type: ignore[arg-type]

    refused = post("", page | {"meta": meta | {"action": "publish"}})
    assert refused.status_code == 422, refused.content
    assert [error["loc"] for error in refused.json()["errors"]] == [path]
    created = post("", page)
    assert created.status_code == 201, created.content
    refused = post(f"{created.json()['id']}/actions/publish/")
    assert refused.status_code == 422, refused.content
    assert [error["loc"] for error in refused.json()["errors"]] == [path]
    assert not NewsPage.objects.filter(live=True).exists()


# Translations


def test_translation_is_not_asked_for_what_its_source_lacks(image: Any, client: Client) -> None:
    for thing in (factories.home(), factories.news_index()):
        factories.translate(thing, {})
    page = factories.article(picture=image, body=in_body(image, decorative=True))
    target = factories.translate(page, {}, live=False)
    assert target.picture_decorative
    assert not [segment for segment in extract_text_segments(target) if "picture" in segment.path]
    with publish_transaction():
        NewsPage.objects.filter(pk=target.pk).update(picture_decorative=False)
    content = target.latest_revision.content | {"picture_decorative": False}
    type(target.latest_revision).objects.filter(pk=target.latest_revision_id).update(
        content=content
    )
    target = publish_translation(page)
    assert target.live


# The report


def test_file_names_and_missing_texts_stay_and_are_reported(image: Any) -> None:
    camera = factories.image("IMG_2026.jpg", title="Багер")
    lead = factories.article(title="С име", picture=image, picture_alt="lead")
    block = factories.article(title="С номер", body=in_body(camera, "IMG_2026"))
    missing = undescribed(image, title="Без текст")
    draft = undescribed(image, live=False, title="Чернова")
    factories.article(title="Описана", picture=image, picture_alt="Багер в рудника")
    factories.article(title="Украса", picture=image)
    client = Client()
    client.force_login(administrator())
    shown = client.get(REPORT).content.decode()
    for page in (lead, block, missing, draft):
        assert edit_address(page) in shown
    assert "Описана" not in shown
    assert "Украса" not in shown
    answer = client.get(REPORT, {"export": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = [row[:6] for row in csv.reader(StringIO(text))][1:]
    body = "Основен текст, 1. Снимка"
    assert rows == [
        ["С име", "български", "Водеща снимка", "lead", "Име на файл", "Публикувана"],
        [
            "С номер",
            "български",
            "Основен текст, 1. Снимка",
            "IMG_2026",
            "Име на файл",
            "Публикувана",
        ],
        ["Без текст", "български", "Водеща снимка", "", "Липсва", "Публикувана"],
        ["Без текст", "български", body, "", "Липсва", "Публикувана"],
        ["Чернова", "български", "Водеща снимка", "", "Липсва", "Чернова"],
        ["Чернова", "български", body, "", "Липсва", "Чернова"],
    ]
    lead.refresh_from_db()
    assert (lead.live, lead.picture_alt) == (True, "lead")
    assert REPORT in client.get("/admin/reports/site-history/").content.decode()


def test_report_shows_each_language_to_those_who_edit_it(image: Any) -> None:
    for thing in (factories.home(), factories.news_index()):
        factories.translate(thing, {})
    page = factories.article(title="С име", picture=image, picture_alt="lead")
    target = factories.translate(page, {"С име": "With a name", "lead": "lead"})
    translator = logged_in(person("translator", "Преводачи (en)"))
    editor = logged_in(person("editor", "Редактори (bg)"))
    assert edit_address(target) in translator.get(REPORT).content.decode()
    assert edit_address(page) not in translator.get(REPORT).content.decode()
    assert edit_address(page) in editor.get(REPORT).content.decode()
    assert edit_address(target) not in editor.get(REPORT).content.decode()
