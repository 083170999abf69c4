"""/health/live and /health/ready."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from cms.content import dependency_keys
from cms.store.models import PendingChange


def test_live_asks_nobody(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/health/live")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Content-Type"].startswith("text/plain")
    assert "no-store" in response["Cache-Control"]


def test_ready(client: Client, prepared: None) -> None:
    response = client.get("/health/ready")
    assert (response.status_code, response.content) == (200, b"ready\n")
    assert "no-store" in response["Cache-Control"]


def test_failed_pages_are_counted_and_not_named(client: Client, prepared: None) -> None:
    group = "page:8a1f7a5e-0000-4000-8000-000000000000"
    PendingChange.objects.create(key=dependency_keys.failed(group), due_at=timezone.now())
    response = client.get("/health/ready")
    warning = "ready\nwarning: 1 page could not be brought up to date\n"
    assert (response.status_code, response.content.decode()) == (200, warning)


def test_pages_that_wait_are_no_warning(client: Client, prepared: None) -> None:
    PendingChange.objects.create(key="all", due_at=timezone.now())
    assert client.get("/health/ready").content == b"ready\n"


def test_a_database_that_does_not_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(recorder: MigrationRecorder) -> None:
        raise OperationalError("connection refused for user secret")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", refuse)
    response = client.get("/health/ready")
    assert (response.status_code, response.content) == (503, b"database unreachable\n")


def test_pending_migrations(client: Client, prepared: None) -> None:
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    response = client.get("/health/ready")
    assert (response.status_code, response.content) == (503, b"migrations pending\n")


def test_a_data_folder_that_is_gone(
    client: Client, prepared: None, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path / "gone"
    response = client.get("/health/ready")
    assert (response.status_code, response.content) == (503, b"data folder not writable\n")


def test_a_store_made_for_another_address(
    client: Client, prepared: None, settings: Settings
) -> None:
    settings.BASE_URL = "https://elsewhere.example"
    response = client.get("/health/ready")
    assert (response.status_code, response.content) == (503, b"content store out of date\n")


def test_it_is_only_read(client: Client) -> None:
    assert client.post("/health/ready").status_code == 405


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL only")
def test_no_thread_answers_503_after_postgresql_drops_its_connections(db: None) -> None:
    def ask_twice() -> list[int]:
        try:
            first = status_of("/bg/nosuch/")
            with ThreadPoolExecutor(1) as other:
                other.submit(drop_connections).result()
            return [first, status_of("/bg/nosuch/")]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(ask_twice).result() == [404, 404]


def status_of(path: str) -> int:
    """Ask as the server does, so that each request takes the thread's connection anew."""
    request = RequestFactory().get(path, headers={"Host": "testserver"})
    started: list[str] = []
    begin: Any = lambda status, headers: started.append(status)  # noqa: E731
    response: Any = WSGIHandler()(request.environ, begin)
    response.close()
    return int(started[0][:3])


def drop_connections() -> None:
    """Have PostgreSQL end the connections of all other threads but the test's own transaction."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle'"
                " AND datname = current_database() AND pid <> pg_backend_pid()"
            )
    finally:
        connection.close()
