"""What moves a number and what moves `updated_at`; what changes nothing moves neither.

See "Numbers, moments and what they mean" in docs/architecture.md. The site was published twice, an
hour apart, without a change in between: the second time is nobody's `updated_at`.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.store import consistency
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from home.models import ContentPage, SiteProfile
from news.models import NewsCategory
from tests import factories
from tests.store.tables import tables
from tests.transient import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_line")]

real_now = timezone.now


class Site:
    """Pages that show one another, and what there is to change of them."""

    def __init__(self) -> None:
        factories.translate(factories.home(), {})
        self.profile = factories.site_profile()
        self.about = factories.about()
        self.below = factories.text_page(self.about, title="История")
        self.target = factories.text_page(factories.home(), title="Цел")
        body = [("pages", {"title": "", "pages": [self.target]})]
        self.pointing = factories.text_page(factories.home(), title="Сочи", body=body)
        self.english = factories.translate(self.target, {"Цел": "Target"})
        self.image, self.file = factories.image(), factories.document()
        self.category = factories.category()
        self.members = [factories.member(title=title) for title in ("Първи", "Втори")]
        self.article = factories.article(
            picture=self.image,
            categories=[self.category],
            members=self.members,
            body=[("file", {"title": "", "description": "", "file": self.file})],
        )

        page = factories.child(factories.home(), ContentPage(title="Чернова"), live=False)
        with publish_transaction():
            category = NewsCategory.objects.create(title="Тайна", locale=page.locale, live=False)
        self.drafts = [page, category]

    def things(self) -> list[Any]:
        return [
            self.profile, self.about, self.below, self.target, self.pointing, self.english,
            self.category, *self.members, self.article,
        ]  # fmt: skip


def fresh(thing: Any) -> Any:
    return type(thing).objects.get(pk=thing.pk)


def change(thing: Any, **fields: Any) -> None:
    """Write something into a thing and publish it."""
    thing = fresh(thing)
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.save_revision().publish()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Moves the clock ahead to so many hours from now."""

    def ahead(hours: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real_now() + timedelta(hours=hours))

    return ahead


def published_twice() -> Site:
    site = Site()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: real_now() + timedelta(hours=1))
        for thing in site.things():
            factories.publish(fresh(thing))
    return site


@pytest.fixture(scope="module")
def standing_site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    with standing(django_db_blocker, published_twice) as site:
        yield site


@pytest.fixture
def site(standing_site: Site, db: None, clock: Callable[[int], None]) -> Site:
    clock(2)
    return deepcopy(standing_site)


# What changes nothing


def publish_all(site: Site) -> None:
    for thing in site.things():
        fresh(thing).save_revision().publish()


def save_all(site: Site) -> None:
    for thing in [*site.things(), site.image, site.file, *Collection.objects.all()]:
        fresh(thing).save()


def save_drafts(site: Site) -> None:
    for thing in map(fresh, site.things()):
        setattr(thing, "name" if isinstance(thing, SiteProfile) else "title", "Чернова")
        thing.save_revision()


def unpublish_what_is_not_live(site: Site) -> None:
    for draft in site.drafts:
        fresh(draft).unpublish()


def restrict_and_free(site: Site) -> None:
    PageViewRestriction.objects.create(page=site.about, restriction_type="login").delete()
    CollectionViewRestriction.objects.create(
        collection=site.image.collection, restriction_type="login"
    ).delete()


def rename_and_back(site: Site) -> None:
    for title, slug in (("Друго", "drugo"), ("За нас", "za-nas")):
        change(site.about, title=title, slug=slug)


def move_and_back(site: Site) -> None:
    for place, position in ((site.target, "last-child"), (site.about, "last-child")):
        Page.objects.get(pk=site.below.pk).move(Page.objects.get(pk=place.pk), pos=position)


def rebuild(site: Site) -> None:
    call_command("sync_store", "--rebuild", verbosity=0)


def take_over(site: Site) -> None:
    """Re-project for another address, as `make run` does; the command alone refuses."""
    consistency.sync(lambda done, of: None)


NOTHING = [
    publish_all, save_all, save_drafts, unpublish_what_is_not_live, restrict_and_free,
    rename_and_back, move_and_back, rebuild, take_over,
]  # fmt: skip


def test_what_changes_nothing_moves_nothing(site: Site, subtests: pytest.Subtests) -> None:
    for act in NOTHING:
        before = tables()
        with publish_transaction():
            act(site)
        factories.settle()
        with subtests.test(act.__name__):
            assert tables() == before


def test_a_translation_published_again_moves_nothing(site: Site) -> None:
    before = tables()
    factories.translate(site.target, {"Цел": "Target"})
    assert tables() == before


# What changes something: the entry looked at, the act, whether a new number is taken, and whether
# `updated_at` moves

ABOUT, BELOW, TARGET, POINTING = "/bg/za-nas/", "/bg/za-nas/istoria/", "/bg/tsel/", "/bg/sochi/"
ENGLISH, ARTICLE, FRAME = "/en/target/", "/bg/novini/parva-kopka/", "site:bg"
MEMBERS, MEMBER, NEWS = "/bg/chlenove/", "/bg/chlenove/vtori/", "/bg/novini/"
NEITHER, NEW, BOTH = (False, False), (True, False), (True, True)


def focus(site: Site) -> None:
    site.image.focal_point_x = site.image.focal_point_y = 20
    site.image.focal_point_width = site.image.focal_point_height = 10
    site.image.save()


def rename_file(site: Site) -> None:
    site.file.title = "Друг доклад"
    site.file.save()


def swap_members(site: Site) -> None:
    first, second = (Page.objects.get(pk=member.pk) for member in site.members)
    second.move(first, pos="left")


def move(site: Site) -> None:
    Page.objects.get(pk=site.below.pk).move(Page.objects.get(pk=site.target.pk), pos="last-child")


def describe_picture(site: Site) -> None:
    change(site.article, picture_alt="Багер", picture_decorative=False)


def new_picture(site: Site) -> None:
    change(site.article, picture=factories.image("other.png"))


Row = tuple[str, Callable[[Site], Any], tuple[bool, bool]]
CHANGES: dict[str, Row] = {
    "its own title": (TARGET, lambda it: change(it.target, title="Нова цел"), BOTH),
    "its own menu flag": (TARGET, lambda it: change(it.target, show_in_menus=True), NEITHER),
    "its own slug": (ABOUT, lambda it: change(it.about, slug="nas"), NEW),
    "its own place": (BELOW, move, NEW),
    "its own place among siblings": (MEMBER, swap_members, NEITHER),
    "its own picture": (ARTICLE, new_picture, BOTH),
    "its own alt text": (ARTICLE, describe_picture, BOTH),
    "its own date": (ARTICLE, lambda it: change(it.article, date=timezone.now()), BOTH),
    "its parent's title": (BELOW, lambda it: change(it.about, title="Кои сме"), NEW),
    "its parent's slug": (BELOW, lambda it: change(it.about, slug="nas"), NEW),
    "a linked page's title": (POINTING, lambda it: change(it.target, title="Нова"), NEW),
    "a linked page's end": (POINTING, lambda it: fresh(it.target).unpublish(), NEW),
    "its translation's end": (TARGET, lambda it: fresh(it.english).unpublish(), NEW),
    "its translation's slug": (TARGET, lambda it: change(it.english, slug="goal"), NEW),
    "its source's text": (ENGLISH, lambda it: change(it.target, summary="Ново"), NEW),
    "its source's end": (ENGLISH, lambda it: fresh(it.target).unpublish(), NEW),
    "its picture's focal point": (ARTICLE, focus, NEW),
    "its file's title": (ARTICLE, rename_file, NEW),
    "its category's name": (ARTICLE, lambda it: change(it.category, title="Планове"), NEW),
    "its members' name": (ARTICLE, lambda it: change(it.members[0], title="Нов"), NEW),
    "its members' order": (ARTICLE, swap_members, NEW),
    "the site's name, on a page": (TARGET, lambda it: change(it.profile, name="Друг"), NEITHER),
    "the site's name": (FRAME, lambda it: change(it.profile, name="Друг"), BOTH),
    "the menu": (FRAME, lambda it: change(it.target, show_in_menus=True), NEW),
    "a page's name in the menu": (FRAME, lambda it: change(it.about, title="Кои сме"), NEW),
    "a category's name in the news": (NEWS, lambda it: change(it.category, title="Планове"), NEW),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_moves_what_it_should(site: Site, name: str) -> None:
    path, act, moves = CHANGES[name]
    before = Entry.objects.get(path=path)
    with publish_transaction():
        act(site)
    factories.settle()
    assert moved(before) == moves


def moved(before: Entry) -> tuple[bool, bool]:
    """Whether the entry has another number, and another `updated_at`."""
    after = Entry.objects.get(pk=before.pk)
    return after.sequence > before.sequence, after.updated_at != before.updated_at


def test_a_new_domain_is_in_every_entry_and_is_no_update(site: Site, settings: Settings) -> None:
    before = list(Entry.objects.filter(live=True))
    settings.BASE_URL = "https://example.org"
    take_over(site)
    assert {moved(entry) for entry in before} == {NEW}
    for entry in Entry.objects.filter(live=True):
        assert "http://testserver" not in entry.full_json
        assert "https://example.org/" in entry.full_json
    settings.BASE_URL = "http://testserver"
    take_over(site)


def test_a_front_end_is_in_every_entry_and_is_no_update(site: Site, settings: Settings) -> None:
    """Not even of a page whose own text names its address."""
    text = '<p><a href="https://front.example/">там</a></p>'
    change(site.target, body=[("text", text)])
    factories.settle()
    before = list(Entry.objects.filter(live=True))
    settings.FRONTENDS = {"bg": "https://front.example"}
    take_over(site)
    assert {moved(entry) for entry in before} == {NEW}
    for entry in Entry.objects.filter(live=True, locale="bg").exclude(type="site"):
        assert f'"url":"https://front.example{entry.path}"' in entry.full_json
        assert '"api_url":"http://testserver/api/' in entry.full_json
    settings.FRONTENDS = {}
    take_over(site)
    assert {moved(entry)[1] for entry in before} == {False}
