"""The buttons at the foot of an editor: what an editor presses most needs no menu to be opened."""

from collections.abc import Mapping

from django.forms import Media
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.components import Component

SAVE = ("action-save-draft", "action-save")
# What moves a page on. The first of them that a person may do stands beside “Save draft”.
MAIN = ("approve", "action-publish", "action-submit")


class ActionGroup(Component):
    """Several buttons of a menu in the place of its first one."""

    def __init__(self, items: list[ActionMenuItem]) -> None:
        self.items = items

    def render_html(self, parent_context: Mapping[str, object] | None = None) -> SafeString:
        return format_html_join(
            "\n", "{}", ([item.render_html(parent_context)] for item in self.items)
        )

    @property
    def media(self) -> Media:
        return sum((item.media for item in self.items), Media())


def show_main_action(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, object]
) -> None:
    """Put “Publish”, or what stands for it, beside “Save draft” in the editor of a page or snippet.

    “Save draft” stays the first: it is what the Enter key presses.
    """
    main_index = {item.name: item for item in items}
    main = next((main_index[name] for name in MAIN if name in main_index), None)
    if main and items[0].name in SAVE:
        items.remove(main)
        items[0] = ActionGroup([items[0], main])
