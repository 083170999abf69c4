"""What translators and the library's keepers do in the back office, as in `operations`."""

from typing import Any

from django.db.models import Model
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object
from wagtail_localize.views.convert import sync_alias

from cms.content.translatable import get_source_locale_id
from tests.store.operations import acting, drafts, pages, pick, toggle, word

# Pictures, files and their collections


def restrict_collection(n: int) -> None:
    collection = pick(Collection.objects.order_by("pk"), n)
    toggle(collection.view_restrictions)


def move_collection(n: int, m: int) -> None:
    collection = pick(Collection.objects.filter(depth__gt=1).order_by("pk"), n)
    target = pick(Collection.objects.order_by("pk"), m)
    if collection and not (target == collection or target.is_descendant_of(collection)):
        with acting():
            collection.save()  # the form's own, before the move
            collection.move(target, pos="sorted-child")


def _medium(n: int) -> Any:
    found: list[Model] = [*get_image_model().objects.order_by("pk")]
    return pick([*found, *get_document_model().objects.order_by("pk")], n)


def change_medium(n: int, m: int) -> None:
    if medium := _medium(n):
        with acting():
            medium.title = word()
            medium.collection = pick(Collection.objects.order_by("pk"), m)
            medium.focal_point_x = medium.focal_point_y = 10 + m
            medium.focal_point_width = medium.focal_point_height = 10
            medium.save()


def delete_medium(n: int) -> None:
    if medium := _medium(n):
        with acting():
            medium.delete()


# Translations


def _sources() -> list[Any]:
    return [thing for thing in drafts() if get_source_locale_id(thing) == thing.locale_id]


def _other(thing: Any, n: int) -> Locale | None:
    """Another language of the site than the thing's own, if there is one."""
    return pick(Locale.objects.exclude(pk=thing.locale_id).order_by("pk"), n)


def send(n: int) -> None:
    """Send for translation, or once more."""
    thing = pick(_sources(), n)
    if language := _other(thing, n):
        with acting():
            translate_object(thing, [language])


def translate(n: int, kind: str) -> None:
    """Translate one piece of text; publish nothing."""
    segment = pick(StringSegment.objects.order_by("pk"), n)
    language = segment and _other(segment.source, n)
    if language:
        with acting():
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=language,
                context=segment.context,
                defaults={"data": word(), "translation_type": kind},
            )


def forget(n: int) -> None:
    """Take back the translation of a piece of text."""
    if translated := pick(StringTranslation.objects.order_by("pk"), n):
        with acting():
            translated.delete()


def publish_translation(n: int) -> None:
    if translation := pick(Translation.objects.order_by("pk"), n):
        with acting():
            translation.save_target(publish=True)


def take_over(n: int) -> None:
    """Take the source's new text into the translators' editor."""
    if source := pick(TranslationSource.objects.order_by("pk"), n):
        with acting():
            source.update_from_db()
            source.refresh_segments()


def mirror(n: int) -> None:
    """Let the other language show this page's text until it is translated."""
    page = pick((page for page in pages() if not page.get_translations().exists()), n)
    language = page and _other(page, n)
    if language:
        with acting():
            page.copy_for_translation(language, copy_parents=True, alias=True)


def detach(n: int) -> None:
    """Turn an alias into a page of its own."""
    if alias := pick((page for page in pages(originals=False) if page.alias_of_id), n):
        with acting():
            ConvertAliasPageAction(alias).execute()


def mirror_again(n: int) -> None:
    """Turn a translation back into an alias, as wagtail-localize's view does."""
    found = Translation.objects.order_by("pk").select_related("source")
    translation = pick((row for row in found if isinstance(row.get_target_instance(), Page)), n)
    if translation:
        source, page = translation.source.get_source_instance(), translation.get_target_instance()
        with acting():
            sync_alias(source, page, revision=source.get_latest_revision())
            page.alias_of_id = source.pk
            page.save(update_fields=["alias_of_id"], clean=False)
            translation.delete()
