"""Webhooks in the back office. Who may do what is in tests/admin/role_table.txt."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.outbox import http as outside
from cms.store import change_log
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from cms.webhooks.models import Delivery, Endpoint
from tests import factories
from tests.webhooks.conftest import Work
from tests.webhooks.receiver import Receiver, answers

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FORM = {"name": "Приемник", "address": "https://hooks.example.org/", "enabled": "on"}
State = Delivery.State


@pytest.fixture(autouse=True)
def nothing_is_sent_by_a_request(monkeypatch: pytest.MonkeyPatch, request: Any) -> None:
    """The lock is held all the time that a request of the back office takes."""
    if "receiver" in request.fixturenames:
        return

    def post(*args: Any, **kwargs: Any) -> Any:
        pytest.fail("a request of the back office has sent something")

    monkeypatch.setattr(outside, "post", post)


@pytest.fixture
def webhook(db: None) -> Endpoint:
    factories.news_index()
    return Endpoint.objects.create(name="Сайт на партньор", address="https://hooks.example.org/")


def row(webhook: Endpoint, title: str, state: str, attempts: int = 1, **fields: Any) -> Delivery:
    entry = Entry.objects.get(path=factories.article(title=title).url_path)
    now = timezone.now()
    return Delivery.objects.create(
        endpoint=webhook, entry=entry, number=entry.sequence, event="published", state=state,
        enqueued_at=now, next_attempt_at=now, attempts=attempts, **fields,
    )  # fmt: skip


def address(view: str, *arguments: Any) -> str:
    return reverse(f"webhooks:{view}", args=arguments)


def shown(browser: Client, where: str) -> BeautifulSoup:
    answer = browser.get(where)
    assert answer.status_code == 200, answer
    return BeautifulSoup(answer.content, "html.parser")


def text(browser: Client, where: str) -> str:
    return " ".join(shown(browser, where).get_text(" ").split())


# Endpoints


def test_a_new_webhook_is_told_of_the_past_or_does_not_show_its_secret(admin: Client) -> None:
    factories.article()
    answer = admin.post(address("add"), FORM)
    made = Endpoint.objects.get()
    assert (made.cursor, made.since) == (
        change_log.get_newest_sequence(),
        change_log.get_newest_sequence(),
    )
    assert (made.events, made.locales, made.types) == ([], [], [])
    assert (answer.status_code, answer["Location"]) == (302, address("secret", made.pk))
    fields = shown(admin, answer["Location"]).select("input[readonly]")
    assert [field["value"] for field in fields] == [made.secret]


def test_what_is_chosen_is_not_kept_or_not_shown(admin: Client) -> None:
    chosen = {"events": ["removed", "moved"], "locales": ["en"], "types": ["news", "member"]}
    admin.post(address("add"), FORM | chosen)
    made = Endpoint.objects.get()
    assert {name: sorted(getattr(made, name)) for name in chosen} == {
        name: sorted(values) for name, values in chosen.items()
    }
    ticked = shown(admin, address("edit", made.pk)).select("input[type=checkbox][checked]")
    values = {str(box["value"]) for box in ticked if box["name"] in chosen}
    assert values == {"removed", "moved", "en", "news", "member"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("events", "deleted"), ("locales", "xx"), ("types", "site"), ("name", ""), ("address", "x")],
)
def test_nonsense_is_kept(admin: Client, field: str, value: str) -> None:
    assert admin.post(address("add"), FORM | {field: value}).status_code == 200
    assert not Endpoint.objects.exists()


def test_a_private_address_is_refused_without_a_reason(admin: Client) -> None:
    answer = admin.post(address("add"), FORM | {"address": "http://10.0.0.1/"})
    assert "Този адрес е на самия сървър или в частна мрежа." in answer.content.decode()
    assert not Endpoint.objects.exists()


def test_an_edit_forgets_where_it_was_or_changes_the_secret(
    admin: Client, webhook: Endpoint
) -> None:
    webhook.rotate()
    Endpoint.objects.update(cursor=7, since=5)
    admin.post(address("edit", webhook.pk), FORM | {"name": "Друг"})
    kept = Endpoint.objects.get()
    assert (kept.name, kept.cursor, kept.since) == ("Друг", 7, 5)
    assert kept.secrets == webhook.secrets


def test_a_webhook_that_was_gone_is_told_to_be_so_when_it_is_on_again(
    admin: Client, webhook: Endpoint
) -> None:
    Endpoint.objects.update(enabled=False, gone_at=timezone.now())
    assert "Адресът го няма" in text(admin, address("index"))
    assert "вече го няма" in text(admin, address("deliveries", webhook.pk))
    off = {name: value for name, value in FORM.items() if name != "enabled"}
    admin.post(address("edit", webhook.pk), off)
    assert Endpoint.objects.get().gone_at
    admin.post(address("edit", webhook.pk), FORM)
    assert Endpoint.objects.get().gone_at is None


def test_a_deleted_webhook_leaves_something(admin: Client, webhook: Endpoint) -> None:
    row(webhook, "Първа", State.PARKED)
    webhook.enqueue_test()
    admin.post(address("delete", webhook.pk))
    assert not Endpoint.objects.exists()
    assert not Delivery.objects.exists()


def test_the_list_counts_wrong(admin: Client, webhook: Endpoint) -> None:
    for number in range(3):
        row(webhook, f"Статия {number}", State.PARKED)
    row(webhook, "Чакаща", State.WAITING)
    row(webhook, "Доставена", State.DELIVERED)
    webhook.enqueue_test()
    told = text(admin, address("index"))
    assert "чакат: 1" in told
    assert "задържани: 3" in told


def test_nothing_leads_to_webhooks(admin: Client, webhook: Endpoint) -> None:
    assert address("index") in admin.get(reverse("wagtailadmin_home")).content.decode()
    listing = admin.get(address("index")).content.decode()
    editor = admin.get(address("edit", webhook.pk)).content.decode()
    for view in ("deliveries", "secret"):
        assert address(view, webhook.pk) in listing
        assert address(view, webhook.pk) in editor


# Deliveries


def test_a_delivery_does_not_say_what_it_is(admin: Client, webhook: Endpoint) -> None:
    moment = timezone.now()
    row(
        webhook,
        "Първа",
        State.WAITING,
        3,
        last_status=503,
        last_answer="Занемял",
        answered_at=moment,
    )
    gone = factories.article(title="Втора")
    parked = row(
        webhook, "Трета", State.PARKED, 10, last_status=0, last_answer="Timeout", answered_at=moment
    )
    with publish_transaction():
        gone.delete()
    Delivery.objects.filter(pk=parked.pk).update(
        entry=Entry.objects.get(path=gone.url_path), event="removed"
    )
    page = shown(admin, address("deliveries", webhook.pk))
    cells = [" ".join(cell.get_text(" ").split()) for cell in page.select("td")]
    assert len(cells) == 2
    for words in ("Първа", "чака", "публикувана", "bg", "3 опита", "следващ:", "503", "Занемял"):
        assert words in cells[1]
    for words in (gone.url_path, "задържано", "премахната", "10 опита", "няма", "Timeout"):
        assert words in cells[0]
    (link,) = page.select("td a")
    assert str(link["href"]).startswith("http://testserver/bg/novini/")


def test_deliveries_cannot_be_picked_by_their_state(admin: Client, webhook: Endpoint) -> None:
    for state in State.values:
        row(webhook, f"Статия {state}", state)
    for view in ("deliveries", "deliveries_results"):
        told = admin.get(address(view, webhook.pk), {"state": "parked"}).content.decode()
        assert "Статия parked" in told
        assert "Статия waiting" not in told


def test_another_webhooks_deliveries_are_shown_or_resent(admin: Client, webhook: Endpoint) -> None:
    other = Endpoint.objects.create(name="Друг", address="https://other.example.org/")
    theirs = row(other, "Чужда", State.PARKED)
    assert "Чужда" not in text(admin, address("deliveries", webhook.pk))
    admin.post(address("resend_all", webhook.pk))
    admin.post(address("resend", webhook.pk, theirs.pk))
    theirs.refresh_from_db()
    assert theirs.state == State.PARKED


def test_one_that_is_resent_takes_others_with_it(admin: Client, webhook: Endpoint) -> None:
    one, other = (row(webhook, title, State.PARKED, 10) for title in ("Първа", "Втора"))
    answer = admin.post(address("resend", webhook.pk, one.pk), follow=True)
    assert "1 съобщение се изпраща отново сега." in answer.content.decode()
    states = dict(Delivery.objects.values_list("pk", "state"))
    assert states == {one.pk: State.WAITING, other.pk: State.PARKED}
    one.refresh_from_db()
    assert one.attempts == 0
    assert Delivery.objects.ready().get() == one


def test_all_that_failed_are_not_resent_or_more_than_these(
    admin: Client, webhook: Endpoint
) -> None:
    later = timezone.now() + timedelta(hours=5)
    failed = [
        row(webhook, "Задържана", State.PARKED, 10),
        row(webhook, "Отложена", State.WAITING, 4),
    ]
    done, new = row(webhook, "Доставена", State.DELIVERED), row(webhook, "Нова", State.WAITING, 0)
    Delivery.objects.update(next_attempt_at=later)
    answer = admin.post(address("resend_all", webhook.pk), follow=True)
    assert "2 съобщения се изпращат отново сега." in answer.content.decode()
    due = set(Delivery.objects.filter(next_attempt_at__lt=later).values_list("pk", flat=True))
    assert due == {each.pk for each in failed}
    assert {done.pk, new.pk}.isdisjoint(due)


def test_a_test_is_not_sent_or_its_answer_not_shown(
    admin: Client, endpoint: Endpoint, receiver: Receiver, work: Work
) -> None:
    receiver.script.append(answers(418, "Чайник"))
    answer = admin.post(address("test", endpoint.pk), follow=True)
    assert "Пробното съобщение се изпраща до секунди" in answer.content.decode()
    assert receiver.received == [], "it was sent within the request"
    work()
    told = text(admin, address("deliveries", endpoint.pk))
    assert "Проба" in told
    assert "418 Чайник" in told
    assert "задържани" not in text(admin, reverse("wagtailadmin_home"))


# Secrets


def test_rotating_ends_the_old_secret_or_shows_one_alone(admin: Client, webhook: Endpoint) -> None:
    page = address("secret", webhook.pk)
    assert "Стар ключ" not in text(admin, page)
    admin.post(address("rotate", webhook.pk))
    rotated = Endpoint.objects.get()
    assert rotated.secrets == [rotated.secret, webhook.secret]
    fields = shown(admin, page).select("input[readonly]")
    assert [field["value"] for field in fields] == rotated.secrets
    admin.post(address("end_old_secret", webhook.pk))
    assert Endpoint.objects.get().secrets == [rotated.secret]
    assert webhook.secret not in text(admin, page)


def test_a_secret_is_kept_by_a_cache(admin: Client, webhook: Endpoint) -> None:
    for view in ("secret", "deliveries"):
        assert "no-store" in admin.get(address(view, webhook.pk))["Cache-Control"]


def test_a_secret_is_shown_where_it_is_not_asked_for(admin: Client, webhook: Endpoint) -> None:
    admin.post(address("edit", webhook.pk), FORM)
    for where in (
        address("index"), address("edit", webhook.pk), address("deliveries", webhook.pk),
        address("history", webhook.pk), reverse("wagtailadmin_home"),
        reverse("wagtailadmin_reports:site_history"),
    ):  # fmt: skip
        assert webhook.secret not in admin.get(where).content.decode(), where


# What is sent by whom


def operations(webhook: Endpoint) -> list[str]:
    parked = row(webhook, "Първа", State.PARKED)
    return [
        address("test", webhook.pk), address("resend_all", webhook.pk),
        address("resend", webhook.pk, parked.pk), address("rotate", webhook.pk),
        address("end_old_secret", webhook.pk),
    ]  # fmt: skip


def state_of_everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Endpoint, Delivery)]


def test_looking_or_another_sites_form_does_something(webhook: Endpoint) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.create_superuser("admin"))
    every = operations(webhook)
    before = state_of_everything()
    for where in every:
        assert strict.get(where).status_code == 405
        assert strict.post(where).status_code == 403
    assert state_of_everything() == before


def test_every_button_has_its_token(admin: Client, webhook: Endpoint) -> None:
    operations(webhook)
    webhook.rotate()
    for view in ("deliveries", "secret"):
        forms = shown(admin, address(view, webhook.pk)).select("form[method=post]")
        assert len(forms) >= 2
        for form in forms:
            assert form.select("input[name=csrfmiddlewaretoken]"), form


def test_one_is_sent_to_another_site(admin: Client, webhook: Endpoint) -> None:
    answer = admin.post(address("test", webhook.pk), {"next": "https://evil.example/"})
    assert answer["Location"] == address("deliveries", webhook.pk)


def test_a_webhook_that_is_not_there_is_a_fault_of_ours(admin: Client) -> None:
    for view in ("deliveries", "secret", "edit"):
        assert admin.get(address(view, 10**25)).status_code == 404
    for view in ("test", "rotate", "resend_all", "end_old_secret"):
        assert admin.post(address(view, 10**25)).status_code == 404


# The home screen


def home(browser: Client) -> str:
    return text(browser, reverse("wagtailadmin_home"))


def test_nobody_notices_what_was_given_up(admin: Client, webhook: Endpoint) -> None:
    row(webhook, "Чакаща", State.WAITING, 5)
    assert "Сайт на партньор" not in home(admin)
    row(webhook, "Първа", State.PARKED)
    row(webhook, "Втора", State.PARKED)
    assert "Уебхукът „Сайт на партньор“ не прие 2 съобщения" in home(admin)
    Delivery.objects.all().delete()
    Endpoint.objects.update(enabled=False, gone_at=timezone.now())
    assert "Уебхукът „Сайт на партньор“ е изключен" in home(admin)


def test_who_may_not_change_webhooks_is_told_of_them(client: Client, webhook: Endpoint) -> None:
    row(webhook, "Първа", State.PARKED)
    user = User.objects.create_user("editor")
    user.groups.add(Group.objects.get(name="Редактори (bg)"))
    client.force_login(user)
    assert "Сайт на партньор" not in home(client)
    user.user_permissions.add(Permission.objects.get(codename="change_endpoint"))
    assert "Сайт на партньор" in home(client)


# Costs


def test_more_deliveries_or_webhooks_ask_more(admin: Client, webhook: Endpoint) -> None:
    def asked(where: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            admin.get(where)
        return len(captured)

    pages = [address("index"), address("deliveries", webhook.pk), reverse("wagtailadmin_home")]
    row(webhook, "Нулева", State.PARKED)
    for where in pages:
        admin.get(where)
    before = [asked(where) for where in pages]
    for number in range(8):
        other = Endpoint.objects.create(name=f"Друг {number}", address="https://example.org/")
        page = row(webhook, f"Статия {number}", State.PARKED)
        Delivery.objects.create(
            endpoint=other,
            entry=page.entry,
            state=State.PARKED,
            enqueued_at=page.enqueued_at,
            next_attempt_at=page.enqueued_at,
        )
    assert [asked(where) for where in pages] == before
