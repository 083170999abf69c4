"""Guards of the views that send for translation and update translations from their source.

wagtail-localize checks one right for all of it, wherever the page is.
"""

from django.http import HttpRequest
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from cms.content.entry_types import find_snippet_model
from cms.permissions.guards import protect
from cms.permissions.rules import can_publish, can_send, can_work_on, is_locked
from cms.translation.completeness import require_complete_translations


def register() -> None:
    protect("translation_jobs:send_page", sendable_page)
    protect("translation_jobs:send_snippet", sendable_snippet)
    protect("wagtail_localize:update_translations", own_source)


def sendable_page(request: HttpRequest, page_id: int) -> bool:
    page = Page.objects.get(pk=page_id).specific
    return page.is_root() or can_send(request.user, page)


def sendable_snippet(request: HttpRequest, app_label: str, model_name: str, pk: str) -> bool:
    model = find_snippet_model(f"{app_label}_{model_name}")
    return model is None or can_send(request.user, model.objects.get(pk=pk))


def own_source(request: HttpRequest, translation_source_id: int) -> bool:
    """A source is taken over by who works on it; published at once by who may publish all of it."""
    source = TranslationSource.objects.get(pk=translation_source_id)
    if not can_work_on(request.user, source.get_source_instance()):
        return False
    if "publish_translations" not in request.POST:
        return True
    targets = [job.get_target_instance() for job in source.translations.filter(enabled=True)]
    agreed = all(
        can_publish(request.user, target) and not is_locked(request.user, target)
        for target in targets
    )
    if agreed:
        require_complete_translations(request, source)
    return agreed
