"""What people try with the links that show a draft to somebody without an account."""

from typing import Any

from cms.previews.models import PreviewLink
from tests.admin.browser import Browser
from tests.admin.role_attempts import act, show
from tests.admin.role_attempts.pages import pk
from tests.admin.world import Place


def open_links(place: Place) -> Any:
    return PreviewLink.objects.open().filter(revision__in=place.it.revisions.all())


@act("previews:of_page")
def make_a_preview_link(browser: Browser, place: Place) -> bool:
    before = open_links(place).count()
    browser.post("previews:of_page", place.it.pk)
    return bool(open_links(place).count() == before + 1)


@act("previews:revoke")
def revoke_its_preview_link(browser: Browser, place: Place) -> bool:
    browser.post("previews:revoke", open_links(place).get().pk)
    return not open_links(place).exists()


show("see its preview links", "previews:of_page", pk)
show("see among preview links", "previews:index")
