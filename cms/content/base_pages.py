"""The page that every page type extends, and what it says of itself in public."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, count
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel, TitleFieldPanel
from wagtail.api import APIField
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.search.index import SearchField
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.content import dependency_keys, snapshots
from cms.content.admin_titles import get_visible_title
from cms.content.ancestry import (
    find_deciding_aliases,
    is_restricted,
    list_pages_above,
    list_restricting_paths,
    prefetch,
)
from cms.content.blocks import BodyBlock
from cms.content.blocks.streams import StreamField
from cms.content.embargoes import is_expired
from cms.content.page_views import get_page_views
from cms.content.schemas import Card, Seo
from cms.content.serializers.page_reader import PageReader
from cms.content.slug_forms import PageForm
from cms.content.translatable import EXPIRY, TEXT_DIGEST, TranslatableContent, get_source_locale_id
from cms.core.json_types import JSON
from cms.core.public_urls import get_front_end, get_page_url, is_reserved
from cms.core.slugs import make_slug
from cms.core.users import RequestUser
from cms.upstream.wagtail import (
    PagePermissionTester,
    PasswordViewRestrictionForm,
    StreamValue,
    get_parent,
    is_slug_available,
)


class SitePagePermissions(PagePermissionTester):
    """Pages are deleted and moved where one may add them: translators and reviewers may not."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        writes = self.user.is_superuser or "add" in getattr(self, "permissions", ())
        return writes and bool(super().can_delete(ignore_bulk))

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        """Wagtail refuses to move a page into another language, and not to copy or alias it."""
        if not _is_in_language_of(self.page, destination):
            return False
        return bool(super().can_copy_to(destination, recursive))


class FixedPagePermissions(PagePermissionTester):
    """A language's home and its sections are there for good: nobody deletes one by accident."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False


def list_write_api_fields(*names: str) -> list[APIField]:
    """The fields of a page type that may be written by token."""
    return [APIField(name, writable=True) for name in names]


def list_search_fields(*names: str) -> list[SearchField]:
    """The texts of a page type in which the back office's searches find words."""
    return [SearchField(name) for name in names]


class SitePage(TranslatableContent, Page):  # type: ignore[django-manager-missing]
    """A page of the site: its common fields, their panels and their public form.

    A page type names its `entry_type`, one of the registered kinds (cms.content.serializers.base).
    """

    entry_type: ClassVar[str]
    base_form_class = PageForm
    # Whether the page type exists once per language and stays.
    fixed: ClassVar[bool] = False

    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=500,
        help_text=_("One or two sentences for lists, feeds and search results."),
    )
    share_image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("share picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown where the page is shared; the same in all languages."),
    )
    body: StreamValue = StreamField(
        BodyBlock(),
        verbose_name=_("body"),
        blank=True,
        help_text=_("The page itself, block by block."),
    )

    # Fields that may be written by token, beside title, slug and the like.
    api_fields = list_write_api_fields("summary", "share_image", "body")

    # The slug is not here: a translation's comes from its translated title.
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("summary"),
        TranslatableField("body"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        SynchronizedField("share_image", overridable=False),
        SynchronizedField("show_in_menus"),
        TEXT_DIGEST,
    ]

    content_panels = [
        TitleFieldPanel("title", help_text=_("The page's heading and its name in every list.")),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    promote_panels = [
        FieldPanel("slug", help_text=_("The last part of the page's address.")),
        FieldPanel("show_in_menus", help_text=_("Adds the page to the site's navigation.")),
        MultiFieldPanel(
            [
                FieldPanel(
                    "seo_title", help_text=_("The title in search results; empty: the page's own.")
                ),
                FieldPanel(
                    "search_description",
                    help_text=_("The text in search results; empty: the summary."),
                ),
                FieldPanel("share_image"),
            ],
            heading=_("Search and sharing"),
        ),
    ]
    settings_panels = [PublishingPanel(help_text=EXPIRY)]

    # What the back office's searches look through, beside the titles.
    search_fields = [
        *Page.search_fields,
        *list_search_fields("summary", "body", "seo_title", "search_description"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if is_reserved(self.slug):
            message = gettext("“%(slug)s” is a fixed address of the site: choose another slug.")
            raise ValidationError({"slug": message % {"slug": self.slug}})

    def minimal_clean(self) -> None:
        """What Wagtail asks of a draft, and that no text is longer than its column.

        It says of which field it is: wagtail-localize shows it there, and knows no other error.
        """
        self._set_core_field_defaults()
        written = {
            field.name
            for field in self._meta.fields
            if isinstance(field, models.CharField) and getattr(self, field.name)
        }
        self.clean_fields(exclude={field.name for field in self._meta.fields} - written - {"title"})
        super().minimal_clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and (self.depth or 0) > 1:
            # Whoever copies or makes an alias by a program is asked for no permission.
            require_one_language(self, self.get_parent())
        if self._is_new_translation():
            self.slug = self._get_autogenerated_slug(make_slug(self, self.locale.language_code))
        if self._is_mirror():
            self.live = False
            self.first_published_at: datetime | None = None
            if fields := kwargs.get("update_fields"):
                kwargs["update_fields"] = {*fields, "live", "first_published_at"}
        super().save(*args, **kwargs)

    def with_content_json(self, content: JSON) -> Self:
        """The page as a revision says it, but for the moment that it was first published: a stored
        revision has lost its microseconds."""
        page = super().with_content_json(content)
        page.first_published_at = self.first_published_at
        return page

    def _is_mirror(self) -> bool:
        """Whether this is an alias in another language, with the source's text in disguise.

        It stays a draft, and is one when it becomes a page of its own.
        """
        *_, source = _add_sources(self)
        return source.locale_id != self.locale_id

    def _is_new_translation(self) -> bool:
        """Whether this is a translation that was never public: its slug follows its title."""
        return (
            self.first_published_at is None
            and self.alias_of_id is None
            and self.title != ""
            and get_source_locale_id(self) != self.locale_id
        )

    def _set_core_field_defaults(self) -> None:
        """Wagtail's defaults, with our transliteration for the slug: its own knows no Cyrillic."""
        placed = self.path or get_parent(self)
        if not self.slug and self.title and placed:
            locale = self.locale if self.locale_id else self.get_default_locale()
            self.slug = self._get_autogenerated_slug(make_slug(self, locale.language_code))
        super()._set_core_field_defaults()

    def _get_autogenerated_slug(self, base_slug: str) -> str:
        """Number a slug that another page has, or that is a fixed address of the site.

        Wagtail's own knows no parent of a page that is not in the tree yet.
        """
        parent = get_parent(self)
        numbered = (f"{base_slug}-{number}" for number in count(2))
        return next(
            slug
            for slug in chain([base_slug], numbered)
            if not is_reserved(slug) and is_slug_available(slug, parent, self)
        )

    @classmethod
    def query_public_in(cls, locale: Locale) -> Self | None:
        """Return the first public page of this type in a language.

        Three queries for all languages, once per snapshot.
        """
        snapshot = snapshots.get_snapshot()
        pages = snapshot.read_one("first public page", cls, lambda _: cls._first_public())
        return pages.get(locale.pk)

    @classmethod
    def _first_public(cls) -> dict[int, Self]:
        """Return the first public page of this type in the tree, by language. Three queries."""
        pages = list(cls.objects.filter(live=True).select_related("locale").order_by("-path"))
        prefetch(pages)
        # The first in the tree counts: it overwrites the others.
        return {page.locale_id: page for page in pages if page.is_public()}

    def get_admin_display_title(self) -> str:
        """Its newest draft's title for whoever may see drafts of it, else the public one."""
        title = get_visible_title(self)
        return str(super().get_admin_display_title()) if title is None else title

    def permissions_for_user(self, user: RequestUser) -> PagePermissionTester:
        tester = FixedPagePermissions if self.fixed else SitePagePermissions
        return tester(user, self)

    # Its address: a language's home has the language as its slug, so Wagtail's path is ours.

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        sites = self._get_relevant_site_root_paths(request)
        root = get_page_url(self.url_path).removesuffix(self.url_path)
        return (sites[0].site_id, root, self.url_path) if sites else None

    def get_url(
        self, request: HttpRequest | None = None, current_site: Site | None = None
    ) -> str | None:
        """Where the back office's “view live” leads: to the language's front end, if it has one."""
        if get_front_end(self.url_path):
            return self.get_full_url(request)
        return super().get_url(request, current_site)

    url = property(get_url)

    # What the store asks of everything that has an entry

    def is_public(self) -> bool:
        """Whether anybody may read it: live, not expired, unrestricted, and in a language of the
        site."""
        if (
            not self.live
            or is_expired(self)
            or self.locale.language_code not in dict(settings.LANGUAGES)
        ):
            return False
        return not is_restricted(self)

    def get_public_path(self) -> str:
        return self.url_path

    def get_public_date(self) -> datetime | None:
        return self.first_published_at

    def get_public_seo(self, reader: PageReader) -> Seo:
        return {
            "title": self.seo_title or self.title,
            "description": self.search_description or self.summary,
            "image": reader.get_image(self.share_image, ""),
        }

    def get_public_ancestors(self, reader: PageReader) -> list[Card]:
        return reader.get_cards(list_pages_above(self))

    def get_public_dependencies(self) -> set[str]:
        """Return the keys of what decides whether it is public, beside its place in the tree."""
        aliases = find_deciding_aliases(self)
        return {
            dependency_keys.group(page) for alias in aliases for page in (alias, alias.alias_of)
        }

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Return the restrictions of the page, of the pages above it, and of the same of each page
        that one of these is an alias of.

        Wagtail asks an alias's source alone, and not the pages above the source.
        """
        # An alias has none of its own.
        return PageViewRestriction.objects.filter(
            page__path__in=list_restricting_paths(self), page__alias_of=None
        )

    def get_public_facets(self) -> list[str]:
        """The lists it stands in by its place in the tree."""
        above = [dependency_keys.group(page) for page in list_pages_above(self)]
        facets = [f"under:{group}" for group in above]
        if above:
            facets.append(f"parent:{above[-1]}")
        if self.show_in_menus:
            facets.append("menu")
        return facets

    def get_public_position(self) -> str:
        """Its place among its siblings, in an order that sorts as text."""
        return self.path[-self.steplen :]

    # No route leads to Wagtail's `serve`: the site reads the content store instead.

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return get_page_views().preview(request, self)

    def serve_password_required_response(
        self, request: HttpRequest, form: PasswordViewRestrictionForm, action_url: str
    ) -> HttpResponse:
        return get_page_views().password(request, self, form, action_url)


def _is_in_language_of(page: Page, parent: Page) -> bool:
    """Whether a page may stand below another: the root alone holds all languages."""
    return parent.is_root() or page.locale_id == parent.locale_id


def require_one_language(instance: Page, parent_page_after: Page, **kwargs: object) -> None:
    """Raise ValidationError where a page would stand below one of another language; a receiver of
    `pre_page_move` as well."""
    if not _is_in_language_of(instance, parent_page_after):
        message = gettext("“%(title)s” is in another language than “%(parent)s”.")
        titles = {"title": instance.title, "parent": parent_page_after.title}
        raise ValidationError(message % titles)


def _add_sources(page: Page | None) -> Iterator[Page]:
    """The page, what it is an alias of, what that is an alias of …"""
    while page:
        yield page
        page = page.alias_of


def find_live_page(path: str) -> SitePage | None:
    """The live page at a public path, whether it is restricted or not."""
    page = Page.objects.live().filter(url_path=path, depth__gt=1).specific().first()
    return page if isinstance(page, SitePage) and not is_expired(page) else None
