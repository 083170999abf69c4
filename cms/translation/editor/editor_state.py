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
    return dict(_strings(translation, props)) | dict(_overrides(translation, props))


def _strings(translation: Translation, props: JSON) -> Iterator[tuple[str, dict[str, str]]]:
    texts = {each["segment_id"]: each["data"] for each in props["initialStringTranslations"]}
    rows = StringSegment.objects.filter(source=translation.source).in_bulk()
    for shown in props["segments"]:
        if shown["type"] == "string" and (row := rows.get(shown["id"])):
            place = [translation.pk, row.string_id, row.context_id]
            address = reverse("translation_editor:segment", args=place)
            yield shown["editUrl"], {"address": address, "tag": version_tag(texts.get(row.pk))}


def _overrides(translation: Translation, props: JSON) -> Iterator[tuple[str, dict[str, str]]]:
    values = {each["segment_id"]: json.dumps(each["data"]) for each in props["initialOverrides"]}
    rows = OverridableSegment.objects.filter(source=translation.source).in_bulk()
    for shown in props["segments"]:
        if shown["type"] == "synchronised_value" and (row := rows.get(shown["id"])):
            address = reverse("translation_editor:override", args=[translation.pk, row.context_id])
            yield shown["editUrl"], {"address": address, "tag": version_tag(values.get(row.pk))}
