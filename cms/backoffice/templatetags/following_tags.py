"""The question that stands in Wagtail's confirmations: whether the translations follow."""

from collections.abc import Iterable
from typing import Any

from django import template
from wagtail.models import TranslatableMixin

from cms.backoffice.following.acts import Act, Deleting, Moving, Unpublishing
from cms.backoffice.following.hooks import FOLLOW
from cms.backoffice.following.translations import look_up

register = template.Library()
QUESTION = "backoffice/following/translations.html"


@register.inclusion_tag(QUESTION, takes_context=True)
def translations_of_unpublished(context: template.Context, thing: Any) -> dict[str, Any]:
    return _question(context, Unpublishing(), [thing])


@register.inclusion_tag(QUESTION, takes_context=True)
def translations_of_deleted(context: template.Context, thing: Any) -> dict[str, Any]:
    return _question(context, Deleting(), [thing])


@register.inclusion_tag(QUESTION, takes_context=True)
def translations_of_moved(context: template.Context, page: Any, destination: Any) -> dict[str, Any]:
    return _question(context, Moving(destination), [page])


@register.inclusion_tag(QUESTION, takes_context=True)
def translations_in_bulk(
    context: template.Context, view: Any, rows: list[dict[str, Any]], destination: Any
) -> dict[str, Any]:
    """The same for what a bulk action is asked for; of what has no translations, nothing."""
    acts = {"unpublish": Unpublishing(), "delete": Deleting(), "move": Moving(destination or None)}
    act = acts.get(view.action_type)
    if act is None or not issubclass(view.model, TranslatableMixin):
        return {}
    return _question(context, act, [row["item"] for row in rows])


def _question(context: template.Context, act: Act, things: Iterable[Any]) -> dict[str, Any]:
    made = look_up(context["request"].user, act, things)
    may_follow = any(not each.obstacle for each in made)
    return {"made": made, "may_follow": may_follow, "offer": act.offer, "name": FOLLOW}
