"""Articles, their list and their categories."""

from datetime import datetime
from itertools import chain, count
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import (
    DraftStateMixin,
    Locale,
    Page,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
)
from wagtail.search.index import AutocompleteField, FilterField, Indexed, SearchField
from wagtail.snippets.models import register_snippet
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.content import ancestry, dependency_keys
from cms.content.base_pages import SitePage, list_search_fields, list_write_api_fields
from cms.content.blocks.pictures import PictureFields
from cms.content.embargoes import is_expired
from cms.content.page_views import get_page_views
from cms.content.schemas import Card, Seo
from cms.content.serializers.page_reader import PageReader
from cms.content.slug_forms import SlugForm
from cms.content.translatable import (
    EXPIRY,
    TEXT_DIGEST,
    RefusedPublicationError,
    TranslatableSnippet,
    find_source,
    get_source_locale_id,
    query_translation_records,
)
from cms.core.public_urls import CATEGORY, get_word
from cms.core.slugs import make_slug
from news.dates import LATE_AFTER, is_late
from news.forms import NewsPageForm


class NewsIndexPage(SitePage):
    """The list of articles; it stands once below each language's home."""

    entry_type = "news_index"
    fixed = True
    show_in_menus_default = True

    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news lists")


class NewsPage(SitePage):
    """An article."""

    entry_type = "news"
    base_form_class = NewsPageForm
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []

    # Empty until it is public, where nobody has chosen one.
    date = models.DateTimeField(_("date"), null=True, blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picture_alt = models.CharField(_("what the picture shows"), max_length=255, blank=True)
    picture_decorative = models.BooleanField(_("the picture is decoration"), default=False)
    picture_credit = models.CharField(_("credit"), max_length=255, blank=True)
    categories = ParentalManyToManyField(
        "news.NewsCategory", verbose_name=_("categories"), blank=True, related_name="+"
    )
    members = ParentalManyToManyField(
        "members.MemberPage", verbose_name=_("members"), blank=True, related_name="+"
    )
    author = models.CharField(_("author or source"), max_length=255, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True)

    picture_fields = [
        PictureFields("picture", "picture_alt", "picture_decorative", _("Lead picture"))
    ]
    translatable_fields = [
        *SitePage.translatable_fields,
        TranslatableField("picture_alt"),
        TranslatableField("picture_credit"),
        TranslatableField("author"),
        SynchronizedField("date", overridable=False),
        SynchronizedField("picture", overridable=False),
        SynchronizedField("picture_decorative", overridable=False),
        SynchronizedField("categories", overridable=False),
        SynchronizedField("members", overridable=False),
        SynchronizedField("source_url"),
    ]
    api_fields = [
        *SitePage.api_fields,
        *list_write_api_fields(
            "date", "picture", "picture_alt", "picture_decorative", "picture_credit"
        ),
        *list_write_api_fields("categories", "members", "author", "source_url"),
    ]
    search_fields = [
        *SitePage.search_fields,
        *list_search_fields("picture_alt", "picture_credit", "author", "source_url"),
    ]

    content_panels = [
        *SitePage.content_panels[:2],
        FieldPanel(
            "date",
            help_text=_(
                "The newest article stands first. Empty: the moment at which it is published."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("picture", help_text=_("Leads the article, its card and the feed.")),
                FieldPanel(
                    "picture_alt",
                    help_text=_(
                        "For those who cannot see it. Asked for when the article is published."
                    ),
                ),
                FieldPanel(
                    "picture_decorative",
                    help_text=_(
                        "It only sets the mood: readers who cannot see it miss nothing without it."
                    ),
                ),
                FieldPanel("picture_credit", help_text=_("Who made the picture.")),
            ],
            heading=_("Lead picture"),
            # The form names what is enabled by which rule.
            attrs={"data-controller": "w-rules", "data-action": "change->w-rules#resolve"},
        ),
        *SitePage.content_panels[2:],
        MultiFieldPanel(
            [
                FieldPanel(
                    "categories",
                    widget=CheckboxSelectMultiple,
                    help_text=_("Each has a page with its articles."),
                ),
                FieldPanel(
                    "members",
                    widget=CheckboxSelectMultiple,
                    help_text=_("The article then stands on these members' pages too."),
                ),
                FieldPanel("author", help_text=_("Who wrote it, or where it comes from.")),
                FieldPanel("source_url", help_text=_("A link beside the author or source.")),
            ],
            heading=_("About the article"),
        ),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def save(self, *args: Any, **kwargs: Any) -> Any:
        # Wagtail first saves as live what is created and scheduled in one step.
        scheduled = self.go_live_at and self.go_live_at > timezone.now()
        if self.live and self.date is None and not scheduled and not kwargs.get("update_fields"):
            source = find_source(self)
            given = source.specific.date if isinstance(source, Page) else None
            self.date = given or self.first_published_at or timezone.now()
        return super().save(*args, **kwargs)

    def require_publishable(self, revision: Any) -> None:
        """Raise LateDateError too; not for what was scheduled when there was no such rule, nor for
        a translation, which has its source's date."""
        super().require_publishable(revision)
        if revision.approved_go_live_at is None and not query_translation_records(self).exists():
            version = revision.as_object()
            if is_late(version.date, version.go_live_at):
                raise LateDateError(self)

    def get_public_date(self) -> datetime | None:
        return self.date or self.first_published_at


class LateDateError(RefusedPublicationError):
    """An article was to be published with a date that lies after its publication."""

    def __init__(self, article: NewsPage) -> None:
        text = gettext("“%(title)s” (%(language)s) is not published: %(why)s")
        language = article.locale.get_display_name()
        values = {"title": article, "language": language, "why": LATE_AFTER}
        super().__init__(article, text % values)


class NewsCategory(
    TranslatableSnippet,
    Indexed,
    PreviewableMixin,
    DraftStateMixin,
    RevisionMixin,
    TranslatableMixin,
    models.Model,
):
    """A category of articles: a snippet with its own address and entry, below the news."""

    entry_type: ClassVar[str] = "news_category"
    base_form_class = SlugForm

    title = models.CharField(_("title"), max_length=255)
    slug = models.SlugField(_("slug"), max_length=255, blank=True)
    summary = models.TextField(_("summary"), max_length=500, blank=True)

    translatable_fields = [TranslatableField("title"), TranslatableField("summary"), TEXT_DIGEST]
    search_fields = [
        SearchField("title"),
        AutocompleteField("title"),
        SearchField("summary"),
        *(FilterField(name) for name in ("id", "title", "live", "locale", "translation_key")),
        *(FilterField(name) for name in ("first_published_at", "latest_revision")),
    ]

    panels = [
        FieldPanel("title", help_text=_("The category's name and the heading of its page.")),
        FieldPanel(
            "slug",
            help_text=_("The last part of its address; empty: made from the title."),
        ),
        FieldPanel("summary", help_text=_("One sentence below the heading.")),
        PublishingPanel(help_text=EXPIRY),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("news category")
        verbose_name_plural = _("news categories")
        constraints = [
            models.UniqueConstraint(fields=["locale", "slug"], name="category_slug_once")
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._fill_slug()
        # A form refuses a slug that is taken. A translation or a scheduled version has no form,
        # and another category may have taken its slug since.
        self.slug = self._number_slug(self.slug)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if not self.locale_id:  # Wagtail previews a new one before it has a language.
            self.locale = Locale.get_default()
        self._fill_slug()
        if self._number_slug(self.slug) != self.slug:
            raise ValidationError({"slug": _("Another category has this slug.")})

    def _fill_slug(self) -> None:
        """An empty slug, or that of a translation that was never public, follows the title."""
        translated = self.locale_id and get_source_locale_id(self) != self.locale_id
        if not self.slug or (translated and self.first_published_at is None):
            self.slug = self._number_slug(make_slug(self, self.locale.language_code))

    def _number_slug(self, slug: str) -> str:
        """Return the slug, with -2, -3 … at its end if other categories have it, as pages do."""
        others = NewsCategory.objects.filter(locale=self.locale_id).exclude(pk=self.pk)
        # The number has to fit into the column.
        base = slug[:240]
        taken = set(others.filter(slug__startswith=base).values_list("slug", flat=True))
        numbered = (f"{base}-{number}" for number in count(2))
        return next(each for each in chain([slug], numbered) if each not in taken)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return get_page_views().preview(request, self)

    # What the store asks of everything that has an entry

    def is_public(self) -> bool:
        return self.live and not is_expired(self) and self._index() is not None

    def get_public_path(self) -> str:
        index = self._index()
        folder = get_word(CATEGORY, self.locale.language_code)
        return f"{index.url_path}{folder}/{self.slug}/" if index else ""

    def get_public_date(self) -> datetime | None:
        return self.first_published_at

    def get_public_seo(self, reader: PageReader) -> Seo:
        return {"title": self.title, "description": self.summary, "image": None}

    def get_public_ancestors(self, reader: PageReader) -> list[Card]:
        return reader.get_cards(self._above())

    def get_public_dependencies(self) -> set[str]:
        return {dependency_keys.list_contents("type:news_index", self.locale.language_code)}

    def get_public_facets(self) -> list[str]:
        return [f"under:{dependency_keys.group(page)}" for page in self._above()]

    def get_public_position(self) -> str:
        return ""

    def _above(self) -> list[Page]:
        """The pages its address stands below, from the language's home down."""
        index = self._index()
        return [*ancestry.list_pages_above(index), index] if index else []

    def _index(self) -> NewsIndexPage | None:
        """The news section of its language, below which it has its address."""
        return NewsIndexPage.query_public_in(self.locale)


register_snippet(NewsCategory, "cms.admin.snippet_views.LanguageSnippets")
