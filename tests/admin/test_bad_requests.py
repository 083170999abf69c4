"""A form with fields missing or invented is refused in words; a fault of ours is not hidden."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.content.translatable import TranslatableContent
from home.models import ContentPage
from tests import factories
from tests.admin.crawl import look
from tests.admin_client import Office, administrator, edit_address

pytestmark = pytest.mark.django_db

REFUSED = "Заявката не може да бъде прочетена"
# The fields of which a script, and no person, says how many rows there are, in which order, and
# which of them are gone.
CONTROL = re.compile(r"-(count|[A-Z]+_FORMS|order|ORDER|type|deleted|DELETE|id)$")
FORMS = (
    "wagtailadmin_workflows:add", "wagtailusers_groups:add", "wagtailusers_users:add",
    "wagtailredirects:add", "wagtailadmin_collections:add", "wagtailimages:add",
    "wagtaildocs:add", "wagtaillocales:add", "webhooks:add", "wagtailadmin_account",
    "wagtailsnippets_home_siteprofile:add", "wagtailsnippets_news_newscategory:add",
    "wagtailadmin_choose_page_external_link", "wagtailadmin_choose_page_email_link",
)  # fmt: skip
NUMBERS = ("", "x", "-1", "1.5", "9" * 30)


def items(*values: Any) -> dict[str, Any]:
    """The rows of a list block."""
    rows = {str(i): {"value": v, "deleted": "", "order": str(i)} for i, v in enumerate(values)}
    return {"count": str(len(values)), **rows}


def body() -> dict[str, str]:
    """A form's fields for a body with every structure that blocks have."""
    picture = {"image": factories.image().pk, "decorative": "on", "alt_text": ""}
    shown = {"image": picture, "caption": "", "credit": ""}
    table = {
        "caption": "", "column-count": "1", "row-count": "1", "cell-0-0": "x",
        "column-0": {"type": "text", "order": "0", "deleted": "", "heading": "x"},
        "row-0": {"order": "0", "deleted": ""},
    }  # fmt: skip
    parts = [
        ("text", rich_text("<p>Текст</p>")),
        ("gallery", {"title": "", "pictures": items(shown)}),
        ("table", {"table": table}),
        ("figures", {"title": "", "figures": items({"value": "1", "label": "x"})}),
        ("pages", {"title": "", "pages": items(str(factories.home().pk))}),
    ]
    fields: dict[str, str] = nested_form_data({"body": streamfield(parts)})
    return fields


def post(client: Client, address: str, form: dict[str, Any]) -> Any:
    """Return the answer; nothing of it is kept. What the server fails at is raised."""
    with transaction.atomic():
        answer = client.post(address, form)
        transaction.set_rollback(True)
    return answer


def damaged(form: dict[str, Any], values: tuple[str, ...] = NUMBERS) -> Iterator[dict[str, Any]]:
    """Yield the form without each of its control fields, and with each of them wrong."""
    for name in [name for name in form if CONTROL.search(name)]:
        rest = {other: value for other, value in form.items() if other != name}
        yield rest
        for value in values:
            yield rest | {name: value}


def test_body_with_damaged_control_fields_is_refused() -> None:
    office = Office(administrator())
    page = factories.text_page(factories.home())
    form = office.form(page) | body()
    assert post(office.client, edit_address(page), form).status_code == 302
    statuses = {
        post(office.client, edit_address(page), each).status_code for each in damaged(form, ("x",))
    }
    assert statuses <= {200, 302, 400}
    del form["body-count"]
    answer = post(office.client, edit_address(page), form)
    assert answer.status_code == 400
    assert REFUSED in answer.content.decode()


def test_two_blocks_in_one_place_are_refused() -> None:
    office = Office(administrator())
    page = factories.text_page(factories.home())
    form = office.form(page) | body() | {"body-1-order": "0", "body-1-type": "text"}
    assert post(office.client, edit_address(page), form).status_code in (302, 400)


def test_profile_without_the_number_of_its_links_is_refused(admin: Client) -> None:
    profile = factories.site_profile()
    answer = post(admin, edit_address(profile), {"name": "Клъстер", "footer": "null"})
    assert answer.status_code == 400
    assert REFUSED in answer.content.decode()


def test_a_script_is_refused_in_json(admin: Client) -> None:
    profile = factories.site_profile()
    accepting = {"Accept": "application/json"}
    answer = admin.post(edit_address(profile), {"name": "Клъстер"}, headers=accepting)
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "bad_request"


@pytest.mark.parametrize("route", FORMS)
def test_a_form_with_damaged_control_fields_is_answered(route: str, admin: Client) -> None:
    address = reverse(route)
    found = [form for form in look(admin, address).forms if form.method == "post"]
    form = {name: value for each in found for name, value in each.values.items() if value}
    assert post(admin, address, {}).status_code < 500
    # A thousand empty rows are no error, but take their time.
    for each in damaged(form, ("", "x", "-1", "9" * 5000)):
        assert post(admin, address, each).status_code < 500, each


@pytest.mark.parametrize(
    ("route", "fields"),
    [
        ("wagtailadmin_choose_page_external_link", {}),
        ("wagtailredirects:add", {"old_path": "/a/", "redirect_page": "x"}),
    ],
)
def test_what_the_libraries_take_for_granted_is_refused(
    route: str, fields: dict[str, str], admin: Client
) -> None:
    answer = admin.post(reverse(route), fields)
    assert answer.status_code == 400
    assert REFUSED in answer.content.decode()


@pytest.mark.parametrize("number", ["99999", "0", "-1", "9" * 20])
def test_a_copy_below_a_page_that_does_not_exist_is_refused(number: str, admin: Client) -> None:
    page = factories.text_page(factories.home())
    form = {"new_title": "x", "new_slug": "x", "new_parent_page": number}
    assert admin.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "choose-page/?user_perms=x&target_pages[]=abc",
        "images/chooser/chosen-multiple/?id=abc",
        "documents/chooser/chosen-multiple/?id=abc",
        "snippets/choose/news/newscategory/chosen-multiple/?id=abc",
        "api/main/pages/find/?id=abc",
    ],
)
def test_a_query_without_the_number_that_a_screen_expects_is_refused(
    address: str, admin: Client
) -> None:
    assert admin.get(f"/admin/{address}").status_code == 400


def test_what_a_template_raises_is_a_server_error(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> str:
        raise ValueError("missing staticfiles manifest entry")

    monkeypatch.setattr("django.templatetags.static.StaticNode.handle_simple", fail)
    with pytest.raises(ValueError, match="manifest"):
        admin.get(f"{reverse('wagtailadmin_home')}?next=/")


def test_a_snippet_that_cannot_exist_is_not_found(admin: Client) -> None:
    for pk in ("abc", "9" * 30):
        address = reverse("wagtailsnippetchoosers_news_newscategory:chosen", args=[pk])
        assert admin.get(address).status_code == 404


def test_a_number_that_no_database_has_is_refused(admin: Client) -> None:
    group = Group.objects.create(name="Някои")
    address = reverse("wagtailusers_groups:edit", args=[group.pk])
    for number in NUMBERS:
        assert post(admin, address, {"name": "x", "permissions": number}).status_code < 500


def test_a_nul_in_a_query_is_refused(admin: Client) -> None:
    answer = admin.get(reverse("wagtailadmin_home") + "?q=%00")
    assert answer.status_code == 400
    assert REFUSED in answer.content.decode()


def test_a_fault_of_ours_is_a_server_error(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every TypeError is the form's fault."""

    def fail(self: TranslatableContent) -> str:
        raise TypeError("ours")

    parent = factories.home()
    monkeypatch.setattr(TranslatableContent, "compute_text_digest", fail)
    office = Office(administrator("other"))
    form = office.empty_form(ContentPage, parent) | {"title": "Нова", "slug": "nova"}
    with pytest.raises(TypeError, match="ours"):
        office.create(ContentPage, parent, form)
