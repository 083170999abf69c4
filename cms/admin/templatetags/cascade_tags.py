"""The question that stands in Wagtail's confirmations: whether the translations follow."""

from collections.abc import Iterable

from django import template
from wagtail.models import Page, TranslatableMixin

from cms.admin.usage import find_uses
from cms.content.publishable import Translatable
from cms.translation.cascade.actions import (
    CascadeAction,
    DeleteCascade,
    MoveCascade,
    UnpublishCascade,
)
from cms.translation.cascade.hooks import FOLLOW_FIELD
from cms.translation.cascade.translations import find_translations
from cms.upstream.wagtail_admin import IndexView

register = template.Library()
QUESTION = "backoffice/following/translations.html"


@register.inclusion_tag(QUESTION, takes_context=True)
def translations_of_unpublished(
    context: template.Context, content: Translatable
) -> dict[str, object]:
    return _question(context, UnpublishCascade(), [content])


@register.inclusion_tag(QUESTION, takes_context=True)
def translations_of_deleted(context: template.Context, content: Translatable) -> dict[str, object]:
    return _question(context, DeleteCascade(), [content])


@register.inclusion_tag(QUESTION, takes_context=True)
def translations_of_moved(
    context: template.Context, page: Page, destination: Page
) -> dict[str, object]:
    return _question(context, MoveCascade(destination), [page])


@register.inclusion_tag(QUESTION, takes_context=True)
def translations_in_bulk(
    context: template.Context,
    view: IndexView,
    rows: list[dict[str, Translatable]],
    destination: Page,
) -> dict[str, object]:
    """The same for what a bulk action is asked for; of what has no translations, nothing."""
    acts = {
        "unpublish": UnpublishCascade(),
        "delete": DeleteCascade(),
        "move": MoveCascade(destination or None),
    }
    act = acts.get(view.action_type)
    if act is None or not issubclass(view.model, TranslatableMixin):
        return {}
    return _question(context, act, [row["item"] for row in rows])


def _question(
    context: template.Context, act: CascadeAction, things: Iterable[Translatable]
) -> dict[str, object]:
    user = context["request"].user
    made = find_translations(user, act, things)
    return {
        "translations": [
            (each, find_uses(user, act.removed_objects(each.content))) for each in made
        ],
        "may_follow": any(not each.blocker for each in made),
        "offer": act.offer,
        "name": FOLLOW_FIELD,
        "is_deletion": isinstance(act, DeleteCascade),
    }
