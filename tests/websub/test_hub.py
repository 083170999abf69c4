"""With a hub and a subscriber that are not ours: what is published reaches the subscriber."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import feedparser
import pytest
from pytest_django.fixtures import Settings

from cms.store import consistency
from cms.websub import tasks
from tests import factories
from tests.ports import free_port
from tests.serving import Served, served

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HUB = Path(__file__).with_name("hub.py")
# Seconds that anything may take.
PATIENCE = 60


def until(there: Callable[[], bool], product: Served, hub: "subprocess.Popen[bytes]") -> None:
    """Answer what the hub asks until it has done its part."""
    deadline = monotonic() + PATIENCE
    while not there():
        assert hub.poll() is None, "the hub has ended"
        assert monotonic() < deadline, f"nothing came; it asked {product.asked}"
        product.server.handle_request()


def test_a_subscriber_is_not_sent_what_is_published(settings: Settings, tmp_path: Path) -> None:
    port = free_port()
    settings.WEBSUB_HUB = f"http://127.0.0.1:{port}/hub"
    with served() as product:
        settings.BASE_URL = product.url
        consistency.sync(lambda done, of: None)
        article = factories.article(title="Първа")
        feed = f"{product.url}/bg/novini/feed.atom"
        with (tmp_path / "log").open("wb") as log:
            hub = subprocess.Popen(
                [sys.executable, HUB, str(port), tmp_path, feed], stdout=log, stderr=log
            )
        try:
            until((tmp_path / "subscribed").exists, product, hub)
            assert (tmp_path / "subscribed").read_text() == feed
            for number, title in enumerate(("Първа", "Втора", "Трета"), start=1):
                article.title = title
                article = factories.publish(article)
                while not tasks.ping_hub():
                    pass
                until((tmp_path / str(number)).exists, product, hub)
                sent = feedparser.parse((tmp_path / str(number)).read_bytes())
                assert [item.title for item in sent.entries] == [title]
            assert not (tmp_path / "4").exists()
        finally:
            hub.terminate()
            hub.wait(10)
