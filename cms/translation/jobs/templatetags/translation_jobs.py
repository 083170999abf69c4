"""The languages of a page or snippet, in its editor and in lists."""

from django import template
from django.template import Context

from cms.content.publishable import Translatable
from cms.core.users import RequestUser
from cms.translation.jobs.languages import Languages, group_by_state
from cms.translation.jobs.side_panel import languages_context
from cms.upstream.wagtail_admin import Table

register = template.Library()

# What a table of the back office keeps for its rows.
CACHE_KEY = "translation_languages"
# What Wagtail's choosers give the link of a row.
CHOICE = "data-chooser-modal-choice"


@register.inclusion_tag("jobs/languages.html", takes_context=True)
def languages_in_side_panel(context: Context, content: Translatable) -> dict[str, object]:
    """List the languages of what is edited, with the ways to them."""
    return languages_context(content, context["request"].user)


@register.inclusion_tag("jobs/languages_in_list.html", takes_context=True)
def languages_in_title_cell(context: Context, content: Translatable) -> dict[str, object]:
    """List the languages of a row; all rows of its table are read at once. Not where rows are
    there to be chosen."""
    if CHOICE in (context.get("link_attrs") or {}):
        return {}
    languages = _of_table(context["table"], context["request"].user).for_content(content)
    return {"groups": group_by_state(languages)}


def _of_table(table: Table, user: RequestUser) -> Languages:
    if not hasattr(table, CACHE_KEY):
        setattr(table, CACHE_KEY, Languages(table.data, user))
    found: Languages = getattr(table, CACHE_KEY)
    return found
