"""A language's home, the pages of plain text, and the frame around every page."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, Locale, RevisionMixin, TranslatableMixin
from wagtail.snippets.models import register_snippet
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.content import dependency_keys
from cms.content.base_pages import SitePage, list_search_fields, list_write_api_fields
from cms.content.blocks import FigureBlock
from cms.content.blocks.choosers import PageChooser
from cms.content.blocks.streams import StreamField
from cms.content.embargoes import is_expired
from cms.content.entry_types import list_types_with_sitewide_feed
from cms.content.schemas import Card, Seo
from cms.content.serializers.page_reader import PageReader
from cms.content.translatable import EXPIRY, TEXT_DIGEST, TranslatableSnippet


class HomePage(SitePage):
    """A language's home; its slug is the language, so every path below begins with it."""

    entry_type = "home"
    fixed = True

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.AboutPage",
        "members.MembersIndexPage",
        "news.NewsIndexPage",
        "home.ContentPage",
    ]

    lead = models.TextField(_("lead"), blank=True)
    figures: Any = StreamField(
        [("figure", FigureBlock())],
        verbose_name=_("key figures"),
        blank=True,
        help_text=_("A row of numbers below the lead."),
    )
    sections: Any = StreamField(
        [("page", PageChooser(label=_("Page")))],
        verbose_name=_("sections"),
        blank=True,
        help_text=_("Cards of these pages, in this order."),
    )

    translatable_fields = [
        *SitePage.translatable_fields,
        TranslatableField("lead"),
        TranslatableField("figures"),
        TranslatableField("sections"),
    ]
    api_fields = [*SitePage.api_fields, *list_write_api_fields("lead", "figures", "sections")]
    search_fields = [*SitePage.search_fields, *list_search_fields("lead", "figures")]

    content_panels = [
        *SitePage.content_panels[:2],
        FieldPanel("lead", help_text=_("The first words a visitor reads.")),
        FieldPanel("figures"),
        FieldPanel("sections"),
        *SitePage.content_panels[2:],
    ]

    class Meta:
        verbose_name = _("home")
        verbose_name_plural = _("homes")

    @classmethod
    def can_create_at(cls, parent: Any) -> bool:
        """Nobody makes one by hand: a language gets its home with `manage.py add_language`."""
        return False

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.slug = self.locale.language_code
        # A revision brings the path of the slug it was saved with.
        self.url_path = f"/{self.slug}/"
        return super().save(*args, **kwargs)

    def _is_new_translation(self) -> bool:
        return False


class TextPage(SitePage):
    """A page of text and nothing else."""

    class Meta:
        abstract = True

    subpage_types = ["home.ContentPage"]


class AboutPage(TextPage):
    """About the cluster; it stands once below each language's home."""

    entry_type = "about"
    fixed = True
    show_in_menus_default = True
    parent_page_types = ["home.HomePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("about")
        verbose_name_plural = _("about pages")


class ContentPage(TextPage):
    """Any other text; pages of this kind may stand below one another."""

    entry_type = "content"
    parent_page_types = ["home.HomePage", "home.AboutPage", "home.ContentPage"]

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")


class SocialBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=40, label=_("Name"))
    url = blocks.URLBlock(label=_("Address"))

    class Meta:
        icon = "link"
        label = _("Profile elsewhere")


class SiteProfile(
    TranslatableSnippet, DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model
):
    """What every page of a language shows around its content. There is one per language.

    Its entry is no page: it stands in the store at `site:<language>`.
    """

    entry_type: ClassVar[str] = "site"
    slug: ClassVar[str] = ""
    summary: ClassVar[str] = ""

    name = models.CharField(_("name"), max_length=255)
    tagline = models.CharField(_("tagline"), max_length=255, blank=True)
    contact_address = models.TextField(_("address"), blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_telephone = models.CharField(_("telephone"), max_length=50, blank=True)
    footer = RichTextField(_("footer"), blank=True, features=["bold", "italic", "link"])
    social: Any = StreamField([("profile", SocialBlock())], verbose_name=_("elsewhere"), blank=True)

    translatable_fields = [
        TranslatableField("name"),
        TranslatableField("tagline"),
        TranslatableField("contact_address"),
        TranslatableField("footer"),
        TranslatableField("social"),
        SynchronizedField("contact_email"),
        SynchronizedField("contact_telephone"),
        TEXT_DIGEST,
    ]

    panels = [
        FieldPanel("name", help_text=_("The site's name, on every page and in every feed.")),
        FieldPanel("tagline", help_text=_("A few words below the name.")),
        MultiFieldPanel(
            [
                FieldPanel("contact_address", help_text=_("In the footer, in lines.")),
                FieldPanel("contact_email", help_text=_("In the footer, as a link.")),
                FieldPanel("contact_telephone", help_text=_("In the footer, as a link.")),
            ],
            heading=_("Contact"),
        ),
        FieldPanel("footer", help_text=_("The last words of every page.")),
        FieldPanel("social", help_text=_("Links in the footer.")),
        PublishingPanel(help_text=EXPIRY),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("site profile")
        verbose_name_plural = _("site profiles")
        constraints = [models.UniqueConstraint(fields=["locale"], name="profile_once_per_language")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a second one, in words: no form has the language, so no form asks by itself."""
        super().clean()
        others = SiteProfile.objects.filter(locale=self.locale_id or Locale.get_default().pk)
        if others.exclude(pk=self.pk).exists():
            raise ValidationError(_("There is a site profile in this language already: edit it."))

    @property
    def title(self) -> str:
        return self.name

    # What the store asks of everything that has an entry

    def is_public(self) -> bool:
        in_use = self.locale.language_code in dict(settings.LANGUAGES)
        return self.live and not is_expired(self) and in_use

    def get_public_path(self) -> str:
        return f"site:{self.locale.language_code}"

    def get_public_date(self) -> datetime | None:
        return self.first_published_at

    def get_public_seo(self, reader: PageReader) -> Seo:
        return {"title": self.name, "description": self.tagline, "image": None}

    def get_public_ancestors(self, reader: PageReader) -> list[Card]:
        return []

    def get_public_dependencies(self) -> set[str]:
        lists = ["menu", *(f"type:{kind.name}" for kind in list_types_with_sitewide_feed())]
        return {dependency_keys.list_contents(name, self.locale.language_code) for name in lists}

    def get_public_facets(self) -> list[str]:
        return []

    def get_public_position(self) -> str:
        return ""


register_snippet(SiteProfile, "cms.admin.snippet_views.LanguageSnippets")
