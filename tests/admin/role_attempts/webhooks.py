"""What people try with webhooks: who is told, what each is owed, and the secrets."""

from cms.webhooks.models import Delivery, Endpoint
from tests.admin.browser import Browser
from tests.admin.role_attempts import act, show, shown
from tests.admin.role_attempts.pages import pk
from tests.admin.world import Place

FORM = {"name": "new", "address": "https://example.org/new", "enabled": "on"}


def parked(place: Place) -> Delivery:
    found: Delivery = place.it.deliveries.get(entry__isnull=False)
    return found


@act("webhooks:add")
def add_a_webhook(browser: Browser, place: Place) -> bool:
    browser.post("webhooks:add", **FORM)
    return Endpoint.objects.filter(name="new").exists()


@act("webhooks:edit")
def change_the_webhook(browser: Browser, place: Place) -> bool:
    browser.post("webhooks:edit", place.it.pk, **FORM)
    return bool(place.now().name == "new")


@act("webhooks:delete")
def delete_the_webhook(browser: Browser, place: Place) -> bool:
    browser.post("webhooks:delete", place.it.pk)
    return place.now() is None


@act("webhooks:test")
def send_the_webhook_a_test(browser: Browser, place: Place) -> bool:
    browser.post("webhooks:test", place.it.pk)
    return bool(place.it.deliveries.filter(entry=None).exists())


@act("webhooks:resend")
def resend_a_delivery(browser: Browser, place: Place) -> bool:
    browser.post("webhooks:resend", place.it.pk, parked(place).pk)
    return parked(place).state == Delivery.State.WAITING


@act("webhooks:resend_all")
def resend_all_deliveries(browser: Browser, place: Place) -> bool:
    browser.post("webhooks:resend_all", place.it.pk)
    return parked(place).state == Delivery.State.WAITING


@act("webhooks:rotate")
def rotate_the_secret(browser: Browser, place: Place) -> bool:
    browser.post("webhooks:rotate", place.it.pk)
    return bool(place.now().old_secret == place.it.secret)


@act("webhooks:end_old_secret")
def end_the_old_secret(browser: Browser, place: Place) -> bool:
    browser.post("webhooks:end_old_secret", place.it.pk)
    return place.now().old_secret == ""


show("see the webhook", "webhooks:index")
show("open the webhook", "webhooks:edit", pk)
show("see its deliveries", "webhooks:deliveries", pk)
show("see its secret", "webhooks:secret", pk, tells=lambda place: place.it.secret)
show("ask to add a webhook", "webhooks:add", tells=shown)
for view in ("history", "usage"):
    show(f"see the webhook's {view}", f"webhooks:{view}", pk, tells=shown)
