"""What the back office shows of pages to people without a right on them: what is public."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, PageViewRestriction

from cms.permissions.visibility import list_private_trees
from cms.store.flush import publish_transaction
from home.models import ContentPage
from members.models import MemberPage
from news.models import NewsPage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

EDITOR, TRANSLATOR = "Редактори (bg)", "Преводачи (en)"


def person(group: str) -> Client:
    user = User.objects.create_user(group)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def redraft(page: Page, title: str) -> None:
    """Give a page a draft with another title."""
    draft = page.specific
    draft.title = title
    with publish_transaction():
        draft.save_revision()


def restrict(page: Page) -> None:
    with publish_transaction():
        PageViewRestriction.objects.create(page=page, restriction_type="login")


def text(client: Client, name: str, *args: Any, **query: Any) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def link_to(client: Client, address: str) -> dict[str, Any]:
    """Return what the form for external links makes of an address."""
    data = {"external-link-chooser-url": address}
    answer = client.post(reverse("wagtailadmin_choose_page_external_link"), data)
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_live_page_of_another_language_is_chosen_by_its_public_title() -> None:
    page = factories.text_page(factories.home(), title="Public-title")
    redraft(page, "Draft-title")
    for group, title in ((TRANSLATOR, "Public-title"), (EDITOR, "Draft-title")):
        client = person(group)
        listed = text(client, "wagtailadmin_choose_page_child", factories.home().pk)
        found = text(client, "wagtailadmin_choose_page_search", q="Public")
        chosen = text(client, "wagtailadmin_choose_page_chosen_multiple", id=page.pk)
        for answer in (listed, found, chosen):
            assert title in answer
            assert ("Draft-title" in answer) is (group == EDITOR)


def test_chooser_search_shows_parent_by_its_public_title() -> None:
    parent = factories.text_page(factories.home(), title="Section")
    factories.text_page(parent, title="Searched")
    redraft(parent, "Draft-section")
    for group, title in ((TRANSLATOR, "Section"), (EDITOR, "Draft-section")):
        answer = text(person(group), "wagtailadmin_choose_page_search", q="Searched")
        assert f">{title}</a>" in answer
        assert ("Draft-section" in answer) is (group == EDITOR)


def test_chooser_opens_a_draft_for_its_editors_only() -> None:
    draft = factories.child(factories.home(), ContentPage(title="Draft-title"), live=False)
    address = reverse("wagtailadmin_choose_page_child", args=[draft.pk])
    assert "Draft-title" in person(EDITOR).get(address).content.decode()
    assert person(TRANSLATOR).get(address).status_code == 302


def test_move_shows_no_draft_of_another_language_as_destination() -> None:
    english = factories.child(factories.home("en"), ContentPage(title="Draft-title"), live=False)
    page = factories.text_page(factories.home())
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, english.pk])
    for answer in (person(EDITOR).get(address), person(TRANSLATOR).post(address)):
        assert answer.status_code == 302
        assert "Draft-title" not in answer.content.decode()


def test_restricted_page_and_its_alias_are_chosen_by_their_editors_only() -> None:
    section = factories.text_page(factories.home(), title="Private-section")
    below = factories.text_page(section, title="Private-page")
    alias = below.create_alias(parent=factories.home(), update_slug="alias-of-it")
    restrict(section)
    assert {section.path, alias.path} <= set(list_private_trees())
    for group, shown in ((TRANSLATOR, False), (EDITOR, True)):
        answer = text(person(group), "wagtailadmin_choose_page_child", factories.home().pk)
        assert ("Private-section" in answer, "Private-page" in answer) == (shown, shown)


# Wagtail knows the site by this address, and looks for pages below the language's home.
ADDRESS = "http://localhost/linked/"


def test_page_is_offered_for_its_address_by_a_title_that_one_may_see() -> None:
    page = factories.text_page(factories.home(), title="Public-title", slug="linked")
    translator, editor = person(TRANSLATOR), person(EDITOR)
    assert link_to(translator, ADDRESS)["internal"]["adminTitle"] == "Public-title"
    redraft(page, "Draft-title")
    assert link_to(editor, ADDRESS)["internal"]["adminTitle"] == "Draft-title"
    answer = link_to(translator, ADDRESS)
    assert answer["result"]["url"] == ADDRESS
    assert "Draft-title" not in json.dumps(answer)


def test_restricted_page_is_offered_for_its_address_to_its_editors_only() -> None:
    page = factories.text_page(factories.home(), title="Private-title", slug="linked")
    restrict(page)
    assert link_to(person(EDITOR), ADDRESS)["internal"]["id"] == page.pk
    answer = link_to(person(TRANSLATOR), ADDRESS)
    assert answer["result"]["url"] == ADDRESS
    assert "Private-title" not in json.dumps(answer)


def test_editor_of_the_news_is_offered_public_members_only() -> None:
    group = Group.objects.create(name="news")
    bulgarian = Group.objects.get(name=EDITOR)
    group.permissions.set(bulgarian.permissions.all())
    news = factories.news_index()
    for right in GroupPagePermission.objects.filter(group=bulgarian):
        GroupPagePermission.objects.create(group=group, page=news, permission=right.permission)
    factories.member(title="Public-member")
    chosen = factories.child(
        factories.members_index(), MemberPage(title="Chosen-draft", kind="industry"), live=False
    )
    factories.child(
        factories.members_index(), MemberPage(title="Other-draft", kind="industry"), live=False
    )
    page: NewsPage = factories.article(members=[chosen])
    answer = text(person("news"), "wagtailadmin_pages:edit", page.pk)
    assert "Public-member" in answer
    assert "Chosen-draft" not in answer
    assert f'value="{chosen.pk}"' in answer, "it would be lost when the article is saved"
    assert "Other-draft" not in answer
    assert "Other-draft" in text(person(EDITOR), "wagtailadmin_pages:edit", page.pk)


def test_overview_of_translations_shows_no_draft_category_of_another_language() -> None:
    category = factories.category(title="Draft-category", slug="draft")
    with publish_transaction():
        type(category).objects.filter(pk=category.pk).get().unpublish()
    factories.settle()
    assert "Draft-category" not in text(person(TRANSLATOR), "translation_jobs:overview")
    assert "Draft-category" in text(person("Администратори"), "translation_jobs:overview")


def test_restricted_translation_is_not_named_to_editors_of_its_source() -> None:
    page = factories.text_page(factories.home(), title="Source")
    english = factories.translate(page, {"Source": "Private-translation"})
    address = "wagtailadmin_pages:unpublish"
    editor = person(EDITOR)
    assert "Private-translation" in text(editor, address, page.pk)
    restrict(english)
    answer = text(editor, address, page.pk)
    assert 'id="translations"' in answer
    assert "rivate-translation" not in answer
