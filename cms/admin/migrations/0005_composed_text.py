"""Bring all stored text into composed form (cms.core.nfc), as it is saved from now on.

No translation becomes outdated: the digests and hashes of a text are computed again with it. The
rows are written past the models' `save`, so no date moves. Stored files keep their names.
"""

import json
from collections import defaultdict
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.db import DatabaseError, migrations, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Cast
from wagtail.fields import StreamField

from cms.core.nfc import ADDRESS_FIELDS, TEXT_FIELDS, compose, compose_text

APPS = (
    "home", "news", "members", "wagtailcore", "wagtailimages", "wagtaildocs", "wagtailredirects",
    "taggit", "wagtail_localize", "translation_memory", "translation_jobs",
)  # fmt: skip
# wagtail_localize.models.String.UUID_NAMESPACE
STRINGS = UUID("59ed7d1c-7eb5-45fa-9c8b-7a7057ed56d7")
Digests = dict[str, str]


def compose_stored_text(apps: Any, schema_editor: Any) -> None:
    digests = _changed_digests(apps)
    streams = {
        (model._meta.app_label, model._meta.model_name): _streams(model)
        for model in apps.get_models()
    }
    _merge_strings(apps)
    for model in apps.get_models():
        if model._meta.app_label in APPS and not model._meta.proxy:
            _compose_rows(model, digests)
    _compose_contents(apps.get_model("wagtailcore.Revision"), "content", streams, digests)
    _compose_contents(
        apps.get_model("wagtail_localize.TranslationSource"), "content_json", streams, digests
    )


def _changed_digests(apps: Any) -> Digests:
    """Return the new digest by the old one of each frozen source whose text changes.

    The digest is that of cms.content.translatable: of the paths and texts of its segments, in their order.
    """
    segments = apps.get_model("wagtail_localize.StringSegment").objects
    texts = segments.values_list("source_id", "context__path", "string__data")
    lines: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for source, path, text in texts.order_by("source_id", "order").iterator():
        lines[source].append((path, text))
    digests = {}
    for parts in lines.values():
        composed = [(path, compose_text(text)) for path, text in parts]
        if composed != parts:
            digests[_digest(parts)] = _digest(composed)
    return digests


def _digest(parts: list[tuple[str, str]]) -> str:
    return sha256("\n".join(f"{path}\t{text}" for path, text in parts).encode()).hexdigest()


def _merge_strings(apps: Any) -> None:
    """Compose wagtail-localize's strings, which are found by a hash; of two that become the same,
    keep one with the segments and translations of both."""
    strings = apps.get_model("wagtail_localize.String").objects
    segments = apps.get_model("wagtail_localize.StringSegment").objects
    translations = apps.get_model("wagtail_localize.StringTranslation").objects
    for row in strings.order_by("pk").iterator():
        if (data := compose_text(row.data)) == row.data:
            continue
        same = strings.filter(locale_id=row.locale_id, data_hash=uuid5(STRINGS, data)).first()
        if same is None:
            strings.filter(pk=row.pk).update(data=data, data_hash=uuid5(STRINGS, data))
            continue
        segments.filter(string_id=row.pk).update(string_id=same.pk)
        for each in translations.filter(translation_of_id=row.pk):
            place = {"locale_id": each.locale_id, "context_id": each.context_id}
            # The memory keeps the other.
            if not translations.filter(translation_of_id=same.pk, **place).exists():
                translations.filter(pk=each.pk).update(translation_of_id=same.pk)
        strings.filter(pk=row.pk).delete()


def _compose_rows(model: Any, digests: Digests) -> None:
    """Compose the texts of a table, and put the new digests in the place of the old ones."""
    streams = _streams(model)
    own = [
        field.name
        for field in model._meta.local_concrete_fields
        if isinstance(field, TEXT_FIELDS) and not isinstance(field, ADDRESS_FIELDS)
    ]
    if not own and not streams:
        return
    raw = {f"raw_{name}": Cast(name, models.TextField()) for name in streams}
    plain = {f"raw_{name}": F(name) for name in own}
    rows = model._base_manager.annotate(**raw, **plain).values("pk", *raw, *plain)
    for row in rows.order_by("pk").iterator():
        changed = {}
        for name in own:
            value = row[f"raw_{name}"]
            if (new := digests.get(value) if name == "text_digest" else compose(value)) not in (
                None,
                value,
            ):
                changed[name] = new
        for name in streams:
            value = json.loads(row[f"raw_{name}"] or "[]")
            if (new := compose(value)) != value:
                changed[name] = Value(new, models.JSONField())
        if "source" in changed and "source_digest" in own:
            # cms.translation.memory.models.text_digest
            changed["source_digest"] = sha256(changed["source"].encode()).hexdigest()
        _update(model, row["pk"], changed)


def _compose_contents(
    model: Any, name: str, streams: dict[Any, list[str]], digests: Digests
) -> None:
    """Compose the contents of revisions, or of frozen sources: JSON with streams as JSON text."""
    type_of = "content_type" if name == "content" else "specific_content_type"
    rows = model.objects.values_list(
        "pk", name, f"{type_of}__app_label", f"{type_of}__model"
    ).order_by("pk")
    for pk, content, *kind in rows.iterator():
        is_text = isinstance(content, str)
        before = json.loads(content) if is_text else content
        after = compose(before)
        for key in streams.get(tuple(kind), ()):
            if isinstance(after.get(key), str):
                inner = json.loads(after[key])
                if (composed := compose(inner)) != inner:
                    after[key] = json.dumps(composed)
        old = after.get("text_digest")
        after = after | ({"text_digest": digests[old]} if old in digests else {})
        if after != before:
            _update(model, pk, {name: json.dumps(after) if is_text else after})


def _streams(model: Any) -> list[str]:
    fields = model._meta.local_concrete_fields
    return [field.name for field in fields if isinstance(field, StreamField)]


def _update(model: Any, pk: Any, changed: dict[str, Any]) -> None:
    """Write a row, or leave it as it is where its new text is taken, or too long for its column."""
    if changed:
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=pk).update(**changed)
        except DatabaseError:
            pass


class Migration(migrations.Migration):
    dependencies = [
        ("backoffice", "0004_names_of_roots"),
        ("home", "0003_name_of_site"),
        ("members", "0001_initial"),
        ("news", "0002_article_date_may_be_empty"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("translation_jobs", "0003_orphans"),
        ("translation_memory", "0002_what_is_there_already"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(compose_stored_text, migrations.RunPython.noop)]
