"""Whatever is sent to the addresses of translating, the server answers it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from wagtail_localize.models import OverridableSegment, StringSegment, Translation

from tests import factories
from tests.admin_client import administrator

# Below /admin/. In the place of each name stands a number: that of the thing, or of nothing.
OURS = (
    "localize/translate/{job}/segments/{string}-{context}/",
    "localize/translate/{job}/overrides/{place}/",
)
ADDRESSES = (
    *OURS,
    "localize/translate/{job}/strings/{segment}/edit/",
    "localize/translate/{job}/overrides/{overridable}/edit/",
    "localize/translate/{job}/machine_translate/",
    "localize/translate/{job}/pofile/download/",
    "localize/translate/{job}/pofile/upload/",
    "localize/translate/{job}/preview/",
    "localize/translate/{job}/preview/%00/",
    "localize/translate/{job}/disable/",
    "localize/page/{translation}/convert_to_alias/",
    "localize/update/{source}/",
    "localize/submit/page/{page}/",
    "localize/submit/snippet/news/newscategory/{category}/",
    "localize/submit/snippet/news/%00/{category}/",
    "localize/api/snippets/news/newscategory/",
    "localize/api/snippets/news/newscategory/{category}/",
    "localize/api/snippets/news/newscategory/%00/",
    "localize/api/snippets/no/such/",
    "localize/reports/translations/",
    "pages/{translation}/edit/",
)
FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
FIELDS = (
    "value", "action", "comment", "next", "locales", "assignee_en", "due", "publish_translations",
    "select_locale", "p", "locale", "state", "mode",
)  # fmt: skip
NULS, DIGITS = ("&".join(f"{field}={value}" for field in FIELDS) for value in ("a%00b", "9" * 20))
BODIES = {
    "nothing": ("", FORM),
    "NUL everywhere": (NULS, FORM),
    "twenty digits everywhere": (DIGITS, FORM),
    "half a character": ("value=%ff%c3%28", FORM),
    "a file for a text": (
        '--x\r\nContent-Disposition: form-data; name="value"; filename="a"\r\n\r\nb\r\n--x--\r\n',
        FILES,
    ),
    "half a form": ("--x\r\nnothing", FILES),
    "JSON": ('{"value": "\\ud800"}', "application/json"),
    "half a JSON": ("{", "application/json"),
}
ACTIONS = ("save", "use", "use:1-1:9", "confirm:%00", "return", "approve", "send-for-review", "x:")


@pytest.fixture(params=["translator", "administrator"])
def client(request: pytest.FixtureRequest, person: Any) -> Client:
    client = Client()
    client.force_login(person("maria") if request.param == "translator" else administrator("root"))
    return client


@pytest.fixture
def numbers(page: Any) -> dict[str, int]:
    """What stands at the addresses, of a page and a category."""
    factories.translate(factories.news_index(), {"Новини": "News"})
    article = factories.article(source_url="https://example.org/")
    category = factories.category(title="Проекти")
    factories.translate(category, {}, live=False)
    target = factories.translate(article, {}, live=False)
    job = Translation.objects.get(source__object_id=article.translation_key)
    segment = StringSegment.objects.filter(source=job.source).first()
    overridable = OverridableSegment.objects.get(source=job.source)
    return {
        "job": job.pk,
        "source": job.source_id,
        "page": article.pk,
        "translation": target.pk,
        "category": category.pk,
        "segment": segment.pk,
        "string": segment.string_id,
        "context": segment.context_id,
        "overridable": overridable.pk,
        "place": overridable.context_id,
    }


def attacks(address: str, ours: bool) -> Iterator[tuple[str, str, str, str]]:
    """The method, address, body and content type of each."""
    for method in ("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "PATCH", "DELETE"):
        yield method, f"{address}?{NULS}", "", FORM
    yield "GET", f"{address}?{DIGITS}", "", FORM
    for method in ("PUT", "DELETE") if ours else ("POST",):
        for body, kind in BODIES.values():
            yield method, address, body, kind


def answer(client: Client, method: str, address: str, body: str, kind: str) -> int:
    """The status of the answer; nothing of it is kept. What the server fails at is raised."""
    with transaction.atomic():
        status = client.generic(method, f"/admin/{address}", body, content_type=kind).status_code
        transaction.set_rollback(True)
    return int(status)


def test_an_attack_is_more_than_the_server_can_answer(
    client: Client, numbers: dict[str, int]
) -> None:
    for address in ADDRESSES:
        for attack in attacks(address.format(**numbers), ours=address in OURS):
            assert answer(client, *attack) < 500, attack


def test_a_number_is_larger_than_the_server_can_look_for(numbers: dict[str, int]) -> None:
    client = Client()
    client.force_login(administrator())
    for size, addresses in {20: ADDRESSES, 5000: OURS}.items():
        huge = dict.fromkeys(numbers, "9" * size)
        for address in addresses:
            method = "PUT" if address in OURS else "GET"
            attack = (method, address.format(**huge), "value=x", FORM)
            assert answer(client, *attack) < 500, attack


def test_an_action_is_more_than_the_editor_can_answer(
    client: Client, numbers: dict[str, int]
) -> None:
    address = "pages/{translation}/edit/".format(**numbers)
    place = "{string}-{context}".format(**numbers)
    texts = f"comment=a%00b&text-{place}=a%00b&known-{place}=%00&begun-{place}=%00"
    for action in ACTIONS:
        assert answer(client, "POST", address, f"action={action}&{texts}", FORM) < 500, action
