"""Which jobs a person may hand off and take back, and how far each is."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.core.users import RequestUser
from cms.permissions.rules import is_locked

RELATED = ("source__locale", "source__specific_content_type", "target_locale")


def get_open_translation(translation_id: int) -> QuerySet[Translation]:
    """One job, if it is open still."""
    return Translation.objects.filter(pk=translation_id, enabled=True).select_related(*RELATED)


def open_translations_below(page: Page, user: RequestUser) -> QuerySet[Translation]:
    """The open jobs that make a translated page and those below it that the person may change."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    below = pages.descendant_of(page, inclusive=True).filter(locale=page.locale_id)
    translations = Translation.objects.filter(
        enabled=True,
        target_locale=page.locale_id,
        source__object_id__in=below.values("translation_key"),
    )
    return translations.select_related(*RELATED).order_by("source__object_repr", "pk")


def locked_translations(user: RequestUser, translations: QuerySet[Translation]) -> set[int]:
    """The jobs of which the page that they make is locked for the person, by hand or by its review.

    Only pages in review are asked about one by one.
    """
    targets = Page.objects.filter(
        translation_key__in=translations.values("source__object_id"),
        locale__in=translations.values("target_locale"),
    )
    locked = {
        (page.translation_key, page.locale_id)
        for page in targets.annotate_approved_schedule().prefetch_workflow_states()
        if is_locked(user, page)
    }
    return {
        translation.pk
        for translation in translations
        if (translation.source.object_id, translation.target_locale_id) in locked
    }


def segment_progress(translations: QuerySet[Translation]) -> dict[int, tuple[int, int]]:
    """How many segments each source has, and how many of them are translated. One query.

    All jobs are of one language.
    """
    done = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale__in=translations.values("target_locale"),
        has_error=False,
    )
    segments = StringSegment.objects.filter(source__in=translations.values("source"))
    counted = (
        segments.annotate(done=Exists(done))
        .values("source")
        .order_by("source")
        .annotate(total=Count("pk"), translated=Count("pk", filter=Q(done=True)))
    )
    return {row["source"]: (row["total"], row["translated"]) for row in counted}
