"""What operators do: the site's address, its languages, redirects."""

from importlib import reload
from io import StringIO
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.management import call_command
from django.test import override_settings
from django.urls import clear_url_caches
from wagtail.contrib.redirects.models import Redirect

import cms.urls
from cms.operations import prepare_steps
from tests.store.by_request import post
from tests.store.operations import committing, pages, pick

ADDRESSES = ["http://testserver", "http://cluster.example"]
LANGUAGES = [("bg", "en"), ("bg", "en", "de"), ("bg",), ("bg", "de")]


class Installation:
    """The environment of the product; what is set here holds until `restore`."""

    def __init__(self) -> None:
        self.settings: Any = None

    def start(self, address: str, languages: tuple[str, ...]) -> None:
        """Start anew with this environment, as `manage.py prepare` does."""
        self.restore()
        named = [(code, LANG_INFO[code]["name_local"]) for code in languages]
        self.settings = override_settings(
            BASE_URL=address, LANGUAGES=named, WAGTAIL_CONTENT_LANGUAGES=named
        )
        self.settings.enable()
        _read_addresses()
        with committing():
            prepare_steps.update_store(StringIO())

    def restore(self) -> None:
        if self.settings:
            self.settings.disable()
            self.settings = None
            _read_addresses()


def _read_addresses() -> None:
    """The languages stand in the patterns of the addresses."""
    reload(cms.urls)
    clear_url_caches()


def add_language(n: int) -> None:
    """Open a language that the settings name."""
    code = pick(dict(settings.LANGUAGES), n)
    with committing():
        call_command("add_language", code, stdout=StringIO())


# Redirects, by the back office's own form


def _redirect(n: int, m: int, elsewhere: bool) -> dict[str, Any]:
    """From where something stands, stood or never did, to a page or to another site."""
    known = [*(page.url_path for page in pages(False)), "/bg/slug-0/", "/en/slug-1/", "/bg/staro/"]
    known += [row.old_path for row in Redirect.objects.order_by("pk")]
    target = {"redirect_link": f"https://example.org/{m}"}
    if not elsewhere:
        target = {"redirect_page": pick(pages(False), m).pk}
    return {"old_path": pick(known, n), "is_permanent": "on" if m % 2 else "", **target}


def redirect(n: int, m: int, elsewhere: bool) -> None:
    post("redirects/add/", _redirect(n, m, elsewhere))


def change_redirect(n: int, m: int, elsewhere: bool) -> None:
    if row := pick(Redirect.objects.order_by("pk"), n):
        post(f"redirects/{row.pk}/", _redirect(n, m, elsewhere))


def delete_redirect(n: int) -> None:
    if row := pick(Redirect.objects.order_by("pk"), n):
        post(f"redirects/{row.pk}/delete/")
