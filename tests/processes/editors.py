"""Eight editors have the same version open, and save it at the same moment."""

from typing import Any

from wagtail.test.utils.form_data import querydict_from_html

from tests import factories
from tests.admin_client import PUBLISH, Form, Office, administrator, body, edit_address
from tests.processes.process_actors import fork, start

JSON = "application/json"


def play(editors: int) -> dict[str, Any]:
    """Let so many save each kind of thing in each way; tell what each was answered."""
    users = [administrator(f"editor-{number}") for number in range(editors)]
    factories.home("en")
    article, profile = factories.article(body=[("text", "<p>Начало</p>")]), factories.site_profile()
    category = factories.category()
    return {
        "article, save": scene(users, article, "title", {}),
        "article, publish": scene(users, article, "title", PUBLISH),
        "article, autosave": scene(users, article, "title", {}, Accept=JSON),
        "category, save": scene(users, category, "title", {}),
        "category, publish": scene(users, category, "title", PUBLISH),
        "category, autosave": scene(users, category, "title", {}, Accept=JSON),
        "profile, publish": scene(users, profile, "name", PUBLISH),
    }


def scene(users: list[Any], thing: Any, field: str, action: Form, **headers: str) -> dict[str, Any]:
    """All save at once. `answers` has for each what they wrote and what they were answered."""
    before = thing.revisions.count()
    form = Office(users[0]).form(thing)
    ready = fork.Barrier(len(users))
    cast = [
        start(save, ready, user, edit_address(thing), field, form | action, headers)
        for user in users
    ]
    answers = [actor.hear() for actor in cast]
    newest = type(thing).objects.get(pk=thing.pk).get_latest_revision_as_object()
    return {
        "answers": answers,
        "newest": getattr(newest, field),
        "revisions": thing.revisions.count() - before,
    }


def save(
    line: Any, ready: Any, user: Any, address: str, field: str, form: Form, headers: dict[str, str]
) -> None:
    office, words = Office(user), f"Думите на {user.username}"
    form |= {field: words}
    # In the answer the text stands inside of JSON, where only ASCII is legible.
    text = f"text-of-{user.username}"
    if "body-count" in form:
        form |= body(text)
    ready.wait()
    answer = office.post(address, form, **headers)
    told = {"words": words, "text": text, "status": answer.status_code, "wait": office.waits[-1]}
    if headers:
        line.send(told | {"saved": answer.json()["success"], "told": answer.json()})
    elif answer.status_code == 302:
        line.send(told | {"saved": True})
    else:
        html = answer.content.decode()
        form_id = "page-edit-form" if 'id="page-edit-form"' in html else "w-editor-form"
        # The line end that begins a text area is none of its text.
        kept = querydict_from_html(html, form_id=form_id)[field].removeprefix("\n")
        line.send(told | {"saved": False, "told": html, "kept": kept})
