"""Where Wagtail's editor hands over to ours."""

from wagtail import hooks

from cms.translation.editor import panel, review  # noqa: F401  (their actions)
from cms.translation.editor.actions import answer

for event in ("before_edit_page", "before_edit_snippet"):
    # Before wagtail-localize, which takes every translation for itself.
    hooks.register(event, answer, order=-10)
