"""What people try with those who are mailed what is new."""

from typing import Any

from tests.admin.browser import Browser
from tests.admin.role_attempts import act, show
from tests.admin.world import Place


def identity(place: Place) -> Any:
    return place.it.pk


@act("mailing:delete")
def erase_the_subscriber(browser: Browser, place: Place) -> bool:
    browser.post("mailing:delete", place.it.pk)
    return place.now() is None


show("see among subscribers", "mailing:index")
show("look at the subscriber", "mailing:inspect", identity)
show("ask to erase the subscriber", "mailing:delete", identity)
