"""A page stays publishable when what it uses is deleted, and its editor is told what that was."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from wagtail.images import get_image_model
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from cms.operations import prepare_steps
from cms.references.models import BrokenReference, Deletion, IndexState
from cms.store.consistency import find_differences
from cms.store.models import Entry
from news.models import NewsPage
from tests import factories
from tests.admin.test_bad_requests import items
from tests.admin.test_following import bulk, page_route
from tests.admin.test_usage import category_route, read
from tests.admin_client import PUBLISH, Form, Office, administrator, edit_address

pytestmark = [pytest.mark.once, pytest.mark.django_db]
WARNING = "Изтрито, а използвано тук:"


@dataclass(frozen=True)
class Site:
    """An article, translated, whose every block needs something that may be deleted."""

    article_number: int
    image: Any
    lead: Any
    document: Any
    page: Any
    category: Any

    @property
    def article(self) -> NewsPage:
        return NewsPage.objects.get(pk=self.article_number)

    @property
    def needed(self) -> list[Any]:
        return [self.image, self.lead, self.document, self.page, self.category]

    def entry(self, code: str = "bg") -> Any:
        return json.loads(Entry.objects.get(type="news", locale=code, live=True).full_json)


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """One for all tests: each leaves nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def build() -> Site:
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {})
    image = factories.image(title="Първият чувал")
    lead = factories.image("lead.png", title="Цехът отвътре")
    document = factories.document(title="Годишен доклад")
    page = factories.text_page(factories.home(), title="Проекти")
    category = factories.category(title="Събития")
    link = f'<p><a linktype="page" id="{page.pk}">Проектите</a></p>'
    picture = {
        "image": {"image": image.pk, "alt_text": "Чувал", "decorative": False},
        "caption": "",
        "credit": "",
    }
    body = [
        {"type": "text", "value": link},
        {"type": "picture", "value": picture},
        {"type": "gallery", "value": {"title": "", "pictures": [picture]}},
        {"type": "file", "value": {"title": "", "description": "", "file": document.pk}},
        {"type": "pages", "value": {"title": "", "pages": [page.pk]}},
    ]
    article = factories.article(
        title="Открихме завод",
        picture=lead,
        picture_alt="Цех",
        categories=[category],
        body=json.dumps(body),
    )
    factories.translate(article, {})
    return Site(article.pk, image, lead, document, page, category)


def bulgarian() -> Office:
    user = administrator()
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "bg"
    profile.save()
    return Office(user)


def form(office: Office, site: Site, picture: Any = None) -> Form:
    """What the editor's script sends, with the numbers that the blocks have, or another picture."""
    number = site.image.pk if picture is None else picture
    shown = {"image": {"image": number, "alt_text": "Чувал"}, "caption": "", "credit": ""}
    link = f'<p><a linktype="page" id="{site.page.pk}">Проектите</a></p>'
    parts = [
        ("text", rich_text(link)),
        ("picture", shown),
        ("gallery", {"title": "", "pictures": items(shown)}),
        ("file", {"title": "", "description": "", "file": site.document.pk}),
        ("pages", {"title": "", "pages": items(site.page.pk)}),
    ]
    return office.form(site.article) | nested_form_data({"body": streamfield(parts)})


def delete_all(site: Site, office: Office) -> None:
    """As an editor would, one by one."""
    for address in (
        bulk("wagtailimages.image", "delete", site.image, site.lead),
        reverse("wagtaildocs:delete", args=[site.document.pk]),
        page_route("delete", site.page.pk),
        category_route("delete", site.category),
    ):
        assert office.post(address).status_code == 302
    factories.settle()


def test_the_article_is_public_without_it_and_the_store_is_right(site: Site) -> None:
    office = bulgarian()
    client = office.client
    delete_all(site, office)
    for code in ("bg", "en"):
        entry = site.entry(code)
        assert entry["picture"] is None
        assert entry["categories"] == []
        assert [block["type"] for block in entry["body"]] == ["text"]
    assert list(find_differences()) == []
    assert client.get(site.article.url_path).status_code == 200


def test_its_editor_reads_what_was_deleted_and_where(site: Site) -> None:
    office = bulgarian()
    client = office.client
    assert WARNING not in read(client, page_route("edit", site.article_number))
    delete_all(site, office)
    html = read(client, page_route("edit", site.article_number))
    assert WARNING in html
    for text in (
        "„Първият чувал“ (изображение; Основен текст → Галерия, Основен текст → Снимка; ",
        "„Цехът отвътре“ (изображение; Снимка; ",
        "„Годишен доклад“ (документ; Основен текст → Файл; ",
        "„Проекти“ (страница; Основен текст → Избрани страници, Основен текст → Текст; ",
        "„Събития“ (категория новини; Категории; ",
    ):
        assert text in html
    for title in ("Първият чувал", "Годишен доклад", "Проекти"):
        # As the blocks' script reads it.
        assert json.dumps(f"Изтрито: „{title}“")[1:-1] in html
    # Its translation is mended by its source.
    english = Page.objects.get(slug__startswith="en", depth=4, locale__language_code="en")
    assert WARNING not in read(client, page_route("edit", english.pk))


def test_it_can_be_saved_and_published_as_it_is_again_and_again(site: Site) -> None:
    office = bulgarian()
    client = office.client
    delete_all(site, office)
    for action in ({}, PUBLISH, PUBLISH):
        answer = office.edit(site.article, form(office, site) | action)
        assert answer.status_code == 302, answer.context["form"].errors
    assert not site.article.has_unpublished_changes
    (picture,) = [block for block in site.article.body.raw_data if block["type"] == "picture"]
    assert picture["value"]["image"]["image"] == site.image.pk
    html = read(client, page_route("edit", site.article_number))
    # What is simply gone was published without; what a block still names is not forgotten.
    assert "„Първият чувал“" in html
    assert "„Цехът отвътре“" not in html
    assert "„Събития“" not in html


def test_what_is_chosen_instead_ends_the_warning(site: Site) -> None:
    office = bulgarian()
    client = office.client
    delete_all(site, office)
    other = factories.image(title="Друга")
    draft = site.article.get_latest_revision_as_object()
    draft.picture = other
    draft.body = json.dumps([{"type": "text", "value": "<p>Само текст</p>"}])
    draft.save_revision()
    html = read(client, page_route("edit", site.article_number))
    assert "„Цехът отвътре“" not in html
    assert "„Първият чувал“" not in html
    factories.publish(site.article.get_latest_revision_as_object())
    assert WARNING not in read(client, page_route("edit", site.article_number))
    assert not BrokenReference.objects.filter(object_id=str(site.article_number)).exists()


def test_an_empty_chooser_is_still_refused(site: Site) -> None:
    office = bulgarian()
    delete_all(site, office)
    for number in ("", "999999"):
        answer = office.edit(site.article, form(office, site, number) | PUBLISH)
        assert answer.status_code == 200
        assert set(answer.context["form"].errors) == {"body"}


def test_an_old_version_that_names_it_opens_and_is_restored(site: Site) -> None:
    office = bulgarian()
    client = office.client
    old = Revision.objects.for_instance(site.article).latest("pk")
    delete_all(site, office)
    factories.publish(site.article)
    html = read(client, page_route("revisions_revert", site.article_number, old.pk))
    assert "page-edit-form" in html
    restored = form(office, site) | {"revision": old.pk}
    assert office.edit(site.article, restored).status_code == 302
    versions = page_route("revisions_compare", site.article_number, old.pk, "latest")
    assert client.get(versions).status_code == 200


def test_what_was_deleted_before_deletions_were_kept_is_found_once(site: Site) -> None:
    get_image_model().objects.filter(pk=site.image.pk).delete()
    Deletion.objects.all().delete()
    IndexState.objects.all().delete()
    prepare_steps.update_references(StringIO())
    office = bulgarian()
    client = office.client
    html = read(client, page_route("edit", site.article_number))
    assert "с неизвестно заглавие (изображение; Основен текст → Галерия, " in html
    assert office.edit(site.article, form(office, site) | PUBLISH).status_code == 302


def test_what_goes_with_it_is_not_told_of(site: Site) -> None:
    """Nobody opens a page that is deleted itself."""
    child = factories.text_page(site.page, title="Под нея")
    link = f'<p><a linktype="page" id="{site.page.pk}">Нагоре</a></p>'
    child.body = json.dumps([{"type": "text", "value": link}])
    factories.publish(child)
    bulgarian().post(page_route("delete", site.page.pk))
    assert not BrokenReference.objects.filter(object_id=str(child.pk)).exists()
    assert Deletion.objects.filter(title="Под нея").exists()


def test_a_report_lists_the_gaps_until_they_are_mended(site: Site) -> None:
    office = bulgarian()
    client = office.client
    report = "/admin/reports/deleted-but-used/"
    assert report not in read(client, "/admin/reports/site-history/")
    delete_all(site, office)
    assert report in read(client, "/admin/reports/site-history/")
    shown = read(client, report)
    for text in ("Първият чувал", "Цехът отвътре", "Годишен доклад", edit_address(site.article)):
        assert text in shown
    # What is translated follows its source; an article without a category has no gap.
    english = NewsPage.objects.get(slug__startswith="en", locale__language_code="en")
    assert edit_address(english) not in shown
    assert "Събития" not in shown
    table = client.get(report, {"export": "csv"})
    text = b"".join(table.streaming_content).decode()  # type: ignore[attr-defined]
    assert "Годишен доклад" in text
    article = site.article
    article.body, article.picture = "[]", factories.image(title="Друга")
    factories.publish(article)
    assert "Цехът отвътре" not in read(client, report)
