"""What a translation has in the place of what its source has: only what the source could have."""

from typing import Any

import pytest
from wagtail.models import Page
from wagtail_localize.models import SegmentOverride

from cms.store.models import Entry
from tests import factories
from tests.admin_client import administrator
from tests.translation.editor.editor_page import Desk
from tests.translation.editor.script import Script

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# The last part of a segment's path.
SOURCE, BUTTON, LINK = ADDRESSES = "source_url", "url", "'https://example.com/'"
PAGE, LISTED, PICTURE, FILE = CHOICES = "page", "pages", "image", "file"
ELSEWHERE = "https://example.net/"


@pytest.fixture
def article() -> Any:
    """With all that can be overridden, and its translation."""
    page = factories.text_page(factories.home(), title="Контакти")
    words = {"title": "", "text": "", "label": "Към"}
    image = factories.image()
    image.contextual_alt_text, image.decorative = "Снимка", False
    body = [
        ("text", '<p>Вижте <a href="https://example.com/">тук</a></p>'),
        ("call_to_action", {**words, "page": page, "url": ""}),
        ("call_to_action", {**words, "page": None, "url": "https://example.org/"}),
        ("pages", {"title": "", "pages": [page]}),
        ("picture", {"image": image, "caption": "", "credit": ""}),
        ("file", {"title": "", "description": "", "file": factories.document()}),
    ]
    factories.translate(factories.news_index(), {"Новини": "News"})
    article = factories.article(source_url="https://example.org/", body=body)
    texts = {"Първа копка": "Ground broken", 'Вижте <a id="a1">тук</a>': '<a id="a1">Look</a>'}
    factories.translate(article, texts, live=False)
    return article


@pytest.fixture
def script(article: Any, person: Any) -> Script:
    """Maria's, who translates."""
    return Script(Desk.of(person("maria"), article))


@pytest.fixture
def root(article: Any) -> Desk:
    """Of somebody who may choose from the library."""
    return Desk.of(administrator("root"), article)


def path_of(script: Script, end: str) -> str:
    """Where it stands, or what stands right below it."""
    ends = (f".{end}", f".{end}.")
    return next(path for path in script.tags if f".{path}".endswith(ends[0]) or ends[1] in path)


def put(script: Script, end: str, value: Any) -> Any:
    return script.put(path_of(script, end), str(value))


def kept() -> list[str]:
    return [row.data for row in SegmentOverride.objects.order_by("pk")]


def test_an_address_is_not_kept(script: Script) -> None:
    paths = {each["contentPath"] for each in script.shown if each["type"] != "string"}
    tried = {path_of(script, end) for end in (*ADDRESSES, *CHOICES)}
    assert paths == tried, "there is something that is not tried here"
    for end in ADDRESSES:
        answer = put(script, end, f" {ELSEWHERE}{end[:3]} ")
        assert answer.status_code == 200, end
        assert answer.json()["error"] is None
    assert kept() == [f"{ELSEWHERE}{end[:3]}" for end in ADDRESSES]


def test_what_is_no_address_is_kept(script: Script) -> None:
    for end in ADDRESSES:
        for value in (
            "no address", "javascript:alert(1)", "https://", "https://a\0b.org/", "#top",
        ):  # fmt: skip
            answer = put(script, end, value)
            assert answer.status_code == 400, (end, value)
            assert answer.json()["error"]
    too_long = put(script, SOURCE, ELSEWHERE + "x" * 200)
    assert "200" in too_long.json()["error"]
    # A link must lead somewhere; an article needs no source.
    assert put(script, LINK, "").status_code == 400
    assert script.send("put", path_of(script, LINK)).status_code == 400, "without a value"
    job = script.address(path_of(script, SOURCE)).rstrip("/").rsplit("/", 1)[0]
    assert script.client.put(f"{job}/0/").status_code == 404, "of another page"
    assert kept() == []
    assert put(script, SOURCE, "").status_code == 200
    Page.objects.get(title="Първа копка").delete()
    assert put(script, SOURCE, ELSEWHERE).status_code == 404, "its source is gone"


def test_what_is_chosen_is_not_kept(root: Desk) -> None:
    script = Script(root)
    page = factories.text_page(factories.home(), title="Друга")
    picture, file = factories.image(title="Друга"), factories.document(title="Друг")
    chosen = dict(zip(CHOICES, (page, page, picture, file), strict=True))
    for end, thing in chosen.items():
        assert put(script, end, thing.pk).status_code == 200, end
    assert kept() == [str(thing.pk) for thing in chosen.values()]


def test_what_there_is_not_is_kept(root: Desk) -> None:
    script = Script(root)
    for end in CHOICES:
        for value in (
            "", "999", "9" * 20, "9" * 5000, "-1", "1.5", "x", "1\0", "[1]", '{"pk": 1}', "null",
        ):  # fmt: skip
            if (end, value) != (PAGE, ""):
                answer = put(script, end, value)
                assert answer.status_code == 400, (end, value[:20])
                assert answer.json()["error"]
    assert kept() == []


def test_what_one_may_not_choose_is_chosen_by_its_number(script: Script) -> None:
    """A translator has no library; nobody sees the drafts of another language."""
    draft = factories.text_page(factories.home(), title="Draft")
    draft.unpublish()
    things = {PAGE: draft, PICTURE: factories.image(), FILE: factories.document()}
    for end, thing in things.items():
        answer = put(script, end, thing.pk)
        assert answer.status_code == 400, end
        assert answer.json() == put(script, end, 999_999).json(), "it tells what there is"
    assert kept() == []


def test_somebody_elses_choice_is_overwritten_or_taken_back_unseen(
    script: Script, root: Desk
) -> None:
    other, path = Script(root), path_of(script, PAGE)
    page, third = (
        factories.text_page(factories.home(), title=title) for title in ("Рудникът", "Трета")
    )
    put(script, PAGE, page.pk)
    answer = put(other, PAGE, third.pk)
    assert answer.status_code == 412
    assert "Междувременно Maria промени това. Там пише: „Рудникът“." in answer.json()["error"]
    assert kept() == [str(page.pk)]
    assert put(other, PAGE, third.pk).status_code == 200
    answer = script.delete(path)
    assert answer.status_code == 412
    assert "root промени това. Там пише: „Трета“. Нищо не е изтрито" in answer.json()["error"]
    assert kept() == [str(third.pk)]
    assert script.delete(path).status_code == 200
    assert other.delete(path).status_code == 200, "what is gone is gone"
    assert kept() == []


def test_what_was_refused_when_it_was_published_is_never_published(script: Script) -> None:
    """wagtail-localize goes on leaving it out, whatever is put in its place."""
    put(script, SOURCE, ELSEWHERE)
    SegmentOverride.objects.update(has_error=True, field_error="No")
    assert put(script, SOURCE, f"{ELSEWHERE}right").json()["error"] is None
    assert not SegmentOverride.objects.get().has_error


def test_what_is_overridden_does_not_reach_the_site(root: Desk) -> None:
    script = Script(root)
    picture = factories.image(name="other.png")
    for end, value in {SOURCE: ELSEWHERE, LINK: f"{ELSEWHERE}link", PICTURE: picture.pk}.items():
        put(script, end, value)
    root.post({"action": "publish"})
    factories.settle()
    entry = Entry.objects.get(live=True, locale="en", type="news")
    for said in (f'"{ELSEWHERE}"', f"{ELSEWHERE}link", f"/images/{picture.pk}/"):
        assert said in entry.full_json, said
