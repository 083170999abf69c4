"""`/health/live` and `/health/ready`: for whatever watches the installation."""

import os
from collections.abc import Iterator
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from cms.http.methods import read_only
from cms.store.build_version import is_stale
from cms.store.flush import list_failed_groups


@read_only
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer that the process runs; nothing else is touched."""
    return HttpResponse("ok\n", content_type="text/plain")


@read_only
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer whether visitors can be served: 200, or 503 and what is missing, one per line.

    Below “ready” stand warnings: what is wrong and keeps nobody from being served.
    """
    if missing := list(find_faults()):
        return HttpResponse("\n".join([*missing, ""]), "text/plain", status=503)
    return HttpResponse("\n".join(["ready", *find_warnings(), ""]), content_type="text/plain")


def find_faults() -> Iterator[str]:
    """Yield what is missing; the details stay in the log, they are nobody else's business."""
    if not os.access(settings.DATA_DIR, os.W_OK):
        yield "data folder not writable"
    try:
        if not newest_migrations() <= MigrationRecorder(connection).applied_migrations().keys():
            yield "migrations pending"
        elif is_stale():
            yield "content store out of date"
    except DatabaseError:
        yield "database unreachable"


def find_warnings() -> Iterator[str]:
    """Yield what somebody should look at, counted and not named: anybody may read it."""
    if failed := len(list_failed_groups()):
        pages = "page" if failed == 1 else "pages"
        yield f"warning: {failed} {pages} could not be brought up to date"


@cache
def newest_migrations() -> set[tuple[str, str]]:
    """Return the last migration of each app; the files cannot change while we run."""
    return set(MigrationLoader(None).graph.leaf_nodes())
