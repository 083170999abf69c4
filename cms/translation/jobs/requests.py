"""Editors ask for translations; the coordinators send them."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from cms.content import dependency_keys
from cms.content.publishable import Translatable
from cms.content.translatable import get_source_locale_id
from cms.core.users import RequestUser
from cms.permissions.rules import can_send, can_work_on
from cms.translation.jobs.languages import is_translated
from cms.translation.jobs.models import Progress, TranslationRequest
from cms.translation.jobs.progress import is_unsent
from cms.translation.jobs.submission import is_written_by_hand


def may_request(user: RequestUser, content: Translatable) -> bool:
    """Whether somebody may ask for translations: of a source that they may change, and may not send
    themselves."""
    if not is_translated(content) or get_source_locale_id(content) != content.locale_id:
        return False
    return may_change(user, content) and not can_send(user, content)


def may_change(user: RequestUser, content: Translatable) -> bool:
    if isinstance(content, Page):
        return bool(content.permissions_for_user(user).can_edit())
    policy = policy_registry.get_by_type(type(content))
    return bool(policy.user_has_permission(user, "change")) and can_work_on(user, content)


def requestable_locales(source: Translatable) -> list[Locale]:
    """Return the languages into which a source can be sent and was not."""
    rows = Progress.objects.filter(group=dependency_keys.group(source)).select_related("locale")
    unsent = [row for row in rows.order_by("locale") if is_unsent(row)]
    if not unsent:
        return []
    translations: QuerySet[Any] = source._meta.model._default_manager.filter(
        translation_key=source.translation_key
    )
    targets: dict[int, Any] = {
        translation.locale_id: translation for translation in translations.exclude(pk=source.pk)
    }
    return [
        row.locale for row in unsent if not is_written_by_hand(source, targets.get(row.locale_id))
    ]


def request_translation(source: Translatable, locales: Iterable[Locale], user: Any) -> None:
    """Ask for some languages; what is asked for already stays as it is.

    Languages into which the source cannot be sent are left out.
    """
    wanted = {locale.pk for locale in locales}
    TranslationRequest.objects.bulk_create(
        [
            TranslationRequest(
                group=dependency_keys.group(source), locale=locale, requested_by=user
            )
            for locale in requestable_locales(source)
            if locale.pk in wanted
        ],
        ignore_conflicts=True,
    )


def withdraw_request(source: Translatable, locales: Iterable[Locale], user: Any) -> None:
    """Withdraw one's own requests; whoever may send the page withdraws anybody's.

    Raises PermissionDenied.
    """
    requests = TranslationRequest.objects.filter(
        group=dependency_keys.group(source), locale__in=locales
    )
    if not can_send(user, source) and requests.exclude(requested_by=user).exists():
        raise PermissionDenied
    requests.delete()
