"""The second look: what is public as Wagtail's own tables tell it, slow and plain.

It knows nothing of the store's code: rows are read and compared in Python.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import uuid5

from django.conf import settings
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction

from cms.core.public_urls import CATEGORY
from home.models import AboutPage, ContentPage, HomePage, SiteProfile
from members.models import MemberPage, MembersIndexPage
from news.models import NewsCategory, NewsIndexPage, NewsPage

WORD = re.compile(r"Zq\d+x")
# Their names in public (docs/content-model.md).
NAMES = {
    HomePage: "home",
    AboutPage: "about",
    ContentPage: "content",
    MembersIndexPage: "members_index",
    MemberPage: "member",
    NewsIndexPage: "news_index",
    NewsPage: "news",
    NewsCategory: "news_category",
}


def spoken(*texts: Any) -> set[str]:
    """The words that editors made up (`operations.word`)."""
    return set(WORD.findall(str(texts)))


@dataclass(frozen=True)
class Public:
    """A page or category that anybody may read."""

    thing: Any
    path: str
    locale: str

    @cached_property
    def id(self) -> str:
        return str(uuid5(self.thing.translation_key, self.locale))

    @property
    def type(self) -> str:
        return NAMES[type(self.thing)]

    @property
    def said(self) -> tuple[str, ...]:
        """What every list says of it."""
        return self.id, self.type, self.locale, self.thing.title, self.path, self.thing.summary

    @property
    def place(self) -> str:
        """Among its siblings, as text."""
        return getattr(self.thing, "path", "")[-4:]


@dataclass
class Look:
    """Everything that is public at one moment."""

    things: list[Public] = field(default_factory=list)
    profiles: list[Any] = field(default_factory=list)
    # Live, and only for some.
    restricted: set[str] = field(default_factory=set)

    @cached_property
    def paths(self) -> dict[str, Public]:
        return {public.path: public for public in self.things}

    @cached_property
    def ids(self) -> dict[str, Public]:
        return {public.id: public for public in self.things}

    @cached_property
    def words(self) -> set[str]:
        """Every word that may be read somewhere."""
        things = [*(public.thing for public in self.things), *self.profiles, *public_files()]
        return spoken(*map(_written, things))

    def of(self, kind: type, locale: str = "") -> list[Public]:
        """The public things of one kind, newest first or in the order of the tree."""
        found = [each for each in self.things if type(each.thing) is kind]
        found = [each for each in found if locale in ("", each.locale)]
        found.sort(key=lambda each: (each.place, each.id))
        if kind is NewsPage:
            found.sort(key=lambda each: each.thing.date, reverse=True)
        return found

    def translations(self, public: Public) -> dict[str, str | None]:
        """Where the same thing is public in the other languages."""
        key = public.thing.translation_key
        # A language that was left out of `LANGUAGES` is not named at all (docs/languages.md).
        others = Locale.objects.filter(language_code__in=dict(settings.LANGUAGES))
        codes = others.exclude(language_code=public.locale).values_list("language_code", flat=True)
        found = {code: self.ids.get(str(uuid5(key, code))) for code in codes}
        return {code: each.path if each else None for code, each in found.items()}

    def redirects(self, path: str) -> list[tuple[int, str]]:
        """Where operators send whoever comes here, with the status."""
        pages = {each.thing.pk: each.path for each in self.things if isinstance(each.thing, Page)}
        rows = Redirect.objects.filter(old_path=path.rstrip("/"))
        found = [(row, row.redirect_link or pages.get(row.redirect_page_id)) for row in rows]
        return [(301 if row.is_permanent else 302, url) for row, url in found if url]


def look() -> Look:
    """Look at every row there is."""
    codes = dict(Locale.all_objects.values_list("pk", "language_code"))
    languages = dict(settings.LANGUAGES)
    seen, sections = Look(), {}
    for page, restricted in _live_pages():
        if codes[page.locale_id] not in languages:
            continue
        if restricted:
            seen.restricted.add(page.url_path)
            continue
        seen.things.append(Public(page.specific, page.url_path, codes[page.locale_id]))
        if page.specific_class is NewsIndexPage:
            sections[page.locale_id] = page.url_path
    for category in NewsCategory.objects.filter(live=True, locale__in=sections):
        if expired(category):
            continue
        code = codes[category.locale_id]
        folder = f"{sections[category.locale_id]}{CATEGORY.get(code, CATEGORY['en'])}/"
        seen.things.append(Public(category, f"{folder}{category.slug}/", code))
    profiles = SiteProfile.objects.filter(live=True, locale__language_code__in=languages)
    seen.profiles = [profile for profile in profiles if not expired(profile)]
    return seen


def expired(thing: Any) -> bool:
    return bool(thing.expire_at and thing.expire_at < timezone.now())


def _live_pages() -> Iterator[tuple[Page, bool]]:
    """Each live page that is in its own language, and whether it is restricted."""
    pages = {page.path: page for page in Page.objects.all()}
    by_pk = {page.pk: page for page in pages.values()}
    restricted = set(PageViewRestriction.objects.values_list("page_id", flat=True))

    def source(page: Page) -> Page:
        return source(by_pk[page.alias_of_id]) if page.alias_of_id else page

    def is_restricted(page: Page, asked: frozenset[int] = frozenset()) -> bool:
        """Whether it is, or a page above it; of an alias: its source, or a page above that."""
        if page.pk in asked:
            return False
        asked |= {page.pk}
        above = pages[page.path[:-4]] if page.depth > 1 else None
        its_own = (
            is_restricted(by_pk[page.alias_of_id], asked)
            if page.alias_of_id
            else page.pk in restricted
        )
        return its_own or bool(above and is_restricted(above, asked))

    for page in pages.values():
        mirror = source(page).locale_id != page.locale_id
        if page.depth > 1 and page.live and not expired(page) and not mirror:
            yield page, is_restricted(page)


def public_files() -> list[Any]:
    restricted = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    private = Collection.objects.none()
    for path in restricted:
        private |= Collection.objects.filter(path__startswith=path)
    return list(get_document_model().objects.exclude(collection__in=private))


def _written(thing: Any) -> Any:
    """Everything that stands in a thing's row."""
    if hasattr(thing, "serializable_data"):
        return thing.serializable_data()
    return list(type(thing).objects.filter(pk=thing.pk).values())
