"""Subscribing by request: what is asked, what a link from a mail shows and does, and who learns
what of an address."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from cms.newsletter import subscriptions
from cms.newsletter.frequencies import Frequency
from cms.newsletter.models import Subscription
from cms.previews import links
from tests import factories
from tests.newsletter.conftest import Clock
from tests.newsletter.steps import (
    ADDRESS,
    FORM,
    ask,
    link_in,
    own_path,
    subjects,
    subscriber,
    work_on,
)
from tests.queries import reads_of_the_store

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def read(path: str) -> Any:
    """Whoever has the link, and no cookie of any kind."""
    return Client().get(path)


def press(path: str, do: str, **fields: str) -> Any:
    """A button of the page that a link opens."""
    return Client(enforce_csrf_checks=True).post(path, {"do": do} | fields)


def only() -> Subscription:
    return Subscription.objects.get()


def text(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


# The page


@pytest.mark.parametrize(
    ("language", "words"), [("bg", "Новини по имейл"), ("en", "News by e-mail")]
)
def test_the_form_is_missing_or_in_another_language(language: str, words: str) -> None:
    response = read(FORM[language])
    html = BeautifulSoup(response.content, "html.parser")
    assert html.h1 is not None
    assert html.h1.get_text() == words
    assert html.select_one(f'form[action="{FORM[language]}"][method="post"]')
    assert not html.select("[name=csrfmiddlewaretoken], [name=consent][checked]")
    assert response["Content-Language"] == language
    assert not response.cookies


def test_the_form_is_not_cached_or_asks_more_than_a_read() -> None:
    factories.site_profile()
    with reads_of_the_store(at_most=1):
        response = read(FORM["bg"])
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" not in response["Vary"]
    again = Client().get(FORM["bg"], headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert Client().head(FORM["bg"])["ETag"] == response["ETag"]


def test_the_page_does_not_lead_to_its_translation() -> None:
    profile = factories.site_profile()
    factories.translate(factories.home(), {})
    factories.translate(profile, {})
    assert '<a class="language" href="/en/subscribe/mail/"' in read(FORM["bg"]).content.decode()
    assert '<a class="language" href="/bg/abonament/poshta/"' in read(FORM["en"]).content.decode()


def test_a_front_ends_readers_are_sent_to_where_no_form_is(settings: Settings) -> None:
    settings.FRONTENDS = {"bg": "https://front.example"}
    assert read(FORM["bg"]).status_code == 200
    path = own_path(subscriber())
    assert read(path).status_code == 200
    assert subscriptions.subscription_url(only()) == f"http://testserver{path}"


def test_what_is_off_answers(settings: Settings, admin: Client) -> None:
    factories.site_profile()
    path = own_path(subscriber())
    settings.MAILING = False
    for address in (*FORM.values(), path):
        for response in (read(address), ask(), Client().post(path, ONE_CLICK)):
            assert response.status_code == 404
    assert "Няма такава страница" in text(read(FORM["bg"]))
    for name, arguments in (("index", []), ("inspect", [only().pk]), ("delete", [only().pk])):
        assert admin.get(reverse(f"mailing:{name}", args=arguments)).status_code == 404
    assert reverse("mailing:index") not in admin.get("/admin/").content.decode()
    Subscription.objects.update(link_pending=True)
    assert work_on() > 0
    assert mail.outbox == []
    assert Subscription.objects.count() == 1


# From asking to leaving


def test_somebody_does_not_get_from_the_form_to_the_news_and_out_again() -> None:
    factories.site_profile()
    answer = ask(frequency="weekly")
    assert answer.status_code == 200
    assert f"Ако адресът {ADDRESS} е верен" in text(answer)
    work_on()
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert sent.subject == "Моля, потвърдете абонамента си за новините на Клъстер"
    path = link_in(str(sent.body))
    assert "Потвърди абонамента" in text(read(path))
    assert only().confirmed_at is None
    assert "Абонирани сте." in text(press(path, "confirm"))
    confirmed = only()
    assert confirmed.confirmed_at is not None
    assert confirmed.frequency == Frequency.WEEKLY
    assert "Потвърди абонамента" not in text(read(path))
    assert "Промяната е запазена." in text(press(path, "change", frequency="at_once"))
    assert only().frequency == Frequency.AT_ONCE
    assert "Абонаментът Ви е прекратен" in text(press(path, "leave"))
    assert not Subscription.objects.exists()
    gone = read(path)
    assert gone.status_code == 410
    assert "Този абонамент приключи" in text(gone)


def test_the_words_that_were_agreed_to_are_not_kept() -> None:
    ask()
    assert only().consent.startswith("Съгласявам се този сайт да пази имейл адреса ми")
    Subscription.objects.all().delete()
    ask(language="en")
    assert only().consent.startswith("I agree that this site keeps my e-mail address")


def test_confirming_twice_begins_anew() -> None:
    path = own_path(subscriber())
    before = Subscription.objects.values().get()
    factories.article()
    press(path, "confirm")
    assert Subscription.objects.values().get() == before


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_one_click_leaves_nothing_to_do_but_a_click_or_leads_elsewhere(kind: str) -> None:
    """RFC 8058, 3.2: no cookie, no redirect, in either form."""
    path = own_path(subscriber())
    client = Client(enforce_csrf_checks=True)
    if kind.startswith("multipart"):
        answer = client.post(path, ONE_CLICK)
    else:
        answer = client.post(path, "List-Unsubscribe=One-Click", content_type=kind)
    assert answer.status_code == 200
    assert not Subscription.objects.exists()
    # A mail program may send it again.
    assert client.post(path, ONE_CLICK).status_code == 200


def test_one_click_of_a_forged_link_is_told_to_be_done() -> None:
    path = own_path(subscriber())
    assert Client().post(f"{path[:-4]}abc/", ONE_CLICK).status_code == 404
    assert Subscription.objects.exists()


def test_a_program_that_looks_at_links_changes_something() -> None:
    for path in (own_path(subscriber()), _unconfirmed_path()):
        before = list(Subscription.objects.order_by("pk").values())
        for look in (Client().get, Client().head, Client().options):
            look(path)
            look(f"{path}?do=leave&List-Unsubscribe=One-Click&frequency=weekly")
        Client().put(path, "do=leave", content_type="application/x-www-form-urlencoded")
        Client().delete(path)
        assert list(Subscription.objects.order_by("pk").values()) == before


def _unconfirmed_path() -> str:
    ask("other@example.org")
    return own_path(Subscription.objects.get(address="other@example.org"))


@pytest.mark.parametrize(
    "sent", [{}, {"do": ""}, {"do": "nyama"}, {"do": "change"}, {"do": "change", "frequency": "x"}]
)
def test_a_button_that_there_is_not_does_something(sent: dict[str, str]) -> None:
    path = own_path(subscriber())
    before = Subscription.objects.values().get()
    assert Client().post(path, sent).status_code == 400
    assert Subscription.objects.values().get() == before


def test_an_unconfirmed_subscription_is_changed_by_its_form() -> None:
    path = _unconfirmed_path()
    assert press(path, "change", frequency="weekly").status_code == 400
    assert only().frequency == Frequency.AT_ONCE


# Links


@pytest.mark.parametrize("do", ["", "confirm", "leave"])
def test_a_links_page_is_kept_or_told_to_others(do: str) -> None:
    path = own_path(subscriber())
    answer = press(path, do) if do else read(path)
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in answer
    assert not answer.cookies


def test_a_link_that_was_not_signed_here_opens(settings: Settings) -> None:
    path = own_path(subscriber())
    other = own_path(subscriber("other@example.org"))
    swapped = f"{path.partition('.')[0]}.{other.partition('.')[2]}"
    forged = [f"{FORM['bg']}{odd}/" for odd in ("a", "%00", "x" * 5000, f"{'0' * 32}.{'a' * 43}")]
    in_english = path.replace(FORM["bg"], FORM["en"])
    for each in (swapped, path[:-2] + "/", in_english, *forged):
        assert read(each).status_code == 404, each
        assert press(each, "leave").status_code == 404, each
    settings.SECRET_KEY = "another installation's"
    assert read(path).status_code == 404
    assert Subscription.objects.count() == 2


def test_a_preview_links_token_opens_a_subscription() -> None:
    path = f"{FORM['bg']}{links.SIGNER.sign(subscriber().pk)}/"
    assert read(path).status_code == 404


def test_an_unconfirmed_link_works_for_more_than_two_days(clock: Clock) -> None:
    path = _unconfirmed_path()
    clock.pass_by(hours=47, minutes=59)
    work_on()
    assert read(path).status_code == 200
    clock.pass_by(minutes=2)
    assert press(path, "confirm").status_code == 410
    assert only().confirmed_at is None
    work_on()
    assert not Subscription.objects.exists()


def test_a_confirmed_subscription_ends_by_itself(clock: Clock) -> None:
    path = own_path(subscriber())
    clock.pass_by(days=4000)
    work_on()
    assert read(path).status_code == 200


# What a stranger learns, and does to others


def test_an_answer_tells_whether_somebody_is_subscribed(settings: Settings) -> None:
    settings.SUBSCRIBE_RATE = "1000/minute"
    subscriber("known@example.org")
    ask("asked@example.org")
    answers, queries = set(), set()
    for address in ("known@example.org", "asked@example.org", "new@example.org"):
        # The first new, the last of those that are sent no more.
        for _ in range(5):
            with CaptureQueriesContext(connection) as captured:
                answer = ask(address)
            answers.add((answer.status_code, answer.content.replace(address.encode(), b"")))
            queries.add(len(captured))
    assert len(answers) == 1
    assert len(queries) == 1


def test_a_subscriber_is_changed_or_mailed_another_link_by_who_only_knows_the_address() -> None:
    known = subscriber(frequency="weekly")
    ask(frequency="at_once")
    assert only().frequency == Frequency.WEEKLY
    assert only().confirmed_at == known.confirmed_at
    work_on()
    (sent,) = mail.outbox
    assert sent.subject.startswith("Вашият абонамент")
    assert link_in(str(sent.body)) == own_path(known)
    assert "вече го правим" in str(sent.body)


def test_an_address_in_other_letters_is_another() -> None:
    ask("Ivan@Example.ORG")
    ask("ivan@example.org")
    ask(" \u200bIVAN@example.org\u00a0 ")
    assert only().address == "Ivan@example.org"


def test_somebody_cannot_subscribe_in_two_languages() -> None:
    ask()
    ask(language="en")
    assert sorted(Subscription.objects.values_list("locale", flat=True)) == ["bg", "en"]


def test_asking_again_does_not_change_what_is_not_confirmed_yet() -> None:
    ask(frequency="weekly")
    ask(frequency="at_once")
    assert only().frequency == Frequency.AT_ONCE


def test_a_strangers_mailbox_is_filled(clock: Clock, settings: Settings) -> None:
    settings.SUBSCRIBE_RATE = "1000/minute"
    for _ in range(10):
        for language in ("bg", "en"):
            assert ask(language=language).status_code == 200
            work_on()
    assert len(subjects()) == 3
    clock.pass_by(hours=25)
    ask()
    work_on()
    assert len(subjects()) == 4


def test_a_visitor_may_ask_for_everybody(settings: Settings) -> None:
    settings.SUBSCRIBE_RATE = "2/hour"
    for number in range(2):
        # What is wrong is not counted.
        assert ask("wrong").status_code == 400
        assert ask(f"{number}@example.org").status_code == 200
    refused = ask("3@example.org")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert "no-store" in refused["Cache-Control"]
    assert "Твърде много заявки оттук" in text(refused)
    assert Subscription.objects.count() == 2
    path = own_path(Subscription.objects.all()[0])
    for _ in range(5):
        assert Client().post(path, ONE_CLICK).status_code == 200, "leaving is counted too"


def test_a_program_that_fills_in_everything_is_mailed_or_notices() -> None:
    fooled = ask(website="http://spam.example/")
    assert not Subscription.objects.exists()
    assert fooled.content == ask().content


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"address": ""}, "Въведете имейл адрес"),
        ({"address": "ivan"}, "Въведете имейл адрес"),
        ({"frequency": ""}, "Изберете колко често"),
        ({"frequency": "hourly"}, "Изберете колко често"),
        ({"consent": ""}, "Без Вашето съгласие"),
    ],
)
def test_what_is_wrong_is_taken_or_not_said_beside_what_was_typed(
    fields: dict[str, str], words: str
) -> None:
    sent = {"address": "maria@example.org", "frequency": "at_once"} | fields
    answer = ask(sent["address"], **{name: sent[name] for name in sent if name != "address"})
    assert answer.status_code == 400
    assert not Subscription.objects.exists()
    html = BeautifulSoup(answer.content, "html.parser")
    assert words in " ".join(error.get_text() for error in html.select(".form-error"))
    assert [field["value"] for field in html.select("#address")] == [sent["address"]]
    chosen = [field["value"] for field in html.select("[name=frequency][checked]")]
    assert chosen == ([sent["frequency"]] if "frequency" not in fields else [])
    assert "no-store" in answer["Cache-Control"]


ODD = {
    "a second recipient": "a@example.org, b@example.org",
    "a line end": "a@example.org\r\nBcc: b@example.org",
    "a line end in quotes": '"a\r\nb"@example.org',
    "quotes": '"a b"@example.org',
    "a bracket": "a@example.org>",
    "a name": "Ivan <a@example.org>",
    "NUL": "a\0@example.org",
    "10,000 letters": "a" * 10_000 + "@example.org",
    "a long domain": f"a@{'б' * 60}.{'в' * 60}.{'г' * 60}.org",
    "a long label": f"a@{'б' * 63}.org",
    "no name before": "@example.org",
    "65 letters before": "a" * 65 + "@example.org",
    "a number for a host": "a@[127.0.0.1]",
    "this machine": "root@localhost",
    "Cyrillic before": "иван@example.org",
    "a long s, which is a letter s to some": "ſ@example.org",
    "a Kelvin sign": "\u212a@example.org",
    "a space inside": "a\u2003b@example.org",
    "a wide at sign": "a＠example.org",
    "from right to left inside": "a\u202eb c@example.org",
    "two dots": "a..b@example.org",
    "a command": "a@example.org\nDATA",
    "a list": "a@example.org;b@example.org",
    "a percent hack": "a%b@c@example.org",
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_address_is_taken_or_a_fault_of_ours(name: str) -> None:
    assert ask(ODD[name]).status_code == 400
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("o'neil+news@example.org", "o'neil+news@example.org"),
        ("Ivan@Пример.БГ", "Ivan@xn--e1afmkfd.xn--90ae"),
        ("\ufeffa@example.org\u2003", "a@example.org"),
        ("a@\u212axample.org", "a@kxample.org"),
    ],
)
def test_a_usual_address_is_refused_or_not_kept_as_mail_takes_it(typed: str, kept: str) -> None:
    assert ask(typed).status_code == 200
    assert only().address == kept


@pytest.mark.parametrize("body", ["", "address=%ff&frequency=%00", "a" * 100_000, "=&=&=", "[]"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain; charset=rot13"])
def test_an_odd_form_is_a_fault_of_ours(body: str, kind: str) -> None:
    for path in (FORM["bg"], own_path(subscriber())):
        assert Client().generic("POST", path, body, content_type=kind).status_code == 400
    assert Client().post(FORM["bg"], "x", content_type="multipart/form-data").status_code == 400
