"""How long a translator waits where many segments are saved at once, and all others with them.

    .venv/bin/python -m bench.translating              # 200 pages; SQLite, in a folder of its own
    DATABASE_URL=postgres://…/empty .venv/bin/python -m bench.translating 20

Prints of each request the seconds, for how many of them nobody else could save, and its queries.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any
from unittest.mock import patch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")

import django

django.setup()

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from cms.store import consistency
from cms.store.flush import publish_transaction
from tests import factories
from tests.admin_client import Office, administrator, edit_address
from tests.translation.files.world import sent

# Paragraphs of each page of the section, beside title and summary, and of the long page.
SHORT, LONG = 8, 498
TEXTS = re.compile(r"<source>(.*?)</source>(\s*<target>.*?</target>)?", re.DOTALL)


def main(number: int) -> None:
    call_command("migrate", verbosity=0)
    consistency.sync(lambda done, of: None)
    factories.translate(factories.home(), {})
    factories.translate(factories.news_index(), {"Новини": "News"})
    office = Office(administrator())
    for page in range(number):
        sent(article(f"Новина {page}", f"номер {page}", SHORT))
    section = factories.news_index().get_translations().get()
    for words in ("In English:", "In better English:"):
        take_back(office, section, words)
    factories.translate(article("Дълга", "навсякъде", LONG), {}, live=False)
    panel(office, sent(article("Дълга", "навсякъде", LONG)).get_target_instance())


def article(title: str, where: str, paragraphs: int) -> Any:
    texts = [
        f"<p>{'<b>Абзац</b>' if number % 2 else 'Абзац'} {number} ({where}) за работата.</p>"
        for number in range(paragraphs)
    ]
    return factories.article(title=title, summary=title, body=[("text", "".join(texts))])


def take_back(office: Office, section: Any, words: str) -> None:
    """Hand out a section, and take it back with each segment translated by its source."""
    file = office.client.get(reverse("exchange:section_xliff20", args=[section.pk]))
    filled = TEXTS.sub(rf"<source>\1</source><target>{words} \1</target>", file.content.decode())
    upload = {"file": SimpleUploadedFile("section.xlf", filled.encode())}
    with timed("a section's file is taken back"):
        answer = office.client.post(reverse("exchange:section", args=[section.pk]), upload)
    assert answer.status_code == 302, answer.content.decode()


def panel(office: Office, page: Any) -> None:
    """A page's segments all come from the memory, then all from a machine."""
    address = edit_address(page)
    for action in ("use:all", "confirm:all"):
        with timed(f"the editor is opened for {action}"):
            shown = office.client.get(address)
        form = _form(shown.content) | {"action": action}
        with timed(action):
            assert office.client.post(address, form).status_code == 302
        kind = {"translation_type": "machine"}
        with publish_transaction():
            StringTranslation.objects.filter(context__object_id=page.translation_key).update(**kind)


def _form(html: bytes) -> dict[str, str]:
    found = BeautifulSoup(html, "html.parser").select_one("#translation-panel")
    assert found, "nothing is left to translate"
    inputs = {str(one["name"]): str(one.get("value", "")) for one in found.select("input")}
    texts = {
        str(one["name"]): one.get_text().removeprefix("\n") for one in found.select("textarea")
    }
    return inputs | texts


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say how long it takes, how much of it everybody else would have to wait, and its queries."""
    held, queries = 0.0, 0

    @contextmanager
    def measured() -> Iterator[None]:
        nonlocal held
        begun = perf_counter()
        with publish_transaction():
            yield
        held = perf_counter() - begun

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    begun = perf_counter()
    with (
        connection.execute_wrapper(count),
        patch("cms.admin.publish_middleware.publish_transaction", measured),
    ):
        yield
    seconds = perf_counter() - begun
    sys.stdout.write(f"{what:40} {seconds:6.2f} s {held:6.2f} s {queries:6} queries\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
