"""A translation published where transactions are really committed."""

import subprocess
import sys

from tests.browser.conftest import MANAGE, Installation, one_installation

pytestmark = one_installation

# A request through the whole stack, in a process of its own; no worker runs beside it.
PUBLISH = """
from django.contrib.auth.models import User
from django.test import Client
from wagtail_localize.models import StringTranslation
from cms.store.models import Entry
from home.models import AboutPage

page = AboutPage.objects.get(locale__language_code="en")
StringTranslation.objects.filter(
    context__object_id=page.translation_key, context__path="summary", locale=page.locale
).update(data="As the translator wrote it")
client = Client(HTTP_HOST="localhost")
client.force_login(User.objects.get(username="admin"))
answer = client.post(f"/admin/pages/{page.pk}/edit/", {"action": "publish"})
assert answer.status_code == 302, answer.content
print("As the translator wrote it" in Entry.objects.get(path="/en/about/").whole)
"""


def test_a_translation_is_public_when_its_publish_returns(installation: Installation) -> None:
    """wagtail-localize publishes after the commit, outside the request's own transaction."""
    done = subprocess.run(
        [sys.executable, MANAGE, "shell", "--verbosity", "0", "--command", PUBLISH],
        env=installation.environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "True", "the store still says what was before"
