"""Lists of entries, as the API gives them: put together from texts that the store holds ready."""

import json
from collections.abc import Iterable, Mapping
from hashlib import blake2s
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from cms.api import schemas
from cms.api.parameters import ListParameters, ListQueryParameters, check_parameters
from cms.api.views import JSON_TYPE, PublicView
from cms.content.entry_types import TYPES
from cms.content.schemas import Shape
from cms.core.json_types import JSON
from cms.core.public_urls import get_public_url
from cms.store import cursors, lists
from cms.store.cursors import encode_cursor
from cms.store.http_cache import conditional_response
from cms.store.list_query import ListQuery
from cms.store.models import Entry


class ListQueryView(PublicView):
    """An answer made of a list of entries. Two queries, whatever its length."""

    parameters: type[ListQueryParameters] = ListQueryParameters
    # The list that its parameters narrow; by default all there is.
    facet = ""
    order = "newest"

    @lists.retry_on_stale_read
    def get(self, request: Request) -> HttpResponseBase:
        given = check_parameters(self.parameters, request)
        base = ListQuery((self.facet,) if self.facet else (), order=self.order)
        list_query = given.select(base)  # type: ignore[attr-defined]
        list_info = _get_list_info(list_query, given)
        return conditional_response(
            request._request,
            list_info.version,
            lambda: self.build_response(
                request.path, dict(given.validated_data), list_query, list_info
            ),
            variant=_get_variant(request),
            language=", ".join(list_info.locales or dict(settings.LANGUAGES)),
        )

    def build_response(
        self, path: str, values: JSON, list_query: ListQuery, list_info: lists.ListInfo
    ) -> HttpResponse:
        raise NotImplementedError


class ListView(ListQueryView):
    """A page of a list."""

    parameters = ListParameters

    @property
    def shape(self) -> Shape:
        return schemas.build_page_shape_of(*self.parameters.types)

    @property
    def about(self) -> str:
        return str(self.parameters.__doc__)

    def build_response(
        self, path: str, values: JSON, list_query: ListQuery, list_info: lists.ListInfo
    ) -> HttpResponse:
        offset, limit = values["offset"], values["limit"]
        fields = values.get("fields", ())
        page = lists.read_page(
            list_query, list_info, offset, limit, with_full_json=_asks_heavy(fields)
        )
        fingerprint = list_query.fingerprint()
        after, before = (
            _get_page_url(path, values, cursor=encode_cursor(cursor, fingerprint))
            if cursor
            else None
            for cursor in (page.after, page.before)
        )
        items = [_render_item(entry, list_query, fields) for entry in page.entries]
        return render_page(page.count, after, before, items)


def render_page_by_offset(
    path: str, values: JSON, count: int, items: Iterable[str]
) -> HttpResponse:
    """A page of `count` items, with the addresses of the pages around it by their offset."""
    offset, limit = values["offset"], values["limit"]
    after = _get_page_url(path, values, offset=offset + limit) if offset + limit < count else None
    before = _get_page_url(path, values, offset=max(offset - limit, 0)) if offset else None
    return render_page(count, after, before, items)


def render_page(
    count: int, after: str | None, before: str | None, items: Iterable[str]
) -> HttpResponse:
    """A page of `count` items: their texts, and the addresses of the pages around it."""
    next_url, previous_url, results = json.dumps(after), json.dumps(before), ",".join(items)
    return HttpResponse(
        f'{{"count":{count},"next":{next_url},"previous":{previous_url},"results":[{results}]}}',
        JSON_TYPE,
    )


def get_item_text(row: Entry, list_query: ListQuery, with_full_json: bool = False) -> str:
    """The text of an entry in a list, as it is stored; or as a stand-in, where it is one."""
    text = row.full_json if with_full_json else row.list_json
    return (
        mark_as_fallback(text)
        if list_query.fallback and row.locale == list_query.fallback
        else text
    )


def mark_as_fallback(text: str) -> str:
    """The text of an entry that stands in for one that is not public in the reader's language."""
    entry = json.loads(text)
    entry["translation"]["state"] = "fallback"
    return dump_json(entry)


def dump_json(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _get_list_info(list_query: ListQuery, given: Any) -> lists.ListInfo:
    try:
        return lists.get_list_info(list_query)
    except lists.RelatedEntryNotFoundError as error:
        names = {field.kind: name for name, field in given.fields.items() if hasattr(field, "kind")}
        name = names[error.related.kind]
        raise ValidationError({name: f"Nothing public is called “{error}”."}) from None


def _get_variant(request: Request) -> str:
    """Tells the lists, their pages and the ways to ask for them apart."""
    query = urlencode(sorted(request.query_params.items()))
    asked = f"{cursors.VERSION} {request.path}?{query}"
    return blake2s(asked.encode(), digest_size=4).hexdigest()


def _asks_heavy(fields: Iterable[str]) -> bool:
    """Whether any of these fields is left out of the text for lists."""
    heavy = frozenset[str]().union(*(kind.heavy for kind in TYPES.values()))
    return not heavy.isdisjoint(fields)


def _render_item(row: Entry, list_query: ListQuery, fields: tuple[str, ...]) -> str:
    """An entry as an item, with the fields that are asked for."""
    text = get_item_text(row, list_query, with_full_json=_asks_heavy(fields))
    if not fields:
        return text
    entry = json.loads(text)
    return dump_json({name: entry[name] for name in fields if name in entry})


def _get_page_url(path: str, values: JSON, **place: Any) -> str:
    """The address of another page of the list, which begins at a cursor or an offset."""
    same = {name: value for name, value in values.items() if name not in ("cursor", "offset")}
    query = {name: _encode_value(value) for name, value in same.items()} | place
    return f"{get_public_url(path)}?{urlencode(query)}"


def _encode_value(value: Any) -> Any:
    """A checked value as it stands in an address."""
    if isinstance(value, tuple):
        return ",".join(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
