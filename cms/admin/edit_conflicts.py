"""Nobody overwrites what they have not seen: a save of an outdated form is refused.

Wagtail refuses its autosave alone; a click on “save” or “publish” it lets through, and asks only
in the browser, by a look every ten seconds. Here the form comes back instead, with all that was
written in it, and a box to tick for whoever wants to replace the newer version. backoffice/
conflicts.js keeps the browser's side of it.
"""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.models import Page, Revision

from cms.content.publishable import Translatable

# In a form that was refused: the newer version's id where its box is ticked, else "".
REPLACED = "replaced_revision_id"


def reject_stale_edit(request: HttpRequest, content: Translatable) -> HttpResponse | None:
    """Have the form of a page or snippet come back when there is a version it does not know."""
    newer = unseen_revision(request.POST, content)
    if newer is None:
        return None
    refusal = gettext("There is a newer version than the one you opened.")
    if "application/json" in request.headers.get("Accept", ""):
        answer = {"success": False, "error_code": "invalid_revision", "error_message": refusal}
        return JsonResponse(answer, status=400)
    form_id = "page-edit-form" if isinstance(content, Page) else "w-editor-form"
    context = {"newer": newer, "name": REPLACED, "form_id": form_id}
    messages.error(request, render_to_string("backoffice/conflict.html", context, request))

    def clean() -> None:
        raise ValidationError(refusal)

    # The form asks the object whether it is valid, and nobody else does before it is saved.
    setattr(content, "clean", clean)  # noqa: B010  (Wagtail's models have no types)
    return None


def unseen_revision(form: QueryDict, content: Translatable) -> Revision | None:
    """Return the newest version of `content`, if whoever sent the form may not know it."""
    newest = content.latest_revision
    if newest is None or form.get(REPLACED) == str(newest.pk):
        return None
    if REPLACED in form:
        return newest
    if loaded_revision := form.get("overwrite_revision_id"):
        return None if loaded_revision == str(newest.pk) else newest
    if "loaded_revision_id" not in form:
        return None
    # An autosave writes into the same revision, at a new time.
    loaded = form["loaded_revision_id"], form.get("loaded_revision_created_at")
    return None if loaded == (str(newest.pk), newest.created_at.isoformat()) else newest
