"""manage.py prepare: each of its steps, and that the second time nothing is left to do."""

import os
import socket
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django.fixtures import Settings

from cms.languages import compilation
from cms.operations import prepare_steps, static_files
from cms.operations.management.commands import prepare
from cms.operations.progress import ProgressReporter
from cms.store.models import Sequence
from home.models import AboutPage, HomePage

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr "{}"\n'


@pytest.fixture
def taken(settings: Settings) -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.PORT = server.getsockname()[1]
        yield settings.PORT


def test_a_taken_port_is_named_before_any_slow_work(taken: int) -> None:
    said = StringIO()
    with pytest.raises(CommandError, match=rf"Port {taken} is taken.*PORT={taken + 1} make run"):
        call_command("prepare", stdout=said)
    assert "Database" not in said.getvalue()


def test_looking_at_the_port_leaves_it_free(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.PORT = server.getsockname()[1]
    assert prepare_steps.check_port() == prepare_steps.check_port()


def test_a_data_folder_that_cannot_be_made(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.DATA_DIR = tmp_path / "file" / "folder"
    with pytest.raises(CommandError, match=r"cannot be written.*DATA_DIR="):
        prepare_steps.prepare_data_folder()


def test_texts_are_compiled_once_and_again_when_they_change(tmp_path: Path) -> None:
    po = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO.format("first"))
    assert compilation.compile_messages(tmp_path) == 1
    assert compilation.compile_messages(tmp_path) == 0
    po.write_text(PO.format("second"))
    # A release unpacked over the old one may be older than what was compiled from that.
    os.utime(po, (0, 0))
    assert compilation.compile_messages(tmp_path) == 1
    assert b"second" in po.with_suffix(".mo").read_bytes()


@pytest.fixture
def static(settings: Settings, tmp_path: Path) -> Path:
    """A project whose only static files are in the returned folder."""
    source = tmp_path / "source"
    source.mkdir()
    settings.DATA_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "cms.operations.static_files.StaticStorage"}
    }
    return source


def test_static_files_are_collected_once_and_again_when_they_change(static: Path) -> None:
    collected = static.parent / "static" / "site.css"
    (static / "site.css").write_text("a {}")
    assert static_files.collect_static(StringIO())
    assert not static_files.collect_static(StringIO())
    (static / "site.css").write_text("b {}")
    os.utime(static / "site.css", (0, 0))
    assert static_files.collect_static(StringIO())
    assert collected.read_text() == "b {}"


def test_static_files_that_were_deleted_are_collected_again(static: Path) -> None:
    (static / "site.css").write_text("a {}")
    static_files.collect_static(StringIO())
    (static.parent / "static" / "staticfiles.json").unlink()
    assert static_files.collect_static(StringIO())


def test_static_files_are_compressed_under_the_name_that_pages_use(static: Path) -> None:
    (static / "site.css").write_text("a { color: red }\n" * 100)
    said = StringIO()
    static_files.collect_static(said)
    assert "Copying static files: 1 of 1" in said.getvalue()
    names = sorted(file.name for file in (static.parent / "static").glob("site.*"))
    (hashed,) = (name for name in names if name.endswith(".css") and name != "site.css")
    assert names == sorted(["site.css", hashed, f"{hashed}.br", f"{hashed}.gz"])


def test_progress_is_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    progress = ProgressReporter(said.append)
    for number in range(1, 100):
        progress.write(f"{number} of 99")
    assert said == ["1 of 99"]
    monkeypatch.setattr("cms.operations.progress.REPORT_INTERVAL_SECONDS", 0)
    progress.restart()
    for number in range(1, 4):
        progress.write(f"{number} of 3")
    assert said[1:] == ["1 of 3", "2 of 3", "3 of 3"]


def test_the_administrator_is_made_once(db: None) -> None:
    password = prepare.new_administrator()
    user = authenticate(username="admin", password=password)
    assert user is not None
    assert user.is_superuser
    assert prepare.new_administrator() == ""


@pytest.mark.usefixtures("no_sections")
def test_content_is_loaded_only_where_no_page_stands_below_the_homes(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    monkeypatch.setattr(prepare_steps, "call_command", lambda name, **options: called.append(name))
    prepare_steps.load_initial_content(StringIO())
    assert called == ["load_content"]
    home = HomePage.objects.get(locale__language_code="bg")
    home.add_child(instance=AboutPage(title="За нас", slug="za-nas", locale=home.locale))
    prepare_steps.load_initial_content(StringIO())
    assert called == ["load_content"]


def test_the_second_time_nothing_is_left_to_do(
    db: None, static: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        prepare_steps, "load_initial_content", lambda out: "not what is tested here"
    )
    Sequence.objects.update(build_version="made by an older version")
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.PORT = server.getsockname()[1]
    first, second = StringIO(), StringIO()
    call_command("prepare", stdout=first)
    call_command("prepare", stdout=second)
    for words in ("http://testserver/admin/", "http://testserver/api/v1/"):
        assert words in first.getvalue()
        assert words in second.getvalue()
    for done in ("password", "collected", "projected"):
        assert done in first.getvalue()
        assert done not in second.getvalue()
