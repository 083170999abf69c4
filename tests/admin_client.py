"""The back office through its own requests: every middleware, every hook, real commits."""

from time import perf_counter
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import (
    nested_form_data,
    querydict_from_html,
    rich_text,
    streamfield,
)

Form = dict[str, Any]
PUBLISH = {"action-publish": "action-publish"}


def administrator(name: str = "admin") -> Any:
    return get_user_model().objects.create_superuser(name, f"{name}@example.com", "admin")


def body(text: str) -> Form:
    return nested_form_data({"body": streamfield([("text", rich_text(f"<p>{text}</p>"))])})


class Office:
    """Somebody at work; `waits` are the seconds that each of their unsafe requests took."""

    def __init__(self, user: Any) -> None:
        self.client = Client()
        self.client.force_login(user)
        self.waits: list[float] = []

    def empty_form(self, model: type[Page], parent: Page) -> Form:
        """What the form for a new page is sent with as long as nothing is written."""
        options = model._meta
        address = reverse("wagtailadmin_pages:add", args=[*_names(options), parent.pk])
        return self._form(address, model)

    def form(self, thing: Any) -> Form:
        """What the editor of a page or snippet is sent with as long as nothing is changed."""
        return self._form(edit_address(thing), type(thing))

    def _form(self, address: str, model: Any) -> Form:
        answer = self.client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        html = answer.content.decode()
        form_id = "page-edit-form" if 'id="page-edit-form"' in html else "w-editor-form"
        form = dict(querydict_from_html(html, form_id=form_id).lists())
        # Streams of blocks are built by the editor's script; without it they are empty.
        fields = model._meta.get_fields()
        streams = [field.name for field in fields if isinstance(field, StreamField)]
        return form | {f"{name}-count": "0" for name in streams}

    def create(self, model: type[Page], parent: Page, form: Form) -> Any:
        options = model._meta
        address = reverse("wagtailadmin_pages:add", args=[*_names(options), parent.pk])
        return self.post(address, form)

    def edit(self, thing: Any, form: Form) -> Any:
        return self.post(edit_address(thing), form)

    def post(self, address: str, form: Form | None = None, **headers: str) -> Any:
        begun = perf_counter()
        answer = self.client.post(address, form or {}, headers=headers)
        self.waits.append(perf_counter() - begun)
        return answer


def edit_address(thing: Any) -> str:
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:edit", args=[thing.pk])
    return reverse(thing.snippet_viewset.get_url_name("edit"), args=[thing.pk])


def known_version(thing: Any) -> Form:
    """What a form says of the version it was opened with: here the newest."""
    newest = type(thing).objects.get(pk=thing.pk).latest_revision
    return {
        "loaded_revision_id": newest.pk,
        "loaded_revision_created_at": newest.created_at.isoformat(),
    }


def _names(options: Any) -> tuple[str, str]:
    return options.app_label, options.model_name
