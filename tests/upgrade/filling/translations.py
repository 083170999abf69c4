"""Translations in every state that one can be in, and the work that leads there."""

import json
from typing import Any

from bs4 import BeautifulSoup
from django.apps import apps
from django.db import transaction
from wagtail.models import Page

from tests.upgrade.filling import bodies, library, pages, people
from tests.upgrade.filling.pages import article, content, only

DUE = "2099-12-31"


def fill() -> None:
    for step in (_open_german, _public, _under_way, _by_hand, _overridden, _orphaned, _wanted):
        step()


def translate(thing: Any, code: str, live: bool = True) -> Any:
    """Translate every text of a page or snippet, and publish it; return the translation."""
    with transaction.atomic():
        source, _ = _model("TranslationSource").update_or_create_from_instance(pages.again(thing))
        job, _ = _model("Translation").objects.get_or_create(
            source=source, target_locale=pages.locale(code)
        )
        for segment in source.stringsegment_set.select_related("string"):
            _model("StringTranslation").objects.update_or_create(
                translation_of=segment.string,
                locale=job.target_locale,
                context=segment.context,
                defaults={
                    "data": f"{code.upper()} {segment.string.data}",
                    "last_translated_by": people.user(f"translator-{code}"),
                },
            )
        job.save_target(publish=False)
        target = job.get_target_instance()
        if live:
            reviewer = people.user(f"reviewer-{code}")
            target.get_latest_revision_as_object().save_revision(user=reviewer).publish()
    return pages.again(target)


def send(thing: Any, *codes: str, **fields: str) -> None:
    """Send a page or snippet to the translators, as a coordinator does."""
    names = [] if isinstance(thing, Page) else [thing._meta.app_label, thing._meta.model_name]
    kind = "snippet" if names else "page"
    address = "/".join(["/admin/localize/submit", kind, *names, str(thing.pk), ""])
    chosen = [str(pages.locale(code).pk) for code in codes]
    answer = people.browser("coordinator").post(address, {"locales": chosen, **fields})
    if answer.status_code != 302:
        raise RuntimeError(f"“{thing}” is not sent: {answer.content.decode()[-3000:]}")


def at_desk(thing: Any, code: str, action: str, fills: int = 0) -> None:
    """Press a button of the translators' editor, with so many of the empty fields filled in."""
    browser, target = people.browser(f"translator-{code}"), translation_of(thing, code)
    address = f"/admin/pages/{target.pk}/edit/"
    seen = BeautifulSoup(browser.get(address).content, "html.parser")
    panel = seen.select_one("#translation-panel")
    if panel is None:
        raise RuntimeError(f"There is no panel at {address}")
    form = {str(each["name"]): str(each.get("value", "")) for each in panel.select("input")}
    rows = panel.select(".translation-row")
    for row in rows:
        field = row.select("textarea")[0]
        form[str(field["name"])] = field.get_text().removeprefix("\n")
    for row in rows[:fills]:
        source = row.select(".translation-row__source")[-1].get_text().strip()
        form[str(row.select("textarea")[0]["name"])] = f"{code.upper()} {source}"
    answer = browser.post(address, {**form, "action": action})
    if answer.status_code != 302:
        raise RuntimeError(f"{action}: {answer.status_code} at {address}")


def translation_of(thing: Any, code: str) -> Any:
    return type(thing).objects.get(
        translation_key=thing.translation_key, locale__language_code=code
    )


def job_of(thing: Any, code: str) -> Any:
    return _model("Translation").objects.get(
        source__object_id=thing.translation_key, target_locale__language_code=code
    )


def _model(name: str) -> Any:
    return apps.get_model(f"wagtail_localize.{name}")


def _open_german() -> None:
    """Publish the sections, the profile and the categories in German; one category waits."""
    for label in (
        "home.HomePage", "home.SiteProfile", "home.AboutPage", "members.MembersIndexPage",
        "news.NewsIndexPage",
    ):  # fmt: skip
        translate(only(label), "de")
    categories = list(apps.get_model("news.NewsCategory").objects.filter(
        locale__language_code="bg"
    ).order_by("pk"))  # fmt: skip
    for category in categories[:-1]:
        translate(category, "de")
    translate(categories[-1], "en")


def _public() -> None:
    translate(pages.titled("Пълна статия"), "en")
    translate(pages.titled("Пълна статия"), "de")
    translate(pages.titled("Проекти"), "en")
    translate(article("Преведена", 30), "en")
    outdated = article("Остаряла", 31)
    translate(outdated, "en")
    send(outdated, "de")
    pages.changed(outdated, summary="Нов текст, който никой не е превел.",
                  body=bodies.text("outdated", "Нов първи абзац."))  # fmt: skip
    # A translation that is public, with a newer draft of its own.
    drafted = translate(article("Превод с чернова", 32), "en")
    revised = drafted.get_latest_revision_as_object()
    revised.summary = "Words of a translation's draft"
    with transaction.atomic():
        revised.save_revision(user=people.user("translator-en"))
    # Former addresses of a translation.
    moved = translate(article("Преместен превод", 33), "en")
    pages.changed(moved, slug="another-address")
    # A translation that waits for its source's hour.
    translate(pages.titled("Насрочена"), "en")


def _under_way() -> None:
    send(article("Недокоснат превод", 40), "en", "de", due=DUE,
         assignee_en=str(people.user("translator-en").pk))  # fmt: skip
    half = article("Половин превод", 41)
    send(half, "en")
    at_desk(half, "en", "save", fills=2)
    review = article("Превод в преглед", 42)
    send(review, "en", due=DUE)
    at_desk(review, "en", "send-for-review", fills=20)
    changed = article("Променена след изпращане", 43)
    send(changed, "en", "de")
    at_desk(changed, "en", "save", fills=1)
    pages.changed(changed, title="Променена след изпращането")


def _by_hand() -> None:
    """Stopped translations: one is public, one never was."""
    public, draft = article("Превод на ръка", 50), article("Спрян превод", 51)
    translate(public, "de")
    send(draft, "de")
    coordinator = people.browser("admin")
    for each in (public, draft):
        coordinator.post(f"/admin/localize/translate/{job_of(each, 'de').pk}/disable/")
        if job_of(each, "de").enabled:
            raise RuntimeError(f"“{each}” is not stopped.")
    pages.changed(translation_of(public, "de"), title="Von Hand geschrieben")
    pages.changed(draft, summary="Променена, след като преводът е спрян.")


def _overridden() -> None:
    """A translation whose draft shows another picture than its source."""
    segments = _model("OverridableSegment").objects.filter(
        source__object_id=pages.titled("Пълна статия").translation_key,
        context__path__endswith=".image.image",
    )
    _model("SegmentOverride").objects.create(
        locale=pages.locale("en"),
        context=segments.order_by("pk")[0].context,
        last_translated_by=people.user("translator-en"),
        data_json=json.dumps(library.image("Мед на блокове").pk),
    )


def _orphaned() -> None:
    """A translation that stays public without its source."""
    source = article("Без извор", 60)
    translate(source, "en")
    with transaction.atomic():
        pages.again(source).unpublish(user=people.user("editor"))


def _wanted() -> None:
    """What editors have asked for, and what each translator wants to be mailed."""
    wanted, editor = article("Иска се превод", 61), people.browser("editor")
    for code in ("en", "de"):
        editor.post(f"/admin/localize/request/page/{wanted.pk}/", {"locales": code})
    preference = apps.get_model("translation_jobs.NotificationPreference").objects
    preference.create(user=people.user("translator-de"), changes=False)
    preference.create(user=people.user("coordinator"), pages=False)
    if apps.get_model("translation_jobs.TranslationRequest").objects.count() < 2:
        raise RuntimeError("The translations are not requested.")


def send_section() -> None:
    """Send so much at once that it waits for the worker, and leave it waiting.

    One of it could not be sent.
    """
    section = content("Голям раздел", only("home.HomePage"))
    for number in range(1, 11):
        content(f"Част {number}", section)
    send(section, "en", "de", include_subtree="on")
    queued_pages: Any = apps.get_model("translation_jobs.QueuedPage").objects
    if queued_pages.count() < 11:
        raise RuntimeError("The section does not wait to be sent.")
    last = queued_pages.order_by("pk").last()
    last.failed = True
    last.save()
