"""What people try with a translation: sending, translating, publishing, stopping."""

from wagtail.models import Locale, WorkflowState
from wagtail_localize.models import SegmentOverride, StringSegment, StringTranslation, Translation

from cms.content import dependency_keys
from cms.store.models import Entry
from cms.translation.editor.segments import version_tag
from cms.translation.jobs.models import TranslationRequest
from cms.translation.machine.models import Draft
from cms.translation.memory.models import text_digest
from tests.admin.browser import Browser
from tests.admin.role_attempts import act, show
from tests.admin.role_attempts.pages import EDIT, pk, told
from tests.admin.world import Place, editor_of

L = "wagtail_localize:"
J = "translation_jobs:"
NEW = "New words"


def job(place: Place) -> int:
    return int(place.job.pk)


def german(place: Place) -> bool:
    """Whether it has been sent to the third language."""
    jobs = Translation.objects.filter(source__object_id=place.it.translation_key)
    return jobs.filter(target_locale__language_code="de").exists()


def words(place: Place) -> set[str]:
    """What is translated of it."""
    found = StringTranslation.objects.filter(
        context__object_id=place.it.translation_key, locale=place.it.locale
    )
    return set(found.values_list("data", flat=True))


@act(J + "send_page")
def send(browser: Browser, place: Place) -> bool:
    language = Locale.objects.get(language_code="de").pk
    browser.post(J + "send_page", place.it.pk, locales=language)
    return german(place)


@act(J + "send_snippet")
def send_the_snippet(browser: Browser, place: Place) -> bool:
    model, language = place.it._meta, Locale.objects.get(language_code="de").pk
    route = J + "send_snippet"
    browser.post(route, model.app_label, model.model_name, place.it.pk, locales=language)
    return german(place)


def requested(place: Place) -> bool:
    """Whether somebody asks for it in the third language."""
    found = TranslationRequest.objects.filter(group=dependency_keys.group(place.it))
    return found.filter(locale__language_code="de").exists()


@act(J + "request_page")
def request_the_page(browser: Browser, place: Place) -> bool:
    browser.post(J + "request_page", place.it.pk, locales="de")
    return requested(place)


@act(J + "request_snippet")
def request_the_snippet(browser: Browser, place: Place) -> bool:
    options = place.it._meta
    address = (options.app_label, options.model_name, place.it.pk)
    browser.post(J + "request_snippet", *address, locales="de")
    return requested(place)


@act(J + "request_page")
def decline_the_request(browser: Browser, place: Place) -> bool:
    """The request of somebody else."""
    language = Locale.objects.get(language_code="de")
    TranslationRequest.objects.create(group=dependency_keys.group(place.it), locale=language)
    browser.post(J + "request_page", place.it.pk, locales="de", withdraw="true")
    return not requested(place)


@act(L + "update_translations")
def take_over_the_source(browser: Browser, place: Place) -> bool:
    before = place.source.last_updated_at
    browser.post(L + "update_translations", place.source.pk)
    return bool(place.source.last_updated_at > before)


@act(L + "update_translations")
def take_over_and_publish(browser: Browser, place: Place) -> bool:
    browser.post(L + "update_translations", place.source.pk, publish_translations="on")
    return place.secret in told(place)


@act(EDIT)
def publish_the_translation(browser: Browser, place: Place) -> bool:
    browser.post(*editor_of(place.it), action="publish")
    entry = Entry.objects.filter(live=True, locale="en", full_json__contains=place.secret)
    return entry.exists()


@act("translation_editor:segment")
def translate(browser: Browser, place: Place) -> bool:
    segment = StringSegment.objects.filter(source=place.job.source).first()
    row = StringTranslation.objects.filter(
        translation_of=segment.string, context=segment.context, locale=place.it.locale
    ).first()
    address = (job(place), segment.string_id, segment.context_id)
    browser.put(
        "translation_editor:segment", *address, known=version_tag(row and row.data), value=NEW
    )
    return NEW in words(place)


@act("translation_editor:override")
def override(browser: Browser, place: Place) -> bool:
    segment = place.job.source.overridablesegment_set.first()
    address = (job(place), segment.context_id)
    browser.put("translation_editor:override", *address, value="https://example.com/")
    return SegmentOverride.objects.filter(locale=place.it.locale).exists()


@act(L + "edit_string_translation")
def translate_at_the_old_address(browser: Browser, place: Place) -> bool:
    segment = StringSegment.objects.filter(source=place.job.source).first()
    browser.put(L + "edit_string_translation", job(place), segment.pk, value=NEW)
    return NEW in words(place)


@act(L + "edit_override")
def override_at_the_old_address(browser: Browser, place: Place) -> bool:
    segment = place.job.source.overridablesegment_set.first()
    browser.put(L + "edit_override", job(place), segment.pk, value="https://example.com/")
    return SegmentOverride.objects.filter(locale=place.it.locale).exists()


@act(L + "machine_translate")
def translate_by_machine(browser: Browser, place: Place) -> bool:
    before = words(place)
    browser.post(L + "machine_translate", job(place))
    return words(place) > before


def panel(place: Place) -> dict[str, str]:
    """The form above the editor, with new words for one segment."""
    segment = StringSegment.objects.filter(source=place.job.source).first()
    key = f"{segment.string_id}-{segment.context_id}"
    row = StringTranslation.objects.filter(
        translation_of=segment.string, context=segment.context, locale=place.it.locale
    ).first()
    return {f"text-{key}": NEW, f"known-{key}": text_digest(row.data) if row else ""}


@act(EDIT)
def translate_in_the_panel(browser: Browser, place: Place) -> bool:
    browser.post(*editor_of(place.it), **panel(place), action="save")
    return NEW in words(place)


@act(EDIT)
def ask_for_a_draft_by_machine(browser: Browser, place: Place) -> bool:
    browser.post(*editor_of(place.it), action="draft")
    return Draft.objects.filter(translation=place.job).exists()


@act(EDIT)
def send_the_translation_for_review(browser: Browser, place: Place) -> bool:
    browser.post(*editor_of(place.it), action="send-for-review")
    return WorkflowState.objects.filter(object_id=str(place.it.pk), status="in_progress").exists()


@act(L + "stop_translation")
def stop_the_translation(browser: Browser, place: Place) -> bool:
    browser.post(L + "stop_translation", job(place))
    return not place.job.enabled


@act(EDIT)
def restart_the_translation(browser: Browser, place: Place) -> bool:
    browser.post(*editor_of(place.it), **{"localize-restart-translation": "1"})
    return bool(place.job.enabled)


@act(L + "convert_to_alias")
def make_an_alias(browser: Browser, place: Place) -> bool:
    browser.post(L + "convert_to_alias", place.it.pk)
    return place.now().alias_of_id is not None


show("ask the snippets' api for", L + "snippets_api_detail", lambda place: place.it._meta.app_label,
     lambda place: place.it._meta.model_name, pk, tells=lambda place: place.it.title)  # fmt: skip
show("preview the translation", L + "preview_translation", job)
show("ask to send", J + "send_page", pk, tells=lambda place: 'name="locales"')
show("ask to take over", L + "update_translations", lambda place: place.source.pk,
     tells=lambda place: "publish_translations")  # fmt: skip
