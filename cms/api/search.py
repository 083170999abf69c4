"""The search's endpoints: hits with a highlighted excerpt, and completions."""

import json
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from pydantic import Field
from rest_framework import serializers
from rest_framework.request import Request
from typing_extensions import TypedDict

from cms.api import schemas
from cms.api.fields import ChoiceField, LocaleField, NumberField
from cms.api.lists import dump_json, render_page_by_offset
from cms.api.parameters import Parameters, read_parameters
from cms.api.views import JSON_TYPE, PublicView
from cms.content.entry_types import TYPES
from cms.content.schemas import Card, Html, Shape, combine_shapes
from cms.search import queries
from cms.search.throttling import SearchThrottle, SuggestThrottle
from cms.store.http_cache import conditional_response
from cms.store.lists import retry_on_stale_read
from cms.store.models import Entry

LANGUAGES = ", ".join(dict(settings.LANGUAGES))
# What a completion says of an entry: a part of its card.
TOLD = ("title", "path", "url", "type", "locale", "id")


class QuestionField(serializers.CharField):
    """What somebody typed into a search box."""

    def __init__(self, **kwargs: Any) -> None:
        message = f"From 1 to {queries.MAX_QUESTION_LENGTH} letters."
        names = ("required", "blank", "invalid", "max_length")
        super().__init__(
            max_length=queries.MAX_QUESTION_LENGTH,
            error_messages=dict.fromkeys(names, message),
            **kwargs,
        )


class SuggestParameters(Parameters):
    q = QuestionField(help_text="The beginning of a title, or of words in it.")
    locale = LocaleField(required=False, help_text="Only pages in this language.")
    limit = NumberField(1, 100, default=10, help_text="How many titles an answer holds at most.")


class SearchParameters(Parameters):
    q = QuestionField(
        help_text="Words in any form, all of which are to be found. Quotation marks and operators"
        " mean nothing."
    )
    locale = LocaleField(required=False, help_text="Only pages in this language.")
    limit = NumberField(1, 100, default=20, help_text="How many hits an answer holds at most.")
    offset = NumberField(
        0, queries.MAX_HITS, default=0, help_text="How many hits to leave out first."
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        # The kinds are known once every section's app is ready.
        kinds = [kind.name for kind in TYPES.values() if kind.listed]
        kind = ChoiceField(kinds, required=False, help_text="Only this kind of page.")
        return super().get_fields() | {"type": kind}


class Highlight(TypedDict):
    """Where the words were found, as HTML: each stands in `<mark>`, all else is escaped."""

    title: Annotated[Html, Field(description="The title.")]
    excerpt: Annotated[Html, Field(description="The text around what was found, or its start.")]


class SearchView(PublicView):
    """The pages that have every word of `q` in some form, the best first: titles above text.

    `count` tells at most 1,000. An item's `highlight` is HTML: what was found stands in `<mark>`,
    everything else is escaped. Two queries.
    """

    parameters = SearchParameters
    throttle_classes = (SearchThrottle,)

    @property
    def shape(self) -> Shape:
        about = Annotated[Highlight, Field(description="Where the words were found.")]
        return schemas.build_list_shape("Hit", highlight=about)

    @retry_on_stale_read
    def get(self, request: Request) -> HttpResponseBase:
        given = dict(read_parameters(self.parameters, request))
        found = queries.find(given["q"], given.get("locale", ""), given.get("type", ""))

        def answer() -> HttpResponse:
            hits = found.read_hits(given["offset"], given["limit"])
            return render_page_by_offset(
                request.path, given, len(found.ids), [_render_hit(hit) for hit in hits]
            )

        return conditional_response(
            request._request,
            found.version,
            answer,
            variant=queries.ANALYSIS_TAG,
            language=given.get("locale", LANGUAGES),
        )


class SuggestView(PublicView):
    """The titles that go on as `q` begins. One query, or two."""

    parameters = SuggestParameters
    throttle_classes = (SuggestThrottle,)

    @property
    def shape(self) -> Shape:
        untold = set(Card.__annotations__) - set(TOLD)
        card: Any = combine_shapes("Completion", "An entry, in short.", Card, without=untold)
        about = "The entries, the best first."
        results = Annotated[list[card], Field(description=about)]
        return combine_shapes("Completions", "What a search box may offer.", results=results)

    def get(self, request: Request) -> HttpResponseBase:
        given = read_parameters(self.parameters, request)
        version, entries = queries.complete_title(
            given["q"], given.get("locale", ""), given["limit"]
        )
        return conditional_response(
            request._request,
            version,
            lambda: HttpResponse(_render_completions(entries), JSON_TYPE),
            variant=queries.ANALYSIS_TAG,
            language=given.get("locale", LANGUAGES),
        )


def _render_hit(hit: queries.Hit) -> str:
    """A hit's text: its entry stands in the store as it is sent."""
    highlight = dump_json({"title": hit.title, "excerpt": hit.excerpt})
    return f'{hit.entry.list_json.removesuffix("}")},"highlight":{highlight}}}'


def _render_completions(entries: list[Entry]) -> str:
    cards = [json.loads(entry.card_json) for entry in entries]
    return dump_json({"results": [{name: card[name] for name in TOLD} for card in cards]})
