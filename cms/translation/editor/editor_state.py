"""What wagtail-localize's own editor shows of each segment, as its script is told of it."""

import json
from collections.abc import Iterator

from django.urls import reverse
from wagtail_localize.models import OverridableSegment, StringSegment, Translation

from cms.core.json_types import JSON
from cms.translation.editor.segments import version_tag


def build_editor_state(translation: Translation, props: JSON) -> dict[str, dict[str, str]]:
    """By the address that the script sends a segment to: our own address, and the tag of what is
    shown, as static/translation_editor/segments.js takes them.

    `props` is all that the script is given to show: what came after is not seen.
    """
    return dict(_string_addresses(translation, props)) | dict(
        _override_addresses(translation, props)
    )


def _string_addresses(
    translation: Translation, props: JSON
) -> Iterator[tuple[str, dict[str, str]]]:
    texts = {text["segment_id"]: text["data"] for text in props["initialStringTranslations"]}
    rows = StringSegment.objects.filter(source=translation.source).in_bulk()
    for segment in props["segments"]:
        if segment["type"] == "string" and (row := rows.get(segment["id"])):
            url_args = [translation.pk, row.string_id, row.context_id]
            address = reverse("translation_editor:segment", args=url_args)
            yield segment["editUrl"], {"address": address, "tag": version_tag(texts.get(row.pk))}


def _override_addresses(
    translation: Translation, props: JSON
) -> Iterator[tuple[str, dict[str, str]]]:
    values = {
        override["segment_id"]: json.dumps(override["data"])
        for override in props["initialOverrides"]
    }
    rows = OverridableSegment.objects.filter(source=translation.source).in_bulk()
    for segment in props["segments"]:
        if segment["type"] == "synchronised_value" and (row := rows.get(segment["id"])):
            address = reverse("translation_editor:override", args=[translation.pk, row.context_id])
            yield segment["editUrl"], {"address": address, "tag": version_tag(values.get(row.pk))}
