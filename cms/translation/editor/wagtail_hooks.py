"""Where Wagtail's editor hands over to ours."""

from django.urls import URLResolver, include, path
from wagtail import hooks

from cms.translation.editor import publication, review, views  # noqa: F401  (their actions)
from cms.translation.editor.actions import run_action
from cms.translation.editor.segments import OverrideView, SegmentView

for event in ("before_edit_page", "before_edit_snippet"):
    # Before wagtail-localize, which takes every translation for itself.
    hooks.register(event, run_action, order=-10)


@hooks.register("register_admin_urls")
def register_segment_urls() -> list[URLResolver]:
    urls = [
        path("segments/<int:string>-<int:context>/", SegmentView.as_view(), name="segment"),
        path("overrides/<int:context>/", OverrideView.as_view(), name="override"),
    ]
    segment_path = "localize/translate/<int:translation_id>/"
    return [path(segment_path, include((urls, "translation_editor")))]
