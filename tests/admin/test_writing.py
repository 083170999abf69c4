"""Writing by token: who may, what is asked first, and that what is written is public at once."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from pytest_django.fixtures import Settings
from wagtail.models import APIToken, Page
from wagtail_localize.models import StringTranslation, Translation

from cms.admin import write_api
from cms.content.translatable import extract_text_segments
from cms.store import consistency
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from news.models import NewsPage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WRITE = "/api/write/"
NEWS = "news.NewsPage"
ARTICLE = {
    "title": "Отвън",
    "body": [{"type": "text", "value": "<p>Написано отвън</p>"}],
    "categories": [],
    "members": [],
}


@pytest.fixture(autouse=True)
def turned_on(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.admin.write_api_urls"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "cms.admin.write_api.WritingMiddleware"]


WRONG: list[dict[str, Any]] = [
    {"title": ""},
    {"title": "\0"},
    {"title": 7},
    {"title": "x" * 5000},
    {"slug": "tarsene"},
    {"slug": "\0"},
    {"date": "nonsense"},
    {"categories": [999999]},
    {"categories": [10**30]},
    {"body": "nonsense"},
    {"body": ["nonsense"]},
    {"body": [{"x": 1}]},
    {"body": [{"type": "nyama", "value": 1}]},
    {"body": [{"type": "text", "value": 1}]},
    {"body": [{"type": "picture", "value": {"image": 999999}}]},
    {"body": [None]},
    {"body": [[]]},
    {"body": [{"type": "text", "value": {"format": "nyama", "content": 1}}]},
    {"body": [{"type": "picture", "value": "x"}]},
    {"body": [{"type": "picture", "value": {"image": 10**30}}]},
    {"body": [{"type": "picture", "value": {"image": "x"}}]},
    {"body": [{"type": "gallery", "value": {"title": "", "pictures": "x"}}]},
    {"body": [{"type": "gallery", "value": {"title": "", "pictures": [1, None]}}]},
    {"body": [{"type": "table", "value": "x"}]},
    {"body": [{"type": "table", "value": {"columns": 1, "rows": [1]}}]},
    {"body": [{"type": "table", "value": {"table": {"columns": 1, "rows": [1]}}}]},
    {"body": [{"type": "table", "value": {"table": {"columns": [{"type": "text"}], "rows": []}}}]},
    {"body": [{"type": "table", "value": {"table": {"columns": [], "rows": []}}}]},
    {"body": [{"type": "pages", "value": {"pages": [10**30]}}]},
    {"body": [{"type": "figures", "value": []}]},
    {"categories": [None]},
    {"meta": {"type": "news.NewsPage", "parent_id": 10**30}},
    {"meta": {"type": "news.NewsPage", "parent_id": 1}},
    {"meta": {"type": "nyama.Nyama", "parent_id": 1}},
    {"meta": "nyama"},
]


class Writer:
    """Somebody's program with a token."""

    def __init__(self, group: str | None, client: Client | None = None) -> None:
        self.client = client or Client(raise_request_exception=False)
        self.user = User.objects.create_user(f"writer of {group}")
        self.user.groups.set(Group.objects.filter(name=group))
        _, self.token = APIToken.create_token(user=self.user, name="test")

    def ask(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        return self.client.generic(
            method,
            WRITE + path,
            b"" if data is None else _json(data),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}"} | headers,
        )

    def create(self, parent: Page, publish: bool = True, **fields: Any) -> Any:
        meta = {"type": NEWS, "parent_id": parent.pk} | ({"action": "publish"} if publish else {})
        return self.ask("POST", "pages/", {"meta": meta} | ARTICLE | fields)

    def edit(self, page: Page, publish: bool = True, known: str = "", **fields: Any) -> Any:
        """Edit the newest version, as one does who has just read it."""
        known = known or self.ask("GET", f"pages/{page.pk}/?version=draft").get("ETag", "")
        data = ({"meta": {"action": "publish"}} if publish else {}) | fields
        return self.ask("PATCH", f"pages/{page.pk}/", data, **{"If-Match": known})


def _json(data: Any) -> bytes:
    return json.dumps(data).encode()


def refused(response: Any, *statuses: int) -> None:
    assert response.status_code in statuses, response.content
    assert response["Content-Type"] == "application/problem+json"


@pytest.fixture
def editor() -> Writer:
    return Writer("Редактори (bg)")


@pytest.fixture
def translator() -> Writer:
    return Writer("Преводачи (en)")


def test_any_title_gets_a_slug_of_its_own(editor: Writer) -> None:
    index = factories.news_index()
    for title in ("🎉", "🎉", "Отвън", "Отвън"):
        assert editor.create(index, title=title).status_code == 201, title
    slugs = NewsPage.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["novina", "novina-2", "otvan", "otvan-2"]


def test_what_is_written_does_not_reach_the_world(client: Client, editor: Writer) -> None:
    category = factories.category()
    response = editor.create(factories.news_index(), summary="Кратко", categories=[category.pk])
    assert response.status_code == 201, response.content
    (item,) = client.get("/api/v1/news/").json()["results"]
    assert (item["title"], item["summary"]) == ("Отвън", "Кратко")
    assert [card["title"] for card in item["categories"]] == ["Проекти"]
    assert item["path"] == "/bg/novini/otvan/"
    assert "Написано отвън" in client.get(item["path"]).content.decode()
    page = NewsPage.objects.get()
    assert editor.edit(page, title="Друго").status_code == 200
    assert client.get("/api/v1/news/").json()["results"][0]["title"] == "Друго"
    assert editor.ask("POST", f"pages/{page.pk}/actions/unpublish/").status_code == 200
    assert client.get(item["path"]).status_code == 410
    assert list(consistency.find_differences()) == []


def test_a_draft_that_is_written_is_public(client: Client, editor: Writer) -> None:
    created = editor.create(factories.news_index(), publish=False, title="Тайна")
    assert created.status_code == 201
    page = factories.article(title="Открита")
    assert editor.edit(page, publish=False, title="Тайна промяна").status_code == 200
    for path in ("/api/v1/news/", "/bg/novini/", "/sitemap-bg-1.xml"):
        text = client.get(path).content.decode()
        assert "Тайна" not in text
        assert "tayna" not in text
    known = created["ETag"]
    path = f"pages/{created.json()['id']}/actions/publish/"
    assert editor.ask("POST", path, **{"If-Match": known}).status_code == 200
    assert client.get("/api/v1/news/").json()["count"] == 2


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer nonsense", "Bearer wagtail_" + "0" * 33, "Basic YTpi", "\x80"]
)
def test_a_stranger_is_let_in(header: str) -> None:
    page = factories.article(title="Открита")
    paths = ["", "whoami/", "pages/", f"pages/{page.pk}/", "pages/find/", "sites/", "schema/"]
    for path in [*paths, "docs/", "openapi.json", "nyama/"]:
        response = Client().get(WRITE + path, headers={"Authorization": header} if header else {})
        refused(response, 401)
        assert response["WWW-Authenticate"] == "Bearer"
        assert "Открита" not in response.content.decode()
    before = Page.objects.count()
    refused(Client().post(f"{WRITE}pages/", {}, content_type="application/json"), 401)
    assert Page.objects.count() == before


def test_a_session_stands_in_for_a_token(admin: Client) -> None:
    refused(admin.get(f"{WRITE}whoami/"), 401)
    refused(admin.post(f"{WRITE}pages/", {}, content_type="application/json"), 401)


def test_a_revoked_token_or_that_of_somebody_gone_is_let_in(editor: Writer) -> None:
    assert editor.ask("GET", "whoami/").status_code == 200
    editor.user.is_active = False
    editor.user.save()
    refused(editor.ask("GET", "whoami/"), 401)
    editor.user.is_active = True
    editor.user.save()
    APIToken.objects.get().revoke()
    refused(editor.ask("GET", "whoami/"), 401)


def test_somebody_without_a_role_is_let_in() -> None:
    refused(Writer(None).ask("GET", "pages/"), 403)


def test_another_languages_page_is_written(translator: Writer, editor: Writer) -> None:
    page, english = factories.article(), factories.translate(factories.home(), {})
    index = factories.news_index()
    before = Entry.objects.get(type="news").sequence
    refused(translator.edit(page, title="Чуждо", known="*"), 403)
    refused(translator.create(index), 403)
    refused(translator.ask("POST", f"pages/{page.pk}/actions/unpublish/"), 403)
    refused(translator.ask("POST", f"pages/{page.pk}/actions/publish/"), 403)
    refused(translator.ask("DELETE", f"pages/{page.pk}/"), 403)
    refused(translator.ask("GET", f"pages/{page.pk}/"), 404)
    refused(translator.ask("GET", f"pages/{page.pk}/revisions/"), 403, 404)
    Translation.objects.update(enabled=False)
    refused(editor.edit(english, title="Foreign", known="*"), 403)
    assert Entry.objects.get(type="news").sequence == before
    assert NewsPage.objects.count() == 1


def test_a_translator_publishes(translator: Writer) -> None:
    english = factories.translate(factories.home(), {})
    Translation.objects.update(enabled=False)
    refused(translator.edit(english, title="Published"), 403)
    assert translator.edit(english, publish=False, title="Draft").status_code == 200
    english.refresh_from_db()
    assert (english.title, english.get_latest_revision_as_object().title) == ("en: Начало", "Draft")


def test_a_locked_page_is_written(editor: Writer) -> None:
    page = factories.article()
    NewsPage.objects.filter(pk=page.pk).update(locked=True)
    refused(editor.edit(page, title="Въпреки това"), 403)
    for path in ("actions/publish/", "actions/unpublish/", "actions/revert/"):
        data = {"revision_id": page.latest_revision_id} if "revert" in path else None
        refused(editor.ask("POST", f"pages/{page.pk}/{path}", data, **{"If-Match": "*"}), 403)
    refused(editor.ask("DELETE", f"pages/{page.pk}/"), 403)
    assert NewsPage.objects.get().live


def test_a_page_in_review_is_written(editor: Writer) -> None:
    page = factories.article(live=False)
    workflow = page.get_workflow()
    assert workflow is not None
    with publish_transaction():
        workflow.start(page, editor.user)
    refused(editor.edit(page, title="Въпреки това"), 403)
    refused(editor.ask("POST", f"pages/{page.pk}/actions/publish/", **{"If-Match": "*"}), 403)


def test_an_alias_or_a_translation_is_written_past_its_source(editor: Writer) -> None:
    page = factories.text_page(factories.home(), title="Страница")
    with publish_transaction():
        alias = page.create_alias(update_slug="alias")
    refused(editor.edit(alias, title="Друго"), 403)
    refused(editor.ask("POST", f"pages/{alias.pk}/actions/publish/", **{"If-Match": "*"}), 403)
    english = factories.translate(factories.home(), {})
    refused(Writer("Проверяващи (en)").edit(english, title="Past the source"), 403)


@pytest.mark.parametrize("action", ["edit", "publish", "revert"])
def test_a_version_that_was_never_seen_is_overwritten(editor: Writer, action: str) -> None:
    page = factories.article()
    first = editor.ask("GET", f"pages/{page.pk}/")["ETag"]
    page.title = "По-нова"
    with publish_transaction():
        newer = page.save_revision()
    assert "ETag" not in editor.ask("GET", f"pages/{page.pk}/")

    def write(**headers: str) -> Any:
        if action == "edit":
            return editor.ask("PATCH", f"pages/{page.pk}/", {"summary": "Моя"}, **headers)
        data = {"revision_id": newer.pk} if action == "revert" else None
        return editor.ask("POST", f"pages/{page.pk}/actions/{action}/", data, **headers)

    refused(write(), 428)
    refused(write(**{"If-Match": first}), 412)
    assert NewsPage.objects.get().latest_revision_id == newer.pk
    known = editor.ask("GET", f"pages/{page.pk}/?version=draft")["ETag"]
    assert write(**{"If-Match": f'"other", W/{known}'}).status_code == 200


def test_what_is_fixed_or_not_offered_can_be_done(editor: Writer, translator: Writer) -> None:
    """Wagtail's own routes beside those that are needed, and the pages nobody deletes."""
    home, page = factories.home(), factories.article()
    refused(editor.ask("DELETE", f"pages/{home.pk}/"), 403)
    refused(translator.ask("DELETE", f"pages/{page.pk}/"), 403)
    resolver = get_resolver().namespace_dict["wagtailapi_v3"][1]
    routes = {name for name in resolver.reverse_dict if isinstance(name, str)}
    assert {"list_sites", "pages_actions_move", "find_page"} <= routes
    assert set(write_api.ROUTES) <= routes
    closed = ["sites/", "sites/1/", "pages/find/?html_path=/bg/", "docs/", "openapi.json"]
    for path in closed:
        refused(editor.ask("GET", path), 404)
    actions = ["move", "copy", "create_alias", "convert_alias", "copy_for_translation", "delete"]
    for action in actions:
        data = {"destination_id": home.pk, "locale": "en"}
        refused(editor.ask("POST", f"pages/{page.pk}/actions/{action}/", data), 404)
    refused(editor.ask("PUT", f"pages/{page.pk}/", {}), 405)
    refused(editor.ask("PATCH", "pages/999999/", {}), 404)


def test_a_write_that_fails_leaves_half_of_it(editor: Writer, subtests: pytest.Subtests) -> None:
    index = factories.news_index()
    before = Page.objects.count()
    for fields in WRONG:
        with subtests.test(str(fields)[:80]):
            response = editor.create(index, **fields)
            assert response.status_code in (400, 403, 404, 422), response.content
    refused(editor.ask("POST", "pages/", "nonsense"), 400, 422)
    assert Page.objects.count() == before


def test_a_hostile_question_breaks_it(editor: Writer) -> None:
    factories.article()
    for value in ("%00", "9" * 40, "-1", "%ff", "x" * 5000, "%22", "*"):
        names = ("search", "child_of", "locale", "type", "order", "limit", "offset", "title")
        for path in (
            *(f"pages/?{name}={value}" for name in names),
            *(f"pages/{value}/", f"pages/{value}/revisions/", f"schema/{value}/"),
        ):
            # PostgreSQL goes on with nothing after an error in the test's own transaction.
            with transaction.atomic():
                response = editor.ask("GET", path)
                transaction.set_rollback(True)
            assert response.status_code in (200, 400, 404, 422), path


def test_an_answer_is_kept_or_told_in_another_language(editor: Writer) -> None:
    page = factories.article()
    for method, path in (("GET", f"pages/{page.pk}/"), ("GET", "pages/9999/"), ("GET", "nyama/")):
        response = editor.ask(method, path, **{"Accept-Language": "bg"})
        assert "no-store" in response["Cache-Control"]
    assert Client().get(f"{WRITE}whoami/", headers={"Accept-Language": "bg"}).json()["title"] == (
        "Unauthorized"
    )


def test_it_is_on_without_being_wanted(settings: Settings, editor: Writer) -> None:
    settings.ROOT_URLCONF = "cms.urls"
    settings.MIDDLEWARE = configured.MIDDLEWARE[:-1]
    for path in ("", "pages/", "whoami/"):
        response = editor.ask("GET", path)
        refused(response, 404)
        assert response.json()["type"].endswith("/problems/not-found/")
    assert not configured.WRITE_API


def test_it_is_off_when_it_is_wanted() -> None:
    code = (
        "import os, django; django.setup();"
        "from django.urls import reverse; from django.conf import settings;"
        "print(reverse('wagtailapi_v3:whoami'), settings.MIDDLEWARE[-1])"
    )
    environment = os.environ | {
        "WAGTAIL_WRITE_API": "1",
        "DJANGO_SETTINGS_MODULE": "cms.settings.base",
    }
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["/api/write/whoami/", "cms.admin.write_api.WritingMiddleware"]


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "pages/{}/actions/unpublish/"), ("DELETE", "pages/{}/")]
)
def test_a_source_goes_and_nobody_says_what_becomes_of_its_translations(
    method: str, path: str
) -> None:
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {})
    page = factories.article()
    english = factories.translate(page, {})
    path = path.format(page.pk)
    editor, administrator = Writer("Редактори (bg)"), Writer("Администратори")

    def live() -> list[bool]:
        pages = NewsPage.objects.filter(pk__in=[page.pk, english.pk]).order_by("pk")
        return list(pages.values_list("live", flat=True))

    refused(editor.ask(method, path), 409)
    refused(editor.ask(method, f"{path}?translations=follow"), 403)
    assert live() == [True, True]
    administrator.ask(method, f"{path}?translations=follow")
    assert True not in live()


def test_a_source_goes_and_its_translations_stay() -> None:
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {})
    page = factories.article()
    english = factories.translate(page, {})
    answer = Writer("Редактори (bg)").ask("DELETE", f"pages/{page.pk}/?translations=stay")
    assert answer.status_code == 204
    assert NewsPage.objects.get(pk=english.pk).live


def body_without_ids(*parts: Any) -> list[Any]:
    """A body with a list and a table, as a program sends it that knows of no ids."""
    figures = [{"value": value, "label": label} for value, label in parts]
    columns = [{"type": "text", "heading": name} for name in ("Колко", "Какво")]
    rows = [{"values": [f"около {value}", f"{label} общо"]} for value, label in parts]
    table = {"columns": columns, "rows": rows, "caption": "Числата"}
    return [
        {"type": "figures", "value": {"title": "Накратко", "figures": figures}},
        {"type": "table", "value": {"table": table, "row_headers": False}},
    ]


def test_parts_that_are_sent_back_without_ids_keep_their_translations(editor: Writer) -> None:
    factories.translate(factories.news_index(), {})
    old = [("двайсет", "членове"), ("осем", "общини")]
    page = factories.article(body=json.dumps(body_without_ids(*old)))
    english = factories.translate(page, {})
    new = [("три", "училища"), *old[1:], ("двайсет и един", "членове")]
    assert editor.edit(page, body=body_without_ids(*new)).status_code == 200
    page.refresh_from_db()
    waiting = {
        part.string.data
        for part in extract_text_segments(page)
        if not _is_translated(part, english.locale)
    }
    assert waiting == {
        "три", "училища", "около три", "училища общо", "двайсет и един", "около двайсет и един",
    }  # fmt: skip
    shown = editor.ask("GET", f"pages/{page.pk}/?version=draft").json()["body"]
    # The ids of rows and columns may be sent back with the table.
    table = shown[1]["value"]["table"]
    assert len({each["id"] for each in table["rows"]}) == len(new)
    table["rows"].insert(0, {"values": ["едно", "две"]})
    assert editor.edit(page, body=shown).status_code == 200
    assert [row["id"] for row in _table(page)["rows"]][1:] == [
        row["id"] for row in table["rows"][1:]
    ]


def _table(page: NewsPage) -> Any:
    return NewsPage.objects.get(pk=page.pk).body.get_prep_value()[1]["value"]["table"]


def _is_translated(part: Any, locale: Any) -> bool:
    return StringTranslation.objects.filter(
        context__path=part.path, translation_of__data=part.string.data, locale=locale
    ).exists()
