"""House rules that every model of the page trees keeps."""

from typing import Any

import pytest
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.images import get_image_model

from cms.content.entry_types import TYPES

MODELS = [kind.model for kind in TYPES.values()]
# What belongs to a page in one language alone: its place, its history, its schedule, its editors.
OWN = {
    "alias_of", "content_type", "draft_title", "expire_at", "first_published_at", "go_live_at",
    "last_published_at", "latest_revision", "live", "live_revision", "locale", "locked_by", "owner",
    "page_ptr", "slug", "translation_key", "expired", "locked", "locked_at", "url_path",
    "has_unpublished_changes", "latest_revision_created_at", "path", "depth", "numchild", "id",
    "search_index_entries", "index_entries",
}  # fmt: skip
# Pictures that something else describes: the member's name, the title of the page that is shared.
DESCRIBED_ELSEWHERE = {"logo", "share_image"}
# Wagtail's own panels, with words of their own.
WITHOUT_HELP = {"go_live_at", "expire_at"}


@pytest.mark.parametrize("model", MODELS)
def test_every_field_is_said_to_be_translated_or_the_same_in_all_languages(model: Any) -> None:
    said = {field.field_name for field in model.translatable_fields}
    fields = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}
    assert fields - said - OWN == set()
    assert said - fields == set()


def field_panels(panel: Panel) -> list[FieldPanel]:
    if isinstance(panel, FieldPanel):
        return [panel]
    return [found for child in getattr(panel, "children", []) for found in field_panels(child)]


@pytest.mark.parametrize("model", MODELS)
def test_every_panel_says_what_its_field_becomes_in_public(model: Any) -> None:
    names = ("content_panels", "promote_panels", "settings_panels", "panels")
    panels = [panel for name in names for panel in getattr(model, name, [])]
    bound = [found for panel in panels for found in field_panels(panel.bind_to_model(model))]
    silent = [
        panel.field_name
        for panel in bound
        if not (panel.help_text or panel.db_field.help_text)
        and panel.field_name not in WITHOUT_HELP
    ]
    assert bound
    assert silent == []


@pytest.mark.parametrize("model", MODELS)
def test_every_picture_in_a_field_has_an_alternative_text(model: Any) -> None:
    pictures = {
        field.name for field in model._meta.fields if field.related_model is get_image_model()
    }
    described = {names.picture for names in model.picture_fields}
    assert pictures - described <= DESCRIBED_ELSEWHERE
    assert described <= pictures
