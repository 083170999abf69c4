"""robots.txt and security.txt."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from cms.site import robots
from tests import factories
from tests.queries import reads_of_the_store

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SECURITY = "/.well-known/security.txt"


def fields(client: Client) -> dict[str, list[str]]:
    """What security.txt says, by name."""
    response = client.get(SECURITY)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    found: dict[str, list[str]] = {}
    for line in response.content.decode().splitlines():
        name, _, value = line.partition(": ")
        found.setdefault(name, []).append(value)
    return found


def test_robots_are_not_led_to_the_sitemaps_or_kept_from_previews(client: Client) -> None:
    factories.article(date=timezone.now() - timedelta(hours=1))
    with reads_of_the_store(at_most=2):
        response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert [line for line in lines if line.startswith("Sitemap: ")] == [
        "Sitemap: http://testserver/sitemap.xml",
        "Sitemap: http://testserver/sitemap-news.xml",
    ]
    forbidden = {line for line in lines if line.startswith("Disallow: ")}
    assert forbidden == {f"Disallow: {path}" for path in robots.CLOSED}
    assert "Disallow: /admin/" in forbidden
    assert "Disallow: /api/v1/preview/" in forbidden


@pytest.mark.usefixtures("no_sections")
def test_a_sitemap_that_does_not_exist_is_not_named(client: Client) -> None:
    assert "Sitemap:" not in client.get("/robots.txt").content.decode()
    factories.article(date=timezone.now() - timedelta(days=3))
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "sitemap-news.xml" not in text
    factories.article(date=timezone.now() - timedelta(hours=1))
    assert "sitemap-news.xml" in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize(
    ("contact", "uri"),
    [
        ("security@example.org", "mailto:security@example.org"),
        ("mailto:security@example.org", "mailto:security@example.org"),
        ("https://example.org/security", "https://example.org/security"),
        ("tel:+359-2-000-000", "tel:+359-2-000-000"),
        ("a@example.org\nExpires: never", "a@example.orgExpires:never"),
    ],
)
def test_the_configured_contact_is_not_named(
    client: Client, settings: Settings, contact: str, uri: str
) -> None:
    factories.site_profile(contact_email="office@example.org")
    settings.SECURITY_CONTACT = [contact]
    assert fields(client)["Contact"] == [uri]


def test_the_sites_own_contact_does_not_stand_in(client: Client) -> None:
    factories.site_profile(contact_email="office@example.org")
    with reads_of_the_store(at_most=1):
        assert fields(client)["Contact"] == ["mailto:office@example.org"]


def test_nobody_to_tell_is_not_a_404(client: Client) -> None:
    assert client.get(SECURITY).status_code == 404
    factories.site_profile(contact_email="")
    assert client.get(SECURITY).status_code == 404


def test_the_contact_expires_or_moves_within_a_day(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SECURITY_CONTACT = ["security@example.org"]
    morning = timezone.now().replace(hour=6)
    bodies = []
    for now in (morning, morning + timedelta(hours=8), morning + timedelta(days=1)):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        (expires,) = fields(client)["Expires"]
        ends = datetime.fromisoformat(expires)
        assert timedelta(days=30) < ends - now < timedelta(days=365)
        response = client.get(SECURITY)
        bodies.append((response.content, response["ETag"]))
    assert bodies[0] == bodies[1]
    assert bodies[1] != bodies[2]


def test_it_is_not_complete(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = ["security@example.org", "https://example.org/security"]
    told = fields(client)
    assert len(told["Contact"]) == 2
    assert told["Canonical"] == [f"http://testserver{SECURITY}"]
    assert told["Preferred-Languages"] == ["bg, en"]
    assert [len(values) for name, values in told.items() if name != "Contact"] == [1, 1, 1]
