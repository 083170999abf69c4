"""The change log: whoever follows it holds just what is public, at any moment."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from rest_framework.request import Request

from cms.api import problems, schemas
from cms.api.lists import dump_json
from cms.api.parameters import ChangesParameters, read_parameters
from cms.api.views import JSON_TYPE, PublicView
from cms.content.schemas import Shape
from cms.core.timestamps import format_moment
from cms.store import change_log, lists
from cms.store.http_cache import conditional_response
from cms.store.models import Entry


class ChangesView(PublicView):
    """What was published, changed, moved or removed since a cursor, in order. Two queries."""

    parameters = ChangesParameters
    problems = (HTTPStatus.GONE,)

    @property
    def shape(self) -> Shape:
        return schemas.build_changes_shape()

    @lists.retry_on_stale_read
    def get(self, request: Request) -> HttpResponseBase:
        given = read_parameters(ChangesParameters, request)
        log = change_log.get_log_state()
        cursor = _parse_cursor(given.get("cursor", ""), log)
        return conditional_response(
            request._request,
            log.version,
            lambda: _answer(cursor, log, given["limit"]),
            variant=f"{cursor:x}-{given['limit']}",
            language=", ".join(dict(settings.LANGUAGES)),
        )


def _parse_cursor(cursor: str, log: change_log.LogState) -> int:
    """The number a cursor stands for; none is before everything, with nothing published yet."""
    if not cursor:
        return -1
    number = int(cursor, 16)
    if number < log.start:
        raise problems.CursorTooOld
    return number


def _answer(cursor: int, log: change_log.LogState, limit: int) -> HttpResponse:
    entries = change_log.read_changes(cursor, log, limit)
    last = entries[-1].sequence if entries else max(cursor, log.start)
    results = ",".join(
        render_change(entry, change_log.get_main_event(entry, cursor)) for entry in entries
    )
    return HttpResponse(f'{{"cursor":"{last:x}","results":[{results}]}}', JSON_TYPE)


def render_change(entry: Entry, event: str) -> str:
    """A result of the log, that this happened to an entry: JSON text."""
    fields = {
        "event": event,
        "id": str(entry.pk),
        "locale": entry.locale,
        "path": entry.path,
        "at": format_moment(entry.modified_at),
    }
    return f'{dump_json(fields)[:-1]},"entry":{entry.full_json or "null"}}}'
