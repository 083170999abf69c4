"""Names of the kinds of member, in the language of the page that is rendered."""

from django import template

from members.kinds import Kind

register = template.Library()


@register.filter
def kind_name(kind: str) -> str:
    """Return the name of a kind (`industry`); a kind we do not know names itself."""
    return str(dict(Kind.choices).get(kind, kind))
