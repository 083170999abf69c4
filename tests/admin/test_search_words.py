"""The searches of the back office: words in any form and letter case, in drafts and bodies."""

from contextlib import suppress
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from modelsearch.conf import get_app_config
from pytest_django.fixtures import Settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.models import GroupApprovalTask, Page, Workflow
from wagtail.search.index import SearchField
from wagtail_localize.fields import TranslatableField

from cms.admin.search_boxes import _listed_people
from cms.content.entry_types import TYPES
from cms.operations import prepare_steps
from cms.permissions.visibility import UserVisibility
from cms.search import reindexing
from cms.search.draft_access import search_as
from cms.search.models import Document
from cms.store.flush import publish_transaction
from news.models import NewsCategory
from tests import factories

pytestmark = pytest.mark.django_db

SEARCH = "wagtailadmin_pages:search"


def person(group: str) -> Client:
    user = User.objects.create_user(group)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def answer(client: Client, box: str, question: str, *args: Any, **query: Any) -> str:
    response = client.get(reverse(box, args=args), {"q": question} | query)
    assert response.status_code == 200
    return response.content.decode()


def found(question: str, model: Any = Page) -> list[str]:
    return [str(thing) for thing in model.objects.autocomplete(question)]


def index_rows() -> list[dict[str, Any]]:
    rows = get_app_config().get_model("IndexEntry").objects
    documents = ContentType.objects.get_for_model(Document)
    return list(rows.exclude(content_type=documents).order_by("content_type", "object_id").values())


# Each box, what it shows, and what is typed: a form of a word, letters of another case, a
# beginning, a word of what is not shown in the list.
BOXES: dict[str, tuple[str, list[str]]] = {
    "wagtailadmin_pages:search": ("Ученици", ["ученик", "УЧЕНИЦИ", "учен", "рудник", "8000"]),
    "wagtailadmin_choose_page_search": ("Ученици", ["ученик", "УЧЕНИЦИ", "учен", "рудник"]),
    "wagtailimages:index": ("Цветя", ["цвете", "ЦВЕТЯ", "цвет", "планината", "алпийско"]),
    "wagtailimages_chooser:choose_results": ("Цветя", ["цвете", "ЦВЕТЯ", "цвет", "планината"]),
    "wagtaildocs:index": ("Наредби", ["наредба", "НАРЕДБИ", "наред", "правилници"]),
    "wagtaildocs_chooser:choose_results": ("Наредби", ["наредба", "НАРЕДБИ", "наред"]),
    "wagtailsnippets_news_newscategory:list": ("Събития", ["събитие", "СЪБИТИЯ", "съб", "среща"]),
    "wagtailredirects:index": ("/стари-новини", ["новина", "СТАРИ", "/стари-нов"]),
    "wagtailusers_users:index": ("Градинар", ["градинаря", "ГРАДИНАР", "град", "ivan@exa"]),
    "wagtailusers_groups:index": ("Лесовъди", ["лесовъд", "ЛЕСОВЪДИ", "лесо"]),
    "wagtailadmin_workflows:index": ("Проверки", ["проверка", "ПРОВЕРКИ", "пров"]),
    "wagtailadmin_workflows:task_index": ("Прегледи", ["преглед", "ПРЕГЛЕДИ", "прег"]),
    "wagtailadmin_workflows:task_chooser_results": ("Прегледи", ["преглед", "ПРЕГ"]),
    "translation_jobs:overview": ("Ученици", ["ученик", "УЧЕНИЦИ", "рудник"]),
}


def test_every_box_finds_words_in_any_form_and_letter_case(admin: Client) -> None:
    factories.article(
        title="Ученици", body=[("text", "<p>Рудниците дават 8 000 тона.</p>")], live=False
    )
    image = factories.image(title="Цветя", description="Алпийски поляни")
    image.tags.add("Планини")
    image.save()
    document = factories.document(title="Наредби")
    document.tags.add("Правилник")
    document.save()
    factories.category(title="Събития", summary="Всички срещи")
    Redirect.objects.create(old_path="/стари-новини", redirect_link="/bg/")
    User.objects.create_user("ivan", "ivan@example.com", first_name="Иван", last_name="Градинар")
    Group.objects.create(name="Лесовъди")
    Workflow.objects.create(name="Проверки", active=True)
    GroupApprovalTask.objects.create(name="Прегледи", active=True)
    for box, (shown, questions) in BOXES.items():
        assert shown not in answer(admin, box, "космонавт"), box
        for question in questions:
            assert shown in answer(admin, box, question), (box, question)
    explorer = "wagtailadmin_explore"
    assert "Ученици" in answer(admin, explorer, "рудник", factories.news_index().pk)
    api = reverse("wagtailadmin_api:pages:listing")
    hits = admin.get(api, {"search": "рудник"}).json()["items"]
    assert [hit["admin_display_title"] for hit in hits] == ["Ученици"]


def test_the_newest_draft_counts_for_its_editors_and_the_public_text_for_others() -> None:
    page = factories.text_page(factories.home(), title="Вестник", body=[("text", "<p>Пшеница</p>")])
    page.title, page.body = "Списание", [("text", "<p>Тайната</p>")]
    with publish_transaction():
        page.save_revision()
    category = factories.category(title="Жито", summary="Просо")
    category.title, category.summary = "Ръж", "Овес"
    with publish_transaction():
        category.save_revision()
    editor, translator = person("Редактори (bg)"), person("Преводачи (en)")
    chooser = "wagtailadmin_choose_page_search"
    for question in ("списания", "тайна"):
        assert "Списание" in answer(editor, chooser, question)
        assert "Вестник" not in answer(translator, chooser, question)
    for question in ("вестници", "пшеницата"):
        assert "Списание" in answer(editor, chooser, question)
        assert "Вестник" in answer(translator, chooser, question)
    snippets = "wagtailsnippetchoosers_news_newscategory:choose_results"
    for is_draft, question in ((True, "ръжта"), (True, "овес"), (False, "жита"), (False, "просо")):
        assert "Жито" in answer(editor, snippets, question), question
        assert ("Жито" in answer(translator, snippets, question)) is not is_draft, question


def test_titles_come_before_texts_and_whole_words_before_beginnings() -> None:
    home = factories.home()
    for title, text in (
        ("Четвърта", "медицина"), ("Трета", "медта"), ("Медицина", ""), ("Мед и злато", ""),
    ):  # fmt: skip
        factories.text_page(home, title=title, body=[("text", f"<p>{text}</p>")])
    assert found("мед") == ["Мед и злато", "Медицина", "Трета", "Четвърта"]
    by_title = Page.objects.order_by("title").autocomplete("мед", order_by_relevance=False)
    assert [page.title for page in by_title] == ["Мед и злато", "Медицина", "Трета", "Четвърта"]


@pytest.mark.parametrize(
    ("question", "is_found"),
    [
        ('"добив на мед"', True), ('"мед на добив"', False), ('"добиви на мед"', False),
        ("мед добиви", True), ("добив за мед", True), ("добив на", True), ("мед злато", False),
        ("email", True), ("e-mail", True), ("ISО", True), ("iso9001", True), ("8 0", True),
        ("въ\u0301лна", True), ("CO", True), ("новост", False),
    ],
)  # fmt: skip
def test_words_are_compared_as_on_the_site(question: str, is_found: bool, admin: Client) -> None:
    text = "<p>E-mail, ISO-9001, 8 000 тона, вълна, СО2 с кирилица</p>"
    factories.text_page(factories.home(), title="Добив на мед", body=[("text", text)])
    assert ("Добив на мед" in answer(admin, SEARCH, question)) is is_found


@pytest.mark.parametrize(
    ("question", "is_found"),
    [
        ("铜", True), ("工业", True), ("铜工业", True), ("铜工业 中国", True), ('"铜工业"', True),
        ("业工", False), ('"工业铜"', False), ("النحاس", True), ("हिंदी", True),
        ("kupferhue", True), ("Hütten", True), ("Kupfer Blatt", True), ("pferhü", False),
    ],
)  # fmt: skip
def test_words_of_other_languages_are_found(
    question: str, is_found: bool, settings: Settings
) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "Deutsch"), ("zh-hans", "中文")]
    text = "<p>中国的铜工业, النُّحَاس, हिन्दी, Kupferhütte und Blatt</p>"
    document = factories.document(title=f"X {text}")
    assert bool(type(document).objects.autocomplete(question)) is is_found


def test_a_member_of_a_group_is_found_by_part_of_a_name_without_spaces(admin: Client) -> None:
    User.objects.create_user("chen", last_name="陈铜工业")
    assert "陈铜工业" in answer(admin, "wagtailusers_users:index", "铜工")
    assert "陈铜工业" not in answer(admin, "wagtailusers_users:index", "工铜")


def test_every_text_of_a_page_type_or_category_is_looked_through() -> None:
    for kind in TYPES.values():
        if not issubclass(kind.model, Page | NewsCategory):
            continue
        searched = {field.field_name for field in kind.model.get_search_fields()
                    if isinstance(field, SearchField)}  # fmt: skip
        translated = {field.field_name for field in kind.model.translatable_fields
                      if isinstance(field, TranslatableField)}  # fmt: skip
        assert translated - searched <= {"sections"}, kind.model


def test_an_edit_that_fails_leaves_the_index_as_it_was() -> None:
    page = factories.text_page(factories.home(), title="Първо")
    with suppress(ZeroDivisionError), publish_transaction():
        page.title = "Второ"
        page.save_revision()
        assert found("второ")
        raise ZeroDivisionError
    assert (len(found("първо")), found("второ")) == (1, [])


def test_what_is_deleted_is_found_no_more() -> None:
    page = factories.text_page(factories.home(), title="Първо")
    with publish_transaction():
        page.delete()
    assert found("първо") == []
    assert str(page.pk) not in {row["object_id"] for row in index_rows()}


def test_a_search_takes_one_query_however_much_it_finds() -> None:
    translator = User.objects.create_user("translator")
    translator.groups.set(Group.objects.filter(name="Преводачи (en)"))
    reader = UserVisibility(translator)
    for number in (3, 12):
        factories.many_articles(number)
        with search_as(reader):
            found("новина")  # The reader knows its rights by now.
            with CaptureQueriesContext(connection) as queries:
                assert len(found("новините")) >= number
        assert len(queries) == 1


def test_an_upgrade_indexes_everything_once(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.article(title="Ученици")
    factories.image(title="Цветя")
    rows = get_app_config().get_model("IndexEntry").objects
    expected = {(row["content_type_id"], row["object_id"]) for row in index_rows()}
    gone = rows.create(content_type=ContentType.objects.get_for_model(Page), object_id="999999")
    rows.exclude(pk=gone.pk).filter(
        content_type__in=[
            ContentType.objects.get_for_model(model) for model in (Page, get_image_model())
        ]
    ).delete()
    monkeypatch.setattr(reindexing, "BATCH", 2)
    out = StringIO()
    assert reindexing.is_stale()
    assert prepare_steps.update_admin_search(out).endswith(" indexed")
    total = len(index_rows())
    assert f"Indexing for the back office: 2 of {total}" in out.getvalue()
    now = {(row["content_type_id"], row["object_id"]) for row in index_rows()}
    # Migrations made two more pages, which no signal reported.
    assert expected <= now
    assert "999999" not in {key for _, key in now}
    assert found("ученик") == ["Ученици"]
    assert found("цвете", get_image_model()) == ["Цветя"]
    assert prepare_steps.update_admin_search(StringIO()) == "up to date"


def test_a_text_of_very_many_words_is_indexed() -> None:
    letters = "абвгдежзик"
    words = [a + b + c + d + e for a in letters for b in letters for c in letters
             for d in letters for e in letters[:3]]  # fmt: skip
    text = " ".join(words)[:100_000]
    factories.text_page(factories.home(), title="Много", body=[("text", f"<p>{text}</p>")])
    assert found("много") == found("аааб") == ["Много"]


def test_a_bulk_action_takes_what_the_list_of_people_shows(rf: RequestFactory) -> None:
    for name in ("Градинар", "Лесничей"):
        User.objects.create_user(name, last_name=name)

    class Action:
        model = User
        request = rf.get("/", {"q": "градинаря"})

    assert list(_listed_people(Action(), None)) == [User.objects.get(last_name="Градинар").pk]
