"""What uses the thing that a confirmation of Wagtail asks about."""

from django import template

from cms.admin.usage import find_uses, object_for_usage_url
from cms.content.publishable import Translatable
from cms.translation.cascade.actions import DeleteCascade, UnpublishCascade
from cms.upstream.wagtail_admin import IndexView

register = template.Library()
LIST = "backoffice/uses.html"


@register.inclusion_tag(LIST, takes_context=True)
def uses_at(context: template.Context, usage_url: str) -> dict[str, object]:
    """Name what uses the thing of this usage list.

    Wagtail has the list describe what deletion does where the thing is to be deleted.
    """
    content = object_for_usage_url(usage_url)
    is_deletion = "describe_on_delete" in usage_url
    action = DeleteCascade() if is_deletion else UnpublishCascade()
    uses = find_uses(context["request"].user, action.removed_objects(content))
    return {"uses": uses, "is_deletion": is_deletion}


@register.inclusion_tag(LIST, takes_context=True)
def uses_in_bulk(
    context: template.Context, view: IndexView, rows: list[dict[str, Translatable]]
) -> dict[str, object]:
    """Name what uses the pages that are unpublished in bulk: Wagtail has no list there."""
    if view.action_type != "unpublish":
        return {}
    return {"uses": find_uses(context["request"].user, [row["item"] for row in rows])}
