"""What people do in the back office, by its own forms and through every middleware.

As in `operations`, each is one act on things picked by number; what is refused changes nothing.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from treebeard.exceptions import InvalidMoveToDescendant
from wagtail.models import Page, PageViewRestriction, TaskState
from wagtail_localize.models import Translation

from home.models import ContentPage
from tests.admin_client import Form, Office, body
from tests.store.operations import CHILDREN, committing, pages, pick, word

# What Wagtail ends in, and leaves nothing behind, where it should have refused: a slug that is
# taken, a page moved below itself, an alias that was ticked to be published.
REFUSED = (ValidationError, InvalidMoveToDescendant, RuntimeError)
# How a form is sent off; "" is saving a draft.
BUTTONS = ["", "action-publish", "action-submit"]
VISIBILITY = [PageViewRestriction.NONE, PageViewRestriction.LOGIN]


def office() -> Office:
    return Office(User.objects.get(username="admin"))


def post(address: str, form: Form | None = None, **headers: str) -> Any:
    """Send a form of the back office, with what happens after its commit, and then the worker."""
    try:
        with committing():
            return office().post(f"/admin/{address}", form, **headers)
    except REFUSED as error:
        if isinstance(error, RuntimeError) and "alias page" not in str(error):
            raise


def editable() -> list[Any]:
    """The pages that open in Wagtail's own editor, not in the translators'."""
    translated = Translation.objects.filter(enabled=True)
    taken = set(translated.values_list("source__object_id", "target_locale"))
    return [page for page in pages() if (page.translation_key, page.locale_id) not in taken]


def written() -> Form:
    """Other words for everything that has to be filled in."""
    return {"title": word(), "summary": word()} | body(word())


# Writing


def write(n: int, button: str) -> None:
    """Send the editor's form of a page."""
    page = pick(editable(), n)
    form = office().form(page) | written()
    post(f"pages/{page.pk}/edit/", form | {button: "on"})


def autosave(n: int, times: int) -> None:
    """What the editor sends while somebody types: a new draft first, then always the same."""
    page = pick(editable(), n)
    overwritten: Form = {}
    for _ in range(1 + times % 3):
        form = office().form(page) | written() | overwritten
        answer = post(f"pages/{page.pk}/edit/", form, accept="application/json")
        if answer is None or not answer.json()["success"]:
            return
        overwritten = {"overwrite_revision_id": answer.json()["revision_id"]}


def add(n: int, button: str) -> None:
    parent = pick(pages(originals=False), n)
    kind = CHILDREN.get(type(parent), ContentPage)
    if kind.can_create_at(parent):
        form = office().empty_form(kind, parent) | written() | {"slug": word().lower()}
        address = f"pages/add/{kind._meta.app_label}/{kind._meta.model_name}/{parent.pk}/"
        post(address, form | {"kind": "services", button: "on"})


def unpublish(n: int, deeply: bool) -> None:
    page = pick(pages(originals=False), n)
    post(f"pages/{page.pk}/unpublish/", {"include_descendants": "on"} if deeply else None)


def delete(n: int) -> None:
    post(f"pages/{pick(pages(originals=False), n).pk}/delete/")


# Places


def move(n: int, m: int) -> None:
    page, parent = pick(pages(originals=False), n), pick(pages(originals=False), m)
    post(f"pages/{page.pk}/move/{parent.pk}/confirm/")


def put(n: int, position: int) -> None:
    """Drag a page to another place among its siblings."""
    page = pick(pages(originals=False), n)
    post(f"pages/{page.pk}/set_position/?position={position % 5}")


def copy(n: int, m: int, how: str) -> None:
    """Copy a page and all below it; `how` is a box to tick: publish_copies, alias."""
    page, parent = pick(pages(originals=False), n), pick(pages(originals=False), m)
    title = word()
    data = {"new_title": title, "new_slug": title.lower(), "new_parent_page": parent.pk}
    post(f"pages/{page.pk}/copy/", data | {"copy_subpages": "on", how: "on"})


def restrict(n: int, m: int) -> None:
    page = pick(pages(originals=False), n)
    data = {"restriction_type": pick(VISIBILITY, m), "password": ""}
    post(f"pages/{page.pk}/privacy/", data)


# Many at once


def bulk(action: str, n: int, m: int, deeply: bool) -> None:
    """Tick two pages and publish, unpublish, delete or move them."""
    chosen = [pick(pages(originals=False), each).pk for each in (n, n + m)]
    data = {"include_descendants": "on" if deeply else "", "chooser": pick(pages(), m).pk}
    query = urlencode({"id": chosen}, doseq=True)
    post(f"bulk/wagtailcore/page/{action}/?{query}", data)


# Review


def review(n: int, action: str) -> None:
    """Approve or reject a page that was submitted."""
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).order_by("pk")
    if task := pick(waiting, n):
        page = Page.objects.get(pk=task.revision.object_id)
        post(f"pages/workflow/action/{page.pk}/{action}/{task.pk}/", {"comment": ""})
