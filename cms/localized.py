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

from cms.embargoes import Embargo, apply_source_dates, embargo_by, reschedule

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


class RefusedPublicationError(ValidationError):
    """A page or snippet, `thing`, may not be published as it is."""

    def __init__(self, thing: Any, message: str) -> None:
        self.thing = thing
        super().__init__(message)


class SourceNotPublishedError(RefusedPublicationError):
    """A translation was to become public whose source never was, and is not scheduled."""

    def __init__(self, thing: Any) -> None:
        super().__init__(thing, f"{thing}: its source is not published")


class IncompleteTranslationError(RefusedPublicationError):
    """A translation was to become public while segments of it are not translated.

    It would show the source's text where its own is missing: `thing` says which it is, `missing`
    and `total` how many segments. With none missing, the version that was to be published is from
    before they were translated.
    """

    def __init__(self, thing: Any, missing: int, total: int) -> None:
        self.missing, self.total = missing, total
        super().__init__(thing, f"{thing}: {missing} of {total} segments are not translated")


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


def find_source(thing: Any) -> Any:
    """Return what a page or snippet is translated from, a page as a plain Page; None where it is
    no translation, or its source is gone."""
    locale_id = source_locale_id(thing)
    if locale_id == thing.locale_id:
        return None
    same = _model_of(thing).objects.filter(translation_key=thing.translation_key)
    return same.filter(locale_id=locale_id).first()


def embargo_of(thing: Any) -> Embargo | None:
    """Return what a translation waits for before it may be public; None where for nothing.

    One that is written by hand is a page of its own: it waits for the hour of its source, and not
    until somebody names one.
    """
    source = find_source(thing)
    embargo = embargo_by(source) if source else None
    by_hand = embargo and embargo.until is None and not jobs_of(thing).exists()
    return None if by_hand else embargo


def require_publishable(thing: Any) -> None:
    """Raise RefusedPublicationError where a translation is not whole, or is kept in line with a
    draft that was never public."""
    require_whole(thing)
    embargo = embargo_of(thing)
    if embargo and embargo.until is None:
        raise SourceNotPublishedError(thing)


def kept_translations_of(source: Any) -> models.QuerySet[Any]:
    """Return what is translated from a page or snippet and kept in line with it: what has no dates
    of its own. Pages as plain Pages."""
    locales = Translation.objects.filter(
        source__object_id=source.translation_key, source__locale=source.locale_id, enabled=True
    ).values("target_locale")
    same = _model_of(source).objects.filter(translation_key=source.translation_key)
    return same.filter(locale__in=locales).exclude(locale=source.locale_id)


def reschedule_translations(instance: Any, **kwargs: Any) -> None:
    """Receive `published`, which Wagtail sends of what is scheduled too: what waits for its source
    follows it."""
    if isinstance(instance, Localized):
        reschedule(_model_of(instance).objects.get(pk=instance.pk), kept_translations_of(instance))


def _model_of(thing: Any) -> Any:
    return Page if isinstance(thing, Page) else type(thing)


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
    expire_at: datetime | None
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
        saved = super().save(*args, **kwargs)
        if "expire_at" in (kwargs.get("update_fields") or {"expire_at"}):
            others = kept_translations_of(self).exclude(expire_at=self.expire_at)
            others.update(expire_at=self.expire_at)
        return saved

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Return a version of it; of a translation, with the dates that its source gives it."""
        version = super().with_content_json(content)  # type: ignore[misc]
        if source := find_source(version):
            apply_source_dates(version, source, has_own_dates=not jobs_of(version).exists())
        return version

    def require_publishable(self, revision: Any) -> None:
        """Raise RefusedPublicationError where a revision may not be published or scheduled: of a
        translation, what is not whole, or is kept in line with a draft that was never public."""
        require_publishable(self)
        if not revision.content["text_digest"] and (job := jobs_of(self).first()):
            total, _ = job.get_progress()
            raise IncompleteTranslationError(self, 0, total)

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish or schedule a revision, whichever way it is asked for, a translation not before
        its source. Raises RefusedPublicationError."""
        if revision.approved_go_live_at and embargo_of(self):
            # Its hour has come and not its source's: that was put off, cancelled or failed.
            return None
        self.require_publishable(revision)
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
            if not self.live_revision_id and embargo_of(self):
                self.live = False
        return super().save(*args, **kwargs)

    def copy_for_translation(self, *args: Any, **kwargs: Any) -> Any:
        copy = super().copy_for_translation(*args, **kwargs)  # type: ignore[misc]
        copy.live = False
        copy.first_published_at = copy.last_published_at = None
        copy.live_revision = copy.latest_revision = None
        return copy
