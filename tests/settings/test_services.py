"""The product with the services that its settings name: Redis, a mail server, Elasticsearch."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from django.conf import settings as ours
from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.core.management import CommandError
from django.test import Client
from environ import Env
from pytest_django import Settings
from redis import Redis, RedisError

from cms.operations import prepare_steps
from cms.settings import services
from tests import factories
from tests.ports import free_port

REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")


@pytest.fixture
def redis(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    """The Redis that `CACHE_URL` names; its keys are this test's alone."""
    server = Redis.from_url(REDIS, socket_connect_timeout=3)
    try:
        server.ping()
    except RedisError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"Redis does not answer at TEST_REDIS_URL ({error})")
    prefix = uuid4().hex
    url = REDIS.replace("redis://", "rediscache://", 1)
    monkeypatch.setenv("CACHE_URL", url)
    settings.CACHES = {"default": services.read_cache(Env()) | {"KEY_PREFIX": prefix}}
    yield server
    for key in server.scan_iter(f"{prefix}:*"):
        server.delete(key)


@pytest.mark.django_db
def test_search_is_counted_in_redis(client: Client, redis: Redis, settings: Settings) -> None:
    factories.article(title="Медта")
    settings.SEARCH_RATE = "2/minute"
    answers = [client.get("/api/v1/search/?q=мед&locale=bg") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) > 0
    prefix = settings.CACHES["default"]["KEY_PREFIX"]
    assert any(b"throttle_search" in key for key in redis.scan_iter(f"{prefix}:*"))


@pytest.mark.django_db
def test_pages_previews_and_back_office_work_with_redis(
    admin: Client, client: Client, redis: Redis
) -> None:
    page = factories.article(title="Медта")
    cache.set("word", {"мед": [1, None]}, 60)
    assert cache.get("word") == {"мед": [1, None]}
    for address in (page.url_path, "/bg/tarsene/?q=мед", "/api/v1/search/suggest/?q=мед"):
        assert client.get(address).status_code == 200
    assert client.get(f"/preview/{'0' * 32}.{'a' * 43}/").status_code == 404
    assert admin.get("/admin/").status_code == 200


@pytest.mark.django_db
def test_redis_that_does_not_answer_is_refused_at_the_start_and_503_later(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CACHE_URL", "rediscache://127.0.0.1:1/0")
    settings.CACHES = {"default": services.read_cache(Env())}
    with pytest.raises(CommandError, match="CACHE_URL names does not answer"):
        prepare_steps.check_cache()
    client = Client(raise_request_exception=False)
    answer = client.get("/api/v1/search/?q=мед&locale=bg")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SSLContext:
    """What a mail server on this machine proves itself by, and this process believes."""
    openssl = shutil.which("openssl")
    if openssl is None:
        if os.environ.get("CI") == "true":
            raise FileNotFoundError("openssl")
        pytest.skip("openssl is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    names = ["-nodes", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(key), "-out", str(certificate), "-days", "1"]
    subprocess.run([*made, *names, *files], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


class Mailbox:
    """Keeps what comes, and whether it came by TLS."""

    def __init__(self) -> None:
        self.received: list[tuple[list[str], bool]] = []

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        self.received.append((envelope.rcpt_tos, session.ssl is not None))
        return "250 OK"


def may_enter(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"me", b"p@ss"))


@pytest.mark.once
@pytest.mark.parametrize("scheme", ["smtp", "smtp+tls"])
def test_mail_is_sent_as_email_url_says(
    scheme: str, certificate: SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox, secure = Mailbox(), scheme != "smtp"
    wanted: dict[str, Any] = {"tls_context": certificate, "require_starttls": True}
    wanted |= {"authenticator": may_enter, "auth_required": True}
    server = Controller(mailbox, "localhost", free_port(), **(wanted if secure else {}))
    server.start()
    try:
        person = "me:p%40ss@" if secure else ""
        monkeypatch.setenv("EMAIL_URL", f"{scheme}://{person}localhost:{server.port}")
        config = services.read_mail(Env())
        connection = get_connection(
            config["EMAIL_BACKEND"],
            host=config["EMAIL_HOST"],
            port=config["EMAIL_PORT"],
            username=config["EMAIL_HOST_USER"] or "",
            password=config["EMAIL_HOST_PASSWORD"] or "",
            use_tls=config.get("EMAIL_USE_TLS", False),
        )
        EmailMessage("a", "b", "c@example.org", ["d@example.org"], connection=connection).send()
    finally:
        server.stop()
    assert mailbox.received == [(["d@example.org"], secure)]


STUB = """
VERSION = (8, 0, 0)
class NotFoundError(Exception): pass
class Elasticsearch:
    def __init__(self, *args, **kwargs): pass
"""


def checked(**environment: str) -> subprocess.CompletedProcess[str]:
    """Have the settings and the system checks judge the environment, as every start does."""
    inherited = {name: os.environ[name] for name in ("PATH", "DATA_DIR", "SECRET_KEY")}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ours.ROOT,
        env={**inherited, **environment},
        capture_output=True,
        encoding="utf-8",
    )


ELASTICSEARCH = {
    "SEARCH_BACKEND": "wagtail.search.backends.elasticsearch8",
    "SEARCH_URL": "https://search.example.org:9200",
}


@pytest.mark.once
@pytest.mark.parametrize(
    ("backend", "words"),
    [
        (ELASTICSEARCH["SEARCH_BACKEND"], "pip install 'elasticsearch>=8,<9'"),
        ("wagtail.search.backends.nosuch", "SEARCH_BACKEND=wagtail.search.backends.nosuch cannot"),
        ("word", "SEARCH_BACKEND=word cannot be used"),
    ],
)
def test_search_backend_without_its_package_is_refused(backend: str, words: str) -> None:
    done = checked(**ELASTICSEARCH | {"SEARCH_BACKEND": backend})
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.once
def test_search_backend_with_its_package_is_taken(tmp_path: Path) -> None:
    package = tmp_path / "elasticsearch"
    package.mkdir()
    (package / "__init__.py").write_text(STUB)
    (package / "helpers.py").write_text("def bulk(*args, **kwargs): pass\n")
    done = checked(**ELASTICSEARCH, PYTHONPATH=str(tmp_path))
    assert done.returncode == 0, done.stderr
