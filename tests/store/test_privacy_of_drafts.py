"""What was never public is in no public answer and in no column of the store."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Comment, CommentReply, PageViewRestriction

from cms.store.flush import publish_transaction
from cms.store.models import ListState
from home.models import ContentPage
from news.models import NewsCategory
from tests import factories, public
from tests.canaries import Canaries
from tests.store import hiding
from tests.store.test_privacy import files_on_disk, in_tables

__all__ = ["files_on_disk"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_line")]


def scheduled(page: Any) -> None:
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()


def restricted(page: Any) -> None:
    hiding.restrict(page)
    page.save_revision().publish()


WAYS: dict[str, Callable[[Any], Any]] = {
    "draft": lambda page: page.save_revision(),
    "scheduled page": scheduled,
    "page that was restricted first": restricted,
}


def hidden_page(words: Canaries, name: str, code: str) -> Any:
    fields = hiding.fields(words, f"{name}, {code}")
    page = factories.child(factories.home(code), ContentPage(**fields), live=False)
    with publish_transaction():
        WAYS[name](page)
    return page


def with_a_draft(words: Canaries, name: str, thing: Any, *fields: str) -> Any:
    """A live thing with other words in its draft."""
    for field in fields:
        setattr(thing, field, words.text(f"{name}: {field}"))
    with publish_transaction():
        thing.save_revision()
    return thing


def commented(words: Canaries, page: Any) -> None:
    user = get_user_model().objects.create_user(words.slug("never: user"), password="meden")
    comment = Comment.objects.create(
        page=page, user=user, text=words.text("never: comment"), contentpath="title"
    )
    CommentReply.objects.create(comment=comment, user=user, text=words.text("never: reply"))
    with publish_transaction():
        page.owner = user
        page.save()


def test_what_was_never_public_is_in_no_answer_and_in_no_table() -> None:
    words = Canaries()
    for page in (factories.home(), factories.news_index()):
        factories.translate(page, {})
    pages = [hidden_page(words, name, code) for name in WAYS for code in ("bg", "en")]
    hiding.pointing(pages)
    draft_category = NewsCategory(
        title=words.text("draft category"), locale=factories.locale(), live=False
    )
    with publish_transaction():
        draft_category.save()
    live = factories.text_page(factories.home(), title="Открита")
    commented(words, live)
    source = factories.text_page(factories.home(), title="Извор")
    translated = factories.translate(
        source, {"Извор": words.text("a translator's words")}, live=False
    )
    drafts = [
        draft_category,
        translated,
        with_a_draft(words, "draft of a live page", live, "title", "summary"),
        with_a_draft(words, "draft of a category", factories.category(), "title", "summary"),
        with_a_draft(words, "draft of the profile", factories.site_profile(), "name", "tagline"),
    ]
    closed = hiding.collection(words.text("never: collection"))
    hiding.close(closed)
    title = words.text("never: picture title")
    image = hiding.picture(words, "private", collection=closed, title=title)
    factories.article(**hiding.lead(words, "private", image))
    factories.settle()

    seen = words.seen(public.walk())
    assert {place: requests[:3] for place, requests in seen.items()} == {}
    assert in_tables(words) == {}

    with publish_transaction():
        PageViewRestriction.objects.all().delete()
        closed.view_restrictions.get().delete()
        for thing in [*pages, *drafts]:
            thing.go_live_at = None
            thing.save_revision().publish()
    factories.settle()
    seen = words.seen(public.walk())
    assert set(words.places.values()) - seen.keys() == words.of("never")


def test_an_old_address_of_a_category_does_not_tell_its_new_one() -> None:
    words = Canaries()
    factories.news_index()
    category = factories.category(slug="proekti")
    with publish_transaction():
        category.unpublish()
    with publish_transaction():
        category.slug = words.slug("new slug of a private category")
        category.save()
    assert words.seen(public.walk()) == {}


def test_a_members_municipality_goes_with_it() -> None:
    words = Canaries()
    member = factories.member(municipality=words.text("municipality"))
    with publish_transaction():
        member.unpublish()
    assert ListState.objects.filter(count=0).exists()
    assert in_tables(words) == {}
