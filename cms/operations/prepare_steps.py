"""The steps of `manage.py prepare`: each returns in a few words what came of it.

A step that cannot be done raises CommandError, in words for the person at the terminal. A step
with nothing to do is quick and changes nothing.
"""

import errno
import tempfile
from io import StringIO
from typing import TextIO

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from redis import RedisError
from wagtail.models import Page

from cms.operations import languages, static_files
from cms.operations.initial_content.loading import (
    open_without_content,
    restore_sections,
    seed_languages,
)
from cms.operations.server import sockets
from cms.references import index
from cms.search import reindexing
from cms.store import consistency
from cms.store.build_version import is_stale
from cms.store.flush import list_failed_groups

FIRST_RUN = "This is the first run here. It takes one to three minutes, later ones take seconds."


def prepare_data_folder() -> str:
    """Make the data folder, and see that it can be written."""
    try:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=settings.DATA_DIR).close()
    except OSError as error:
        raise CommandError(
            f"The data folder {settings.DATA_DIR} cannot be written ({error.strerror}): "
            "make it yours, or name another: DATA_DIR=folder make run"
        ) from error
    return str(settings.DATA_DIR)


def check_port() -> str:
    """See that the server will be able to listen."""
    if settings.PORT not in range(1, 65536):
        raise CommandError(f"PORT={settings.PORT} is no port: it goes from 1 to 65535")
    try:
        sockets.close_sockets(sockets.bind_sockets(settings.PORT))
    except OSError as error:
        raise CommandError(explain_port_error(settings.PORT, error)) from error
    return str(settings.PORT)


def explain_port_error(port: int, error: OSError) -> str:
    """Say why nobody can listen on the port, and what to do about it."""
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken: stop what listens there, or run PORT={port + 1} make run"
    if isinstance(error, PermissionError):
        return f"Port {port} is for the administrator only: run PORT=8000 make run"
    return f"Port {port} cannot be opened: {error}"


def check_cache() -> str:
    """Check that the cache of `CACHE_URL` keeps what it is given."""
    try:
        cache.set("prepared", 1, timeout=60)
        kept = cache.get("prepared")
    except (OSError, RedisError) as error:
        raise CommandError(f"The cache that CACHE_URL names does not answer: {error}") from error
    return "answers" if kept else "keeps nothing"


def migrate_database(out: TextIO) -> str:
    """Bring the database's tables up to date; `out` gets a line for each migration."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(f"The database does not answer: {error}") from error
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return "up to date"
    if not executor.loader.applied_migrations:
        out.write(FIRST_RUN)
    call_command("migrate", interactive=False, verbosity=1, stdout=Migrations(out, len(plan)))
    return f"{len(plan)} migrations applied"


class Migrations(StringIO):
    """Make "n of m" of the lines in which Django's `migrate` names each migration."""

    def __init__(self, out: TextIO, total: int) -> None:
        super().__init__()
        self.out, self.total, self.done = out, total, 0

    def write(self, line: str) -> int:
        if line.lstrip().startswith("Applying "):
            self.done += 1
            self.out.write(f"Making the tables: migration {self.done} of {self.total}")
        return len(line)


def collect_static_files(out: TextIO) -> str:
    """Collect the static files; `out` gets a line for each."""
    return "collected" if static_files.collect_static(out) else "up to date"


def load_initial_content(out: TextIO) -> str:
    """Load the cluster's content into a database that holds none; `out` hears how far it is.

    Content that an earlier version loaded wrongly is mended, where nobody has edited it.
    """
    if Page.objects.filter(depth__gt=languages.HOME_DEPTH).exists():
        return "sections of a home page restored" if restore_sections() else "already there"
    if not seed_languages():
        return "nothing to load" if not open_without_content() else "home page and profile made"
    call_command("load_content", stdout=out)
    for code, _ in settings.LANGUAGES[:1]:
        # The content is in other languages: the first one is translated from them.
        languages.open_language(code)
    return "loaded"


def prepare_languages() -> str:
    """Open the first language of an empty database, and the groups that others lack."""
    return languages.ensure_languages()


def update_store(out: TextIO) -> str:
    """Project the pages again when another version, or one for another address, did it."""
    if not is_stale():
        return "up to date"

    def report(done: int, of: int) -> None:
        out.write(f"Projecting pages: {done} of {of}")

    consistency.sync(report)
    # Don't fail: the rest of the site works.
    failed = len(list_failed_groups())
    return (
        f"projected, but {failed} pages could not be: the log says why" if failed else "projected"
    )


def update_references(out: TextIO) -> str:
    """Index again what refers to what, when another version did it."""
    if index.is_built():
        return "up to date"

    def report(done: int, of: int) -> None:
        out.write(f"Indexing references: {done} of {of}")

    index.build_index(report)
    return "indexed"


def update_admin_search(out: TextIO) -> str:
    """Index pages, snippets and files again when another version did it."""
    if not reindexing.is_stale():
        return "up to date"

    def report(done: int, of: int) -> None:
        out.write(f"Indexing for the back office: {done} of {of}")

    return f"{reindexing.rebuild(report)} indexed"
