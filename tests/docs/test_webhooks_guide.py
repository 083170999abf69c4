"""What `docs/webhooks.md` tells whoever receives webhooks to run, runs; and what it says holds."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from cms.outbox import backoff, http
from cms.store.flush import publish_transaction
from cms.webhooks.models import Endpoint, Event
from tests import factories
from tests.docs.snippets import agrees, parsed, programs
from tests.webhooks.receiver import receiving
from tests.webhooks.worker import Worker

pytestmark = [pytest.mark.django_db, pytest.mark.once]

GUIDE = (Path(django_settings.ROOT) / "docs/webhooks.md").read_text()
# What the server is made to say once it listens.
LISTENING = "listening on"


def send_all() -> None:
    Worker().work_until_idle()


@pytest.fixture
def endpoint(settings: Settings) -> Endpoint:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    factories.news_index()
    return Endpoint.objects.create(name="Приемник", types=["news"])


@pytest.fixture
def program(endpoint: Endpoint) -> Iterator[subprocess.Popen[str]]:
    """The guide's receiver, on a port that it is given; the endpoint leads there."""
    (snippet,) = programs(GUIDE, "python")
    code = snippet.code.replace("<secret>", endpoint.secret)
    serve = 'HTTPServer(("", 8080), Hooks).serve_forever()'
    assert serve in code
    here = f"""server = HTTPServer(("127.0.0.1", 0), Hooks)
print("{LISTENING}", server.server_port, flush=True)
server.serve_forever()"""
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code.replace(serve, here)],
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        port = process.stdout.readline().removeprefix(LISTENING).strip()
        endpoint.address = f"http://127.0.0.1:{port}/"
        endpoint.save()
        yield process
        process.kill()


def test_the_guides_receiver_tells_something_else_than_it_shows(
    endpoint: Endpoint, program: subprocess.Popen[str]
) -> None:
    endpoint.enqueue_test()
    send_all()
    page = factories.article()
    send_all()
    page.summary = "Ново"
    page = factories.publish(page)
    endpoint.rotate()  # It knows the old secret.
    send_all()
    with publish_transaction():
        page.unpublish()
    send_all()
    program.terminate()
    told, _ = program.communicate(timeout=30)
    (snippet,) = programs(GUIDE, "python")
    assert agrees(snippet.shown.replace("<article>", page.slug), told)
    assert not endpoint.deliveries.exclude(last_status=204).exists()


def test_the_guides_receiver_takes_what_others_send(
    endpoint: Endpoint, program: subprocess.Popen[str]
) -> None:
    Endpoint.objects.update(secret=Endpoint(name="Друг").secret)
    endpoint.enqueue_test()
    send_all()
    assert endpoint.deliveries.get().last_status == 401


def test_the_guides_check_by_hand_is_wrong(endpoint: Endpoint) -> None:
    if not shutil.which("node"):
        pytest.skip("no node here: its snippet was not run")
    old = endpoint.secret
    endpoint.rotate()
    endpoint.enqueue_test()
    with receiving() as receiver:
        Endpoint.objects.update(address=receiver.url)
        send_all()
        (message,) = receiver.received
    late = message.headers | {"webhook-timestamp": "1700000000"}
    tries = [
        (endpoint.secret, message.headers, message.body, True),
        (old, message.headers, message.body, True),
        (Endpoint(name="Друг").secret, message.headers, message.body, False),
        (old, message.headers, message.body.replace("test", "tset"), False),
        (old, late, message.body, False),
        (old, message.headers | {"webhook-signature": "v1,abc v1,"}, message.body, False),
    ]
    (snippet,) = programs(GUIDE, "js")
    ask = f"""{snippet.code}
for (const [secret, headers, body] of {json.dumps([each[:3] for each in tries])})
  console.log(isGenuine(secret, headers, body));"""
    command = ["node", "--input-type=module", "-e", ask]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert told.split() == [str(each[3]).lower() for each in tries]


def test_the_message_that_is_shown_is_none_of_ours(endpoint: Endpoint) -> None:
    shown: Any = parsed(re.findall(r"^```json\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)[0])
    with receiving() as receiver:
        Endpoint.objects.update(address=receiver.url)
        factories.article()
        send_all()
        payload = receiver.received[0].payload
    assert shown.keys() == payload.keys()
    assert shown["data"].keys() == payload["data"].keys()
    assert shown["data"]["entry"].keys() - {"…"} <= payload["data"]["entry"].keys()


def test_an_event_or_a_pause_is_missing() -> None:
    for event in Event.values:
        assert f"| `entry.{event}` |" in GUIDE
    (said,) = re.findall(
        r"after 5\s+seconds, 5 and 30 minutes, ([\d, and]+) hours: (\w+) times", GUIDE
    )
    hours = [5 / 3600, 5 / 60, 30 / 60, *map(int, re.findall(r"\d+", said[0]))]
    assert hours == [pause.total_seconds() / 3600 for pause in backoff.RETRY_DELAYS]
    assert (said[1], len(backoff.RETRY_DELAYS) + 1) == ("ten", 10)
    assert "within ten seconds" in GUIDE
    assert http.TIMEOUT_SECONDS[1] == 10
