"""What people do in the back office, each as one act, on things picked by number.

An act works on whatever is there: `n` picks among the things that it may be done to, and it does
nothing when there is none. What the back office would refuse (a slug that is taken) is refused
here too, and leaves nothing behind.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.test import TestCase
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Locale,
    Page,
    PageViewRestriction,
    Revision,
)

from cms.store.flush import publish_transaction
from home.models import ContentPage, HomePage, SiteProfile
from members.kinds import Kind
from members.models import MemberPage, MembersIndexPage
from news.models import NewsCategory, NewsIndexPage, NewsPage
from tests import factories

NOBODY = {"restriction_type": PageViewRestriction.LOGIN}
CHILDREN: dict[type, Any] = {NewsIndexPage: NewsPage, MembersIndexPage: MemberPage}
_numbers = count()


def word() -> str:
    """A text that no other has; the slug made of it does not contain it."""
    return f"Zq{next(_numbers)}x"


@contextmanager
def committing() -> Iterator[None]:
    """Whatever commits, with what it does after its commit, and then the worker."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield
    factories.settle()


@contextmanager
def acting() -> Iterator[None]:
    """One request of the back office."""
    with suppress(ValidationError), committing(), publish_transaction():
        yield


def pick(things: Any, n: int) -> Any:
    found = list(things)
    return found[n % len(found)] if found else None


def pages(originals: bool = True) -> list[Any]:
    """Every page, without the aliases if only `originals` are wanted."""
    found = Page.objects.filter(depth__gt=1).order_by("pk").specific()
    return [page for page in found if not (originals and page.alias_of_id)]


def loose() -> list[Any]:
    """The pages that the back office lets move, copy and delete."""
    return [page for page in pages(originals=False) if not page.fixed]


def snippets() -> list[Any]:
    return [*NewsCategory.objects.order_by("pk"), *SiteProfile.objects.order_by("pk")]


def drafts() -> list[Any]:
    """Everything with a draft and a public form that somebody may write in."""
    return [*pages(), *snippets()]


# What is written


def words(thing: Any, n: int) -> None:
    setattr(thing, "name" if isinstance(thing, SiteProfile) else "title", word())
    thing.summary = word()


def slug(thing: Any, n: int) -> None:
    thing.slug = f"slug-{n % 3}"


def menu(thing: Any, n: int) -> None:
    thing.show_in_menus = not getattr(thing, "show_in_menus", False)


def links(thing: Any, n: int) -> None:
    target = pick(pages(originals=False), n)
    link = f'<p><a linktype="page" id="{target.pk}">{word()}</a></p>'
    thing.footer = link
    thing.body = [
        ("text", link),
        ("pages", {"title": word(), "pages": [target, pick(pages(), n + 1)]}),
        ("call_to_action", {"title": "", "text": "", "label": word(), "page": target, "url": ""}),
    ]


def media(thing: Any, n: int) -> None:
    image = pick(get_image_model().objects.order_by("pk"), n)
    file = pick(get_document_model().objects.order_by("pk"), n)
    thing.picture = thing.share_image = thing.logo = image
    thing.picture_decorative = True
    link = f'<p><a linktype="document" id="{file.pk if file else 0}">{word()}</a></p>'
    thing.body = [("text", link)]
    if file:
        thing.body.append(("file", {"title": "", "description": word(), "file": file}))
    if image:
        image.contextual_alt_text, image.decorative = word(), False
        thing.body.append(("picture", {"image": image, "caption": word(), "credit": ""}))


def relations(thing: Any, n: int) -> None:
    if isinstance(thing, NewsPage):
        thing.categories = list(NewsCategory.objects.order_by("pk"))[: n % 3]
        thing.members = list(MemberPage.objects.order_by("pk"))[: n % 4]
        thing.date = timezone.now() - timedelta(days=n)
    elif isinstance(thing, HomePage):
        thing.sections = [("page", page) for page in pages()[n % 3 :: 2]]


WRITING: dict[str, Callable[[Any, int], None]] = {
    act.__name__: act for act in (words, slug, menu, links, media, relations)
}


# How it is kept


def draft(thing: Any) -> None:
    thing.save_revision()


def publish(thing: Any) -> None:
    thing.go_live_at = thing.expire_at = None
    thing.save_revision().publish()


def schedule(thing: Any) -> None:
    thing.go_live_at = timezone.now() + timedelta(hours=1)
    thing.save_revision().publish()


def expire(thing: Any) -> None:
    thing.go_live_at, thing.expire_at = None, timezone.now() + timedelta(hours=1)
    thing.save_revision().publish()


def publish_expired(thing: Any) -> None:
    """Publish with an hour of expiry that has passed, as a bulk action or a program does."""
    thing.go_live_at, thing.expire_at = None, timezone.now() - timedelta(minutes=1)
    thing.save_revision().publish()


def postpone(thing: Any) -> None:
    """Schedule for after what was scheduled before."""
    thing.go_live_at = timezone.now() + timedelta(hours=3)
    thing.save_revision().publish()


def prolong(thing: Any) -> None:
    """Put off the expiry."""
    thing.go_live_at, thing.expire_at = None, timezone.now() + timedelta(days=30)
    thing.save_revision().publish()


def plain(thing: Any) -> None:
    thing.save()


KEEPING: dict[str, Callable[[Any], None]] = {
    act.__name__: act
    for act in (draft, publish, schedule, postpone, expire, prolong, publish_expired, plain)
}


def edit(n: int, what: str, how: str, m: int) -> None:
    """Write something into a thing's newest draft (or its row) and keep it."""
    thing = pick(drafts(), n)
    if how != "plain" and thing.latest_revision_id:
        thing = thing.get_latest_revision_as_object()
    with acting():
        WRITING[what](thing, m)
        KEEPING[how](thing)


def rename(n: int, m: int) -> None:
    """Publish something public under another slug, with a new title."""
    if thing := pick((thing for thing in drafts() if thing.live), n):
        with acting():
            words(thing, m)
            slug(thing, m)
            publish(thing)


def create(n: int, how: str) -> None:
    """Put a new page below one that may have any; it has no address from another."""
    parent = pick(pages(originals=False), n)
    kind = CHILDREN.get(type(parent), ContentPage)
    if not kind.can_create_at(parent):
        return
    page = kind(title=word(), summary=word(), locale=parent.locale, live=False)
    if kind is MemberPage:
        page.kind = Kind.INDUSTRY
    with acting():
        parent.add_child(instance=page)
        KEEPING[how](type(page).objects.get(pk=page.pk))


def create_category(n: int, how: str) -> None:
    with acting():
        locale = pick(Locale.objects.order_by("pk"), n)
        category = NewsCategory(title=word(), locale=locale, live=False)
        category.save()
        KEEPING[how](category)


def unpublish(n: int, deeply: bool) -> None:
    thing = pick([*pages(originals=False), *snippets()], n)
    with acting():
        thing.unpublish()
        for page in thing.get_descendants().live() if deeply and isinstance(thing, Page) else ():
            page.unpublish()


def restore(n: int) -> None:
    if revision := pick(Revision.objects.order_by("pk"), n):
        with acting():
            revision.publish()


def delete(n: int) -> None:
    if thing := pick([*loose(), *snippets()], n):
        with acting():
            thing.delete()


# Places


def _into(n: int, m: int) -> tuple[Any, Any]:
    """A page, and a place in which it or a copy of it may stand; None where there is none."""
    if not (page := pick(loose(), n)):
        return None, None
    outside = Page.objects.exclude(pk__in=page.get_descendants(inclusive=True).values("pk"))
    return page, pick((place for place in outside.specific() if page.can_move_to(place)), m)


def move(n: int, m: int) -> None:
    page, parent = _into(n, m)
    if parent and Page._slug_is_available(page.slug, parent, page):
        with acting():
            Page.objects.get(pk=page.pk).move(Page.objects.get(pk=parent.pk), pos="last-child")


def reorder(n: int, position: str) -> None:
    page = pick(pages(originals=False), n)
    if sibling := pick(page.get_siblings(inclusive=False), n):
        with acting():
            Page.objects.get(pk=page.pk).move(sibling, pos=position)


def copy(n: int, m: int, deeply: bool) -> None:
    page, parent = _into(n, m)
    if parent and not page.alias_of_id:
        with acting():
            title = word()
            attributes = {"title": title, "slug": title.lower(), "locale": parent.locale}
            page.copy(recursive=deeply, to=parent, update_attrs=attributes, keep_live=bool(n % 2))


def alias_below_a_private_page(n: int, m: int) -> None:
    """Make an alias, outside of it, of a page below a section, and restrict the section."""
    deep = [page for page in loose() if page.depth > 3 and not page.alias_of_id]
    if not (page := pick(deep, n)):
        return
    section = page.get_parent()
    outside = Page.objects.not_descendant_of(section, inclusive=True).specific()
    if parent := pick((place for place in outside if page.can_move_to(place)), m):
        with acting():
            page.create_alias(parent=parent, update_slug=word().lower())
        with acting():
            section.view_restrictions.get_or_create(**NOBODY)


def alias(n: int, m: int, deeply: bool) -> None:
    page, parent = _into(n, m)
    if parent:
        with acting():
            page.create_alias(recursive=deeply, parent=parent, update_slug=word().lower())


# Who may see it


def toggle(restrictions: Any) -> None:
    """Free what is restricted, restrict what is free."""
    with acting():
        if restrictions.exists():
            restrictions.first().delete()
        else:
            restrictions.create(**NOBODY)


def restrict(n: int) -> None:
    toggle(pick(pages(), n).view_restrictions)
