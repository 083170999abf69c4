"""What a page or snippet needs so that the state of its translations can be told.

Every translatable thing carries `text_digest`, the digest of the source text it says: on the
source, of its own text; on a translation, of the source's text it was made from, because
wagtail-localize copies the field from its frozen source along with everything else that is the
same in all languages. It is part of every revision, so an old revision brings its own back. A
translation is outdated exactly when its digest differs from its live source's.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

# What is told where a thing's expiry is set (cms.store.schedule).
EXPIRY = _("When it expires, its translations expire with it.")
# Every model lists this among its `translatable_fields`.
TEXT_DIGEST = SynchronizedField("text_digest", overridable=False)


def text_segments(thing: Any) -> list[StringSegmentValue]:
    """The pieces of text a translator would get, in order."""
    for field in thing._meta.get_fields():
        if isinstance(field, StreamField):
            # Gives new blocks their ids, by which a piece of text is named.
            field.value_from_object(thing).get_prep_value()
    return [part for part in extract_segments(thing) if isinstance(part, StringSegmentValue)]


def source_locale_id(thing: Any) -> int:
    """The locale a page or snippet is written in: its own, unless it is a translation."""
    sources = TranslationSource.objects.filter(object_id=thing.translation_key)
    return sources.values_list("locale_id", flat=True).first() or thing.locale_id


def translations_of(things: Iterable[Any]) -> list[Any]:
    """What was made from these pages, or snippets of one model, in other languages.

    That is the work of translators, and aliases. From a translation nothing is made.
    """
    given = {(thing.translation_key, thing.locale_id): thing for thing in things}
    if not given:
        return []
    model: Any = next(Page if isinstance(thing, Page) else type(thing) for thing in given.values())
    keys = {key for key, _ in given}
    sources = TranslationSource.objects.filter(object_id__in=keys).order_by("-pk")
    # The first that there was counts, as in `source_locale_id`.
    written_in = dict(sources.values_list("object_id", "locale_id"))
    originals = {thing.pk for thing in given.values()}
    group = model.objects.filter(translation_key__in=keys).select_related("locale")
    others = group.order_by("locale", "pk")
    return [
        other
        for other in (others.specific() if model is Page else others)
        if (other.translation_key, other.locale_id) not in given
        and (
            (other.translation_key, written_in.get(other.translation_key)) in given
            or getattr(other, "alias_of_id", None) in originals
        )
    ]


class IncompleteTranslationError(ValidationError):
    """A translation was to become public while segments of it are not translated.

    It would show the source's text where its own is missing: `thing` says which it is, `missing`
    and `total` how many segments. With none missing, the version that was to be published is from
    before they were translated.
    """

    def __init__(self, thing: Any, missing: int, total: int) -> None:
        self.thing, self.missing, self.total = thing, missing, total
        super().__init__(f"{thing}: {missing} of {total} segments are not translated")


def jobs_of(thing: Any) -> models.QuerySet[Translation]:
    """What a translator works on that makes this page or snippet; empty for what is written by
    hand."""
    return Translation.objects.filter(
        source__object_id=thing.translation_key, target_locale=thing.locale_id, enabled=True
    )


def require_whole(thing: Any) -> None:
    """Raise IncompleteTranslationError where a translator's page is not translated to its end.

    A page that is written by hand, or was once translated and is no longer kept in line with its
    source, is whole by itself.
    """
    if job := jobs_of(thing).first():
        total, translated = job.get_progress()
        if translated < total:
            raise IncompleteTranslationError(thing, total - translated, total)


def is_whole(thing: Any) -> bool:
    """Whether `require_whole` raises nothing."""
    try:
        require_whole(thing)
    except IncompleteTranslationError:
        return False
    return True


class Localized(models.Model):
    """Keeps `text_digest` right, a save in one transaction with the marks it leaves, and what is
    half translated, or translated and not published, out of the public."""

    # From Wagtail's mixins, which every model that extends this one has too.
    locale_id: int
    first_published_at: datetime | None
    live_revision_id: int | None
    last_published_at: datetime | None
    translatable_fields: list[Any]
    text_digest = models.CharField(max_length=64, blank=True, editable=False)
    # What is copied to be translated still says the source's words: it is given a digest by the
    # first translation of them.
    exclude_fields_in_copy = ["text_digest"]

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        if not kwargs.get("update_fields"):
            if source_locale_id(self) == self.locale_id:
                self.text_digest = self.digest()
            elif self._is_draft_of_live():
                kwargs["update_fields"] = self._fields_of_drafts()
            elif not self.first_published_at and not is_whole(self):
                # wagtail-localize has filled it up with the source's words.
                self.text_digest = ""
        return super().save(*args, **kwargs)

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision, whichever way it is asked for. Raises IncompleteTranslationError."""
        require_whole(self)
        if not revision.content["text_digest"] and (job := jobs_of(self).first()):
            total, _ = job.get_progress()
            raise IncompleteTranslationError(self, 0, total)
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]

    def _is_draft_of_live(self) -> bool:
        """Whether this is a live translation, and to save it is neither to publish it nor to end
        that.

        wagtail-localize writes into the live row whatever it saves, before its revision.
        """
        if not self.pk or not self.live_revision_id:
            return False
        rows: Any = type(self)._base_manager
        stored = rows.filter(
            pk=self.pk,
            live=True,
            live_revision=self.live_revision_id,
            last_published_at=self.last_published_at,
        )
        return stored.exists() and jobs_of(self).exists()

    def _fields_of_drafts(self) -> list[str]:
        """What of a live translation is saved with its draft: all but what it says."""
        said = {each.field_name for each in self.translatable_fields}
        public = {"live", "slug", "url_path"} | said
        fields = [field for field in self._meta.concrete_fields if not field.primary_key]
        return [field.name for field in fields if field.name not in public]

    def digest(self) -> str:
        """The digest of the text that it says itself."""
        text = "\n".join(f"{part.path}\t{part.string.data}" for part in text_segments(self))
        return sha256(text.encode()).hexdigest()


class LocalizedSnippet(Localized):
    """A snippet whose translation begins as a draft that was never public.

    Wagtail copies a snippet with its publication; the copy would be live with the source's text.
    wagtail-localize writes a translation it is to publish into the live row, before it publishes.
    """

    # From Wagtail's DraftStateMixin.
    live: bool

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self.live and not kwargs.get("update_fields"):
            require_whole(self)
        return super().save(*args, **kwargs)

    def copy_for_translation(self, *args: Any, **kwargs: Any) -> Any:
        copy = super().copy_for_translation(*args, **kwargs)  # type: ignore[misc]
        copy.live = False
        copy.first_published_at = copy.last_published_at = None
        copy.live_revision = copy.latest_revision = None
        return copy
