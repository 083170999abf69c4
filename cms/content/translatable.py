"""What a page or snippet needs so that the state of its translations can be told.

Every translatable thing carries `text_digest`, the digest of the source text it says: on the
source, of its own text; on a translation, of the source's text it was made from, because
wagtail-localize copies the field from its frozen source along with everything else that is the
same in all languages. It is part of every revision, so an old revision brings its own back. A
translation is outdated exactly when its digest differs from its live source's.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar, Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, Revision
from wagtail.query import PageQuerySet
from wagtail_localize.fields import SynchronizedField, TranslatableField
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.content import snapshots
from cms.content.blocks.identity import complete_ids, lacks_ids, mark_new
from cms.content.blocks.pictures import PictureFields, ShownPicture, list_undescribed_pictures
from cms.content.embargoes import Embargo, apply_source_dates, find_embargo, reschedule
from cms.content.publishable import Translatable
from cms.core.json_types import JSON
from cms.core.nfc import compose_fields
from cms.upstream.wagtail import StreamValue

# The help text where a page's or snippet's expiry is set.
EXPIRY = _("When it expires, its translations expire with it.")
# Every model lists this among its `translatable_fields`.
TEXT_DIGEST = SynchronizedField("text_digest", overridable=False)


def normalise(content: "TranslatableContent") -> None:
    """Compose the texts of a page or snippet, and give each part of its streams an id."""
    for stream in _list_streams(content).values():
        # What follows makes JSON of it, in which every part has an id, be it of just now.
        mark_new(stream)
    compose_fields(content)
    restore_ids(content)


def restore_ids(content: "TranslatableContent") -> None:
    """Give the parts of a page's or snippet's streams that have no id the ids that they had when
    it was last sent to translators, or new ones: by these its translations know them.

    One query where there are such parts, else none.
    """
    lacking = {
        field: stream for field, stream in _list_streams(content).items() if lacks_ids(stream)
    }
    former = _freeze_content(content) if lacking else {}
    for field, stream in lacking.items():
        completed = complete_ids(stream, json.loads(former.get(field.name) or "[]"))
        setattr(content, field.name, field.to_python(completed))


def _list_streams(content: Model) -> dict[StreamField, StreamValue]:
    return {
        field: field.value_from_object(content)
        for field in content._meta.concrete_fields
        if isinstance(field, StreamField)
    }


def _freeze_content(content: Translatable) -> JSON:
    """Return what translators were sent of a page or snippet; nothing where it was never sent."""
    sources = TranslationSource.objects.filter(
        object_id=content.translation_key, locale=content.locale_id
    )
    frozen = sources.values_list("content_json", flat=True).first()
    return json.loads(frozen) if frozen else {}


def extract_text_segments(content: Translatable) -> list[StringSegmentValue]:
    """The pieces of text a translator would get, in order."""
    for field in content._meta.get_fields():
        if isinstance(field, StreamField):
            # Gives new blocks their ids, by which a piece of text is named.
            field.value_from_object(content).get_prep_value()
    return [part for part in extract_segments(content) if isinstance(part, StringSegmentValue)]


def get_source_locale_id(content: Translatable) -> int:
    """The locale a page or snippet is written in: its own, unless it is a translation."""
    key = content.translation_key
    return get_source_locales([key])[key] or content.locale_id


def get_source_locales(translation_keys: Iterable[UUID]) -> dict[UUID, int | None]:
    """Return the locale that each page or snippet was first sent to translators in; None: never."""
    return snapshots.get_snapshot().read("source locales", translation_keys, _read_source_locales)


def _read_source_locales(translation_keys: list[UUID]) -> dict[UUID, int]:
    # The first that there was counts: it overwrites the later ones.
    sources = TranslationSource.objects.filter(object_id__in=translation_keys).order_by("-pk")
    return dict(sources.values_list("object_id", "locale_id"))


def list_translations(sources: Iterable[Translatable]) -> list[Translatable]:
    """What was made from these pages, or snippets of one model, in other languages.

    That is the work of translators, and aliases. From a translation nothing is made.
    """
    given = {(source.translation_key, source.locale_id): source for source in sources}
    if not given:
        return []
    rows = _query_rows(next(iter(given.values())))
    keys = {key for key, _ in given}
    written_in = get_source_locales(keys)
    originals = {source.pk for source in given.values()}
    group = rows.filter(translation_key__in=keys).select_related("locale")
    others = group.order_by("locale", "pk")
    found = others.specific() if isinstance(others, PageQuerySet) else others
    return [
        other
        for other in found
        if (other.translation_key, other.locale_id) not in given
        and (
            (other.translation_key, written_in.get(other.translation_key)) in given
            or getattr(other, "alias_of_id", None) in originals
        )
    ]


class RefusedPublicationError(ValidationError):
    """A page or snippet, `thing`, may not be published as it is."""

    def __init__(self, content: Translatable, message: str) -> None:
        self.content = content
        super().__init__(message)


class SourceNotPublishedError(RefusedPublicationError):
    """A translation was to become public whose source never was, and is not scheduled."""

    def __init__(self, content: Translatable) -> None:
        super().__init__(content, f"{content}: its source is not published")


class IncompleteTranslationError(RefusedPublicationError):
    """A translation was to become public while segments of it are not translated.

    It would show the source's text where its own is missing: `thing` says which it is, `missing`
    and `total` how many segments. With none missing, the version that was to be published is from
    before they were translated.
    """

    def __init__(self, content: Translatable, missing: int, total: int) -> None:
        self.missing, self.total = missing, total
        super().__init__(content, f"{content}: {missing} of {total} segments are not translated")


class UndescribedPicturesError(RefusedPublicationError):
    """A page or snippet was to become public with `pictures` of which nobody said what they show,
    or that they are decoration."""

    def __init__(self, content: Translatable, pictures: Sequence[ShownPicture]) -> None:
        self.pictures = pictures
        text = ngettext(
            "“%(title)s” (%(language)s) is not published: say what this picture shows, or mark it "
            "as decoration: %(places)s.",
            "“%(title)s” (%(language)s) is not published: say what these pictures show, or mark "
            "them as decoration: %(places)s.",
            len(pictures),
        )
        language = content.locale.get_display_name()
        places = "; ".join(picture.place for picture in pictures)
        super().__init__(content, text % {"title": content, "language": language, "places": places})


def query_translation_records(content: Translatable) -> models.QuerySet[Translation]:
    """What a translator works on that makes this page or snippet; empty for what is written by
    hand."""
    return Translation.objects.filter(
        source__object_id=content.translation_key, target_locale=content.locale_id, enabled=True
    )


def require_complete(content: Translatable) -> None:
    """Raise IncompleteTranslationError where a translator's page is not translated to its end.

    A page that is written by hand, or was once translated and is no longer kept in line with its
    source, is whole by itself.
    """
    if job := query_translation_records(content).first():
        total, translated = job.get_progress()
        if translated < total:
            raise IncompleteTranslationError(content, total - translated, total)


def find_source(content: Translatable) -> "Page | TranslatableSnippet | None":
    """Return what a page or snippet is translated from, a page as a plain Page; None where it is
    no translation, or its source is gone."""
    locale_id = get_source_locale_id(content)
    if locale_id == content.locale_id:
        return None
    same = _query_rows(content).filter(translation_key=content.translation_key)
    return same.filter(locale_id=locale_id).first()


def require_described_pictures(content: Translatable, revision: Revision) -> None:
    """Raise UndescribedPicturesError where a revision shows such pictures.

    Not for what was scheduled when this was not asked yet, nor for a translation that is kept in
    line with its source: it is the source that is asked.
    """
    if revision.approved_go_live_at is not None:
        return
    pictures = list_undescribed_pictures(content._meta.model, revision.content)
    if pictures and not query_translation_records(content).exists():
        raise UndescribedPicturesError(content, pictures)


def find_embargo_of(content: Translatable) -> Embargo | None:
    """Return what a translation waits for before it may be public; None where for nothing.

    One that is written by hand is a page of its own: it waits for the hour of its source, and not
    until somebody names one.
    """
    source = find_source(content)
    embargo = find_embargo(source) if source else None
    by_hand = embargo and embargo.until is None and not query_translation_records(content).exists()
    return None if by_hand else embargo


def require_publishable(content: Translatable) -> None:
    """Raise RefusedPublicationError where a translation is not whole, or is kept in line with a
    draft that was never public."""
    require_complete(content)
    embargo = find_embargo_of(content)
    if embargo and embargo.until is None:
        raise SourceNotPublishedError(content)


def query_kept_translations(source: Translatable) -> models.QuerySet[Model]:
    """Return what is translated from a page or snippet and kept in line with it: what has no dates
    of its own. Pages as plain Pages."""
    locales = Translation.objects.filter(
        source__object_id=source.translation_key, source__locale=source.locale_id, enabled=True
    ).values("target_locale")
    same = _query_rows(source).filter(translation_key=source.translation_key)
    return same.filter(locale__in=locales).exclude(locale=source.locale_id)


def reschedule_translations(instance: Model, **kwargs: object) -> None:
    """Receive `published`, which Wagtail sends of what is scheduled too: what waits for its source
    follows it."""
    if isinstance(instance, TranslatableContent):
        reschedule(_query_rows(instance).get(pk=instance.pk), query_kept_translations(instance))


def _query_rows(content: Translatable) -> models.QuerySet["Page | TranslatableSnippet"]:
    model = Page if isinstance(content, Page) else content._meta.model
    return model._default_manager.all()


def is_complete(content: Translatable) -> bool:
    """Whether `require_complete` raises nothing."""
    try:
        require_complete(content)
    except IncompleteTranslationError:
        return False
    return True


class TranslatableContent(models.Model):
    """Keeps `text_digest` right, a save in one transaction with the marks it leaves, and what is
    half translated, or translated and not published, out of the public."""

    # From Wagtail's mixins, which every model that extends this one has too.
    locale_id: int
    first_published_at: datetime | None
    expire_at: datetime | None
    live_revision_id: int | None
    last_published_at: datetime | None
    locale: Locale
    translation_key: UUID
    live: bool
    has_unpublished_changes: bool
    latest_revision: Revision
    latest_revision_id: int | None
    live_revision: Revision
    go_live_at: datetime | None
    revisions: models.QuerySet[Revision]
    save_revision: Callable[..., Revision]
    unpublish: Callable[..., None]
    get_translations: Callable[..., models.QuerySet[Any]]
    get_latest_revision_as_object: Callable[[], Any]
    translatable_fields: list[SynchronizedField | TranslatableField]
    # The pictures in fields of their own that have an alternative text; those in blocks have one.
    picture_fields: ClassVar[Sequence[PictureFields]] = ()
    text_digest = models.CharField(max_length=64, blank=True, editable=False)
    # What is copied to be translated still says the source's words: it is given a digest by the
    # first translation of them.
    exclude_fields_in_copy = ["text_digest"]

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        # Before its digest is made.
        if kwargs.get("update_fields"):
            compose_fields(self)
        else:
            normalise(self)
            if get_source_locale_id(self) == self.locale_id:
                self.text_digest = self.compute_text_digest()
            elif self._is_draft_of_live():
                kwargs["update_fields"] = self._fields_of_drafts()
            elif not self.first_published_at and not is_complete(self):
                # wagtail-localize has filled it up with the source's words.
                self.text_digest = ""
        super().save(*args, **kwargs)
        if "expire_at" in (kwargs.get("update_fields") or {"expire_at"}):
            others = query_kept_translations(self).exclude(expire_at=self.expire_at)
            others.update(expire_at=self.expire_at)

    def serializable_data(self) -> JSON:
        """Return the content of a revision, or of wagtail-localize's source, with composed text and
        an id for each part."""
        normalise(self)
        return super().serializable_data()  # type: ignore[misc]

    def with_content_json(self, content: JSON) -> Self:
        """Return a version of it; of a translation, with the dates that its source gives it."""
        version = super().with_content_json(content)  # type: ignore[misc]
        restore_ids(version)
        if source := find_source(version):
            apply_source_dates(
                version, source, has_own_dates=not query_translation_records(version).exists()
            )
        return version

    def require_publishable(self, revision: Revision) -> None:
        """Raise RefusedPublicationError where a revision may not be published or scheduled.

        It is one with pictures that nobody described; of a translation, one that is not whole, or
        is kept in line with a draft that was never public.
        """
        require_publishable(self)
        require_described_pictures(self, revision)
        if not revision.content["text_digest"] and (job := query_translation_records(self).first()):
            total, _ = job.get_progress()
            raise IncompleteTranslationError(self, 0, total)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish or schedule a revision, whichever way it is asked for, a translation not before
        its source. Raises RefusedPublicationError."""
        if revision.approved_go_live_at and find_embargo_of(self):
            # Its hour has come and not its source's: that was put off, cancelled or failed.
            return
        self.require_publishable(revision)
        super().publish(revision, *args, **kwargs)  # type: ignore[misc]

    def _is_draft_of_live(self) -> bool:
        """Whether this is a live translation, and to save it is neither to publish it nor to end
        that.

        wagtail-localize writes into the live row whatever it saves, before its revision.
        """
        if not self.pk or not self.live_revision_id:
            return False
        rows: models.Manager[Any] = type(self)._base_manager
        stored = rows.filter(
            pk=self.pk,
            live=True,
            live_revision=self.live_revision_id,
            last_published_at=self.last_published_at,
        )
        return stored.exists() and query_translation_records(self).exists()

    def _fields_of_drafts(self) -> list[str]:
        """What of a live translation is saved with its draft: all but what it says."""
        said = {each.field_name for each in self.translatable_fields}
        public = {"live", "slug", "url_path"} | said
        fields = [field for field in self._meta.concrete_fields if not field.primary_key]
        return [field.name for field in fields if field.name not in public]

    def compute_text_digest(self) -> str:
        """The digest of the text that it says itself."""
        text = "\n".join(f"{part.path}\t{part.string.data}" for part in extract_text_segments(self))
        return sha256(text.encode()).hexdigest()


class TranslatableSnippet(TranslatableContent):
    """A snippet whose translation begins as a draft that was never public.

    Wagtail copies a snippet with its publication; the copy would be live with the source's text.
    wagtail-localize writes a translation it is to publish into the live row, before it publishes.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.live and not kwargs.get("update_fields"):
            require_complete(self)
            if not self.live_revision_id and find_embargo_of(self):
                self.live = False
        super().save(*args, **kwargs)

    def copy_for_translation(self, *args: Any, **kwargs: Any) -> Self:
        copy = super().copy_for_translation(*args, **kwargs)  # type: ignore[misc]
        copy.live = False
        copy.first_published_at = copy.last_published_at = None
        copy.live_revision = copy.latest_revision = None
        return copy
