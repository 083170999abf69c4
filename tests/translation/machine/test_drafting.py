"""A machine translates what is missing, and nothing else; its faults are told and retried."""

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from wagtail_localize.models import StringTranslation

from cms.content.translation_state import compute_states
from cms.outbox import http
from cms.settings import services
from cms.translation.machine.models import Draft
from cms.translation.machine.pretranslation import pretranslate
from tests.translation.editor.editor_page import Desk
from tests.translation.editor.texts import body
from tests.translation.machine.services import KEY, Service, libretranslate, serve

pytestmark = pytest.mark.once


def ask(desk: Desk, **written: str) -> None:
    desk.send("draft", written)


def work() -> Draft:
    """Do what the worker would, until nothing is due."""
    while pretranslate() == 0:
        pass
    return Draft.objects.get()


def waits_until(draft: Draft) -> datetime:
    assert draft.next_attempt_at
    return draft.next_attempt_at


def by_machine(desk: Desk) -> dict[str, str]:
    rows = StringTranslation.objects.filter(
        context__object_id=desk.source.translation_key, translation_type="machine"
    )
    return dict(rows.values_list("translation_of__data", "data"))


def test_a_machine_translates_more_than_what_is_missing(desk: Desk, service: Service) -> None:
    desk.change_source(title="Кои сме ние", summary="Накратко", seo_title="Клъстерът")
    desk.send("draft", {"Накратко": "In a word"})
    assert service.asked == [], "the request itself asks the machine"
    assert "Превеждат се 2 откъса" in desk.seen.get_text()
    assert work().state == "done"
    assert by_machine(desk) == {"Кои сме ние": "EN Кои сме ние", "Клъстерът": "EN Клъстерът"}
    assert desk.translations()["Накратко"] == "In a word"
    assert {text for asked in service.asked for text in asked["text"]} == set(by_machine(desk))
    row = StringTranslation.objects.get(data="EN Клъстерът")
    assert (row.tool_name, row.last_translated_by, row.has_error) == ("DeepL", None, False)
    desk.open()
    assert "Машинен превод, за потвърждаване" in desk.row("Клъстерът").get_text()


def test_the_state_of_a_draft_is_told_as_a_persons(desk: Desk, service: Service) -> None:
    desk.change_source(summary="Накратко")
    ask(desk)
    work()
    desk.job.save_target(publish=False)
    source = type(desk.source).objects.get(pk=desk.source.pk)
    english = type(desk.target).objects.get(pk=desk.target.pk)
    assert compute_states([source, english], [english])["en"].name == "machine"
    desk.open()
    desk.send("confirm:all")
    assert compute_states([source, english], [english])["en"].name == "current"


def test_what_somebody_translates_meanwhile_is_overwritten(
    desk: Desk, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.change_source(summary="Накратко")
    ask(desk)
    ask_the_machine = http.post

    def post(*args: Any, **kwargs: Any) -> Any:
        """While the machine is at it, the translator writes her own words."""
        answer = ask_the_machine(*args, **kwargs)
        desk.send("save", {"Накратко": "In a word"})
        return answer

    monkeypatch.setattr(http, "post", post)
    assert work().translated == 0
    assert service.asked
    assert desk.translations()["Накратко"] == "In a word"


def test_a_batch_is_larger_than_the_machine_takes(desk: Desk, service: Service) -> None:
    """50 texts and 128 KiB at DeepL; what is longer goes by itself. Equal texts go once."""
    short = [f"Абзац номер {number}." for number in range(60)]
    long = [f"Дълъг абзац {number} " + "дума " * 5000 for number in range(4)]
    desk.change_source(body=body(*short, "Едно и също.", "Едно и също.", *long))
    ask(desk)
    assert work().state == "done"
    assert len(service.asked[0]["text"]) == 50
    assert max(service.sizes) <= 128 * 1024
    assert len(by_machine(desk)) == 65
    assert sum(len(asked["text"]) for asked in service.asked) == 65
    assert Draft.objects.get().translated == 65


def test_a_link_is_lost_on_the_way(desk: Desk, service: Service) -> None:
    desk.change_source(
        body=body('Вижте <a href="https://example.org/">тук</a>.', "Без <b>връзка</b>.")
    )
    ask(desk)
    service.said = lambda text: text.replace('<a id="a1">', "").replace("</a>", "")
    row = work()
    assert row.state == "done"
    assert list(by_machine(desk)) == ["Без <b>връзка</b>."]
    desk.open()
    assert "1 откъс се върна с повредени маркери" in desk.seen.get_text()
    service.said = lambda text: text
    ask(desk)
    work()
    assert 'Вижте <a id="a1">тук</a>.' in by_machine(desk)


def test_a_title_that_does_not_fit_is_asked_for_again_and_again(
    desk: Desk, service: Service
) -> None:
    desk.change_source(title="Кои сме ние", summary="Накратко")
    ask(desk)
    service.said = lambda text: "We " * (100 if text == "Кои сме ние" else 1)
    assert work().state == "done"
    assert list(by_machine(desk)) == ["Накратко"]
    desk.open()
    assert "1 откъс се върна с повредени маркери или твърде дълъг" in desk.seen.get_text()


TEMPORARY = [
    (429, {"Retry-After": "900"}, b'{"message": "Too many requests"}'),
    (456, {}, b'{"message": "Quota exceeded"}'),
    (503, {}, b"down"),
    (0, {}, b""),
    (200, {}, b"<html>a proxy</html>"),
    (200, {}, b'{"translations": []}'),
    (200, {}, b'{"translations": [{"words": "none"}]}'),
    (200, {}, b'{"translations": [{"text": null}]}'),
    (200, {}, b'{"translations": [{"text": 9}]}'),
    (200, {}, b'{"translations": [{"text": "\\ud800"}]}'),
    (200, {}, b'{"translations": {"text": "a"}}'),
    (200, {}, b'{"translations": ' + b"9" * 5000 + b"}"),
    (200, {}, b"[" * 1_500_000),
    (200, {}, b'{"a":' * 300_000),
    (200, {}, b"\xff\xfe\x00"),
]
UNREADABLE = [body for status, _, body in TEMPORARY if status == 200]


@pytest.mark.parametrize("answer", TEMPORARY, ids=lambda answer: f"{answer[0]} {answer[2][:20]!r}")
def test_a_fault_that_passes_ends_the_draft(desk: Desk, service: Service, answer: Any) -> None:
    desk.change_source(summary="Накратко")
    ask(desk)
    service.answers = [answer] * 2
    before = timezone.now()
    row = work()
    assert (row.state, row.attempts, row.last_status) == ("waiting", 1, answer[0])
    least = 900 if answer[1] else 5
    assert waits_until(row) >= before + timedelta(seconds=least)
    desk.open()
    assert "Нов опит се прави автоматично" in desk.seen.get_text()
    # The pauses grow, and in the end the machine is well again.
    Draft.objects.update(next_attempt_at=timezone.now())
    assert waits_until(work()) >= before + timedelta(seconds=300)
    Draft.objects.update(next_attempt_at=timezone.now())
    assert work().state == "done"
    assert by_machine(desk) == {"Накратко": "EN Накратко"}


@pytest.mark.parametrize("answer", UNREADABLE, ids=lambda answer: repr(answer[:40]))
def test_unreadable_answer_is_named_and_given_up_in_the_end(
    desk: Desk, service: Service, answer: bytes
) -> None:
    desk.change_source(summary="Накратко")
    ask(desk)
    service.answers = [(200, {}, answer)]
    assert work().leased_until is None
    desk.open()
    assert "DeepL отговаря, но не с преводи." in desk.seen.get_text()
    service.answers = [(200, {}, answer)]
    Draft.objects.update(next_attempt_at=timezone.now(), attempts=9)
    assert work().state == "failed"


def test_a_refused_key_is_tried_for_ever(
    desk: Desk, service: Service, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEEPL_KEY = "another key"
    desk.change_source(summary="Накратко")
    ask(desk)
    with caplog.at_level(logging.DEBUG):
        row = work()
    assert (row.state, row.last_status) == ("failed", 403)
    desk.open()
    assert "грешка 403: {" in desk.seen.get_text().replace("\n", " ")
    assert "Authorization failed" in desk.seen.get_text()
    assert "Кажете на администратор." in desk.seen.get_text()
    settings.DEEPL_KEY = KEY
    ask(desk)
    assert work().state == "done"


def test_the_key_is_told(desk: Desk, service: Service, caplog: pytest.LogCaptureFixture) -> None:
    """A machine that repeats it gives it away neither to the log nor to the page."""
    desk.change_source(summary="Накратко")
    ask(desk)
    service.answers = [(400, {}, f"the key {KEY} is no good".encode())]
    with caplog.at_level(logging.DEBUG):
        work()
    desk.open()
    assert "is no good" in desk.seen.get_text()
    for told in (caplog.text, str(desk.seen), str(Draft.objects.values().get())):
        assert KEY not in told


def test_a_worker_that_died_leaves_its_draft_for_good(desk: Desk, service: Service) -> None:
    desk.change_source(summary="Накратко")
    ask(desk)
    Draft.objects.update(leased_until=timezone.now() + timedelta(minutes=1))
    assert pretranslate() > 0, "two workers make the same draft"
    Draft.objects.update(leased_until=timezone.now() - timedelta(minutes=1))
    assert work().state == "done"


def test_a_draft_is_made_of_a_translation_that_was_stopped(desk: Desk, service: Service) -> None:
    desk.change_source(summary="Накратко")
    ask(desk)
    job = desk.job
    job.enabled = False
    job.save()
    assert work().state == "done"
    assert service.asked == []


def test_libretranslate_is_not_asked_by_its_own_protocol(desk: Desk, settings: Settings) -> None:
    with serve(libretranslate) as service:
        settings.LIBRETRANSLATE_URL, settings.LIBRETRANSLATE_KEY = service.url, KEY
        desk.change_source(body=body(*(f"Абзац {n} " + "дума " * 100 for n in range(12))))
        ask(desk)
        assert work().state == "done"
        assert len(by_machine(desk)) == 12
        assert len(service.asked) > 1
        assert StringTranslation.objects.filter(tool_name="LibreTranslate").count() == 12
        desk.change_source(summary="Накратко")
        ask(desk)
        for unreadable in (b"[" * 1_500_000, b'{"translatedText": ["\\udc00"]}', b"{}", b"[]"):
            service.answers = [(200, {}, unreadable)]
            Draft.objects.update(next_attempt_at=timezone.now())
            assert (work().state, work().last_status) == ("waiting", 200)
        Draft.objects.update(next_attempt_at=timezone.now())
        service.answers = [(400, {}, b'{"error": "bg is not supported"}')]
        assert work().state == "failed"
        desk.open()
        assert "bg is not supported" in desk.seen.get_text()


def test_no_lock_is_held_while_a_machine_translates(desk: Desk, service: Service) -> None:
    """In a test there is always a transaction: it is as deep as before the draft."""
    desk.change_source(summary="Накратко")
    ask(desk)
    depth: list[int] = []
    outer = connection.savepoint_ids
    before = len(outer)
    service.before = lambda: depth.append(len(outer))
    work()
    assert depth == [before]


def test_without_a_machine_one_is_offered(desk: Desk) -> None:
    desk.change_source(summary="Накратко")
    assert not desk.seen.select_one("#machine-draft")
    ask(desk)
    assert "Не е настроен машинен превод" in desk.messages()
    assert not Draft.objects.exists()


def test_wagtail_localizes_own_button_asks_a_machine(desk: Desk, settings: Settings) -> None:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
    }
    desk.change_source(summary="Накратко")
    desk.client.post(reverse("wagtail_localize:machine_translate", args=[desk.job.pk]))
    assert by_machine(desk) == {}


def test_settings_are_read_wrongly() -> None:
    assert services.read_deepl({"DEEPL_KEY": "a:fx"}) == ("https://api-free.deepl.com", "a:fx")
    assert services.read_deepl({"DEEPL_KEY": "a"}) == ("https://api.deepl.com", "a")
    assert services.read_deepl({"DEEPL_KEY": "a", "DEEPL_URL": "http://x/"}) == ("http://x", "a")
    assert services.read_address({}, "LIBRETRANSLATE_URL") == ""
    with pytest.raises(ImproperlyConfigured, match="LIBRETRANSLATE_URL=translate"):
        services.read_address({"LIBRETRANSLATE_URL": "translate"}, "LIBRETRANSLATE_URL")
