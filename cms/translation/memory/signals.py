"""How the memory is kept: by what is written to and deleted from wagtail-localize's table.

Deletions come one by one here even where a page, a source or a language takes many rows with it.
What is overwritten was saved once, and so is remembered; but not where a row was written past the
signals, so the old words are looked at once more. What is saved together sends none, and is told
(`writing`).
"""

from django.db.models.signals import post_save, pre_delete, pre_save
from wagtail_localize.models import StringTranslation

from cms.translation.memory.recording import record_translations


def connect() -> None:
    """Connect every receiver; called once, when all models are loaded."""
    for signal, receiver in (
        (pre_save, record_overwritten),
        (post_save, record_saved),
        # Before: afterwards nobody knows of which text and page it was.
        (pre_delete, record_saved),
    ):
        name = f"memory {receiver.__name__}"
        signal.connect(receiver, sender=StringTranslation, dispatch_uid=name)


def record_overwritten(instance: StringTranslation, raw: bool = False, **kwargs: object) -> None:
    if raw or instance.pk is None:
        return
    rows = StringTranslation.objects.select_related("translation_of", "context")
    old = rows.exclude(data=instance.data).filter(pk=instance.pk).first()
    if old:
        record_translations([old])


def record_saved(instance: StringTranslation, raw: bool = False, **kwargs: object) -> None:
    if not raw:
        record_translations([instance])
