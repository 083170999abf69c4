"""Whatever is typed into a search box of the back office, it answers with hits or none."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.search.clean_queries import MAX_WORDS
from tests import factories
from tests.admin.crawl import look, route_of, starts
from tests.hostile import VALUES

pytestmark = pytest.mark.django_db

# Of what is sent to break things, what a database may take for a part of its query.
KINDS = (
    "NUL", "control characters", "broken UTF-8", "a lone surrogate", "5,000 letters",
    "5,000 digits", "a quotation mark", "an apostrophe", "an opening bracket", "more SQL",
    "wildcards of LIKE", "operators of full-text search", "a smile", "a tower of accents",
)  # fmt: skip
WORDS = (
    '"Асарел-Медет"', 'АД "Елаците', "- \" '", "a:*", "!a", "&", "a NOT", "a\\", "{title} : a",
    "^a", " ".join("a" * 3000), '""""', "'a' & !'b'", "%s", "*", "OR",
    "-".join("abcdefgh" * 100),
)  # fmt: skip
QUERIES = [*(VALUES[kind] for kind in KINDS), *map(quote, WORDS)]


def boxes(client: Client, addresses: Iterable[str]) -> Iterator[str]:
    """Yield the address that each search box of these screens asks."""
    found = {
        form.action.partition("?")[0]
        for address in addresses
        if route_of(address)
        for form in look(client, address).forms
        if form.method == "get" and "q" in form.values
    }
    yield from sorted(found)


def status(client: Client, address: str) -> int:
    """Return the status of the answer. What the server fails at is raised."""
    with transaction.atomic():
        return int(client.get(address).status_code)


@pytest.mark.filterwarnings("ignore:Pagination may yield inconsistent results")
def test_no_query_is_too_hostile_for_any_box(admin: Client) -> None:
    home = factories.home()
    found = list(boxes(admin, [*starts(), reverse("wagtailadmin_explore", args=[home.pk])]))
    assert len(found) > 12
    assert len(QUERIES) == 31
    for box in found:
        for query in QUERIES:
            assert status(admin, f"{box}?q={query}") < 500, (box, query)


@pytest.mark.parametrize("asked", ["Медет", '"Асарел-Медет"', 'Асарел "Медет', "- Асарел", "асар"])
def test_quotation_marks_do_not_hide_a_page(asked: str, admin: Client) -> None:
    factories.member()
    address = f"{reverse('wagtailadmin_pages:search')}?{urlencode({'q': asked})}"
    assert "Асарел-Медет" in admin.get(address).content.decode()


@pytest.mark.parametrize("asked", ["???", '"', "", " "])
def test_a_query_without_words_has_no_hits(asked: str, admin: Client) -> None:
    factories.member()
    assert not list(Page.objects.autocomplete(asked))
    assert not list(Page.objects.search(asked))


@pytest.mark.parametrize("model", [Page, get_image_model(), get_document_model()])
def test_only_the_first_words_count(model: type[Page], admin: Client) -> None:
    factories.image(title="едно"), factories.document(title="едно")
    factories.text_page(factories.home(), title="едно")
    assert model.objects.autocomplete(" ".join(["едно"] * MAX_WORDS + ["друго"])).count() == 1
