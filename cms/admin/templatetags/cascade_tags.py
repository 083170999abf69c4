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
QUESTION = "backoffice/cascade/translations.html"


@register.inclusion_tag(QUESTION, takes_context=True)
def translations_of_unpublished(
    context: template.Context, content: Translatable
) -> dict[str, object]:
    return _question_context(context, UnpublishCascade(), [content])


@register.inclusion_tag(QUESTION, takes_context=True)
def translations_of_deleted(context: template.Context, content: Translatable) -> dict[str, object]:
    return _question_context(context, DeleteCascade(), [content])


@register.inclusion_tag(QUESTION, takes_context=True)
def translations_of_moved(
    context: template.Context, page: Page, destination: Page
) -> dict[str, object]:
    return _question_context(context, MoveCascade(destination), [page])


@register.inclusion_tag(QUESTION, takes_context=True)
def translations_in_bulk(
    context: template.Context,
    view: IndexView,
    rows: list[dict[str, Translatable]],
    destination: Page,
) -> dict[str, object]:
    """The same for what a bulk action is asked for; of what has no translations, nothing."""
    actions = {
        "unpublish": UnpublishCascade(),
        "delete": DeleteCascade(),
        "move": MoveCascade(destination or None),
    }
    action = actions.get(view.action_type)
    if action is None or not issubclass(view.model, TranslatableMixin):
        return {}
    return _question_context(context, action, [row["item"] for row in rows])


def _question_context(
    context: template.Context, action: CascadeAction, sources: Iterable[Translatable]
) -> dict[str, object]:
    user = context["request"].user
    translations = find_translations(user, action, sources)
    return {
        "translations": [
            (translation, find_uses(user, action.removed_objects(translation.content)))
            for translation in translations
        ],
        "may_follow": any(not translation.blocker for translation in translations),
        "offer_label": action.offer_label,
        "name": FOLLOW_FIELD,
        "is_deletion": isinstance(action, DeleteCascade),
    }
