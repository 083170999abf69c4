"""The members' list and its pages."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.content.base_pages import SitePage, list_search_fields, list_write_api_fields
from members.kinds import Kind


class MembersIndexPage(SitePage):
    """The list of members; it stands once below each language's home."""

    entry_type = "members_index"
    fixed = True
    show_in_menus_default = True

    parent_page_types = ["home.HomePage"]
    subpage_types = ["members.MemberPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("members")
        verbose_name_plural = _("members lists")


class MemberPage(SitePage):
    """One member. Its title is the short name; what is empty is not shown."""

    entry_type = "member"
    parent_page_types = ["members.MembersIndexPage"]
    subpage_types: list[str] = []

    legal_name = models.CharField(_("legal name"), max_length=255, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    founder = models.BooleanField(_("founder"), default=False)
    municipality = models.CharField(_("municipality"), max_length=100, blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=50, blank=True)
    address = models.TextField(_("address"), blank=True)
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    translatable_fields = [
        *SitePage.translatable_fields,
        TranslatableField("legal_name"),
        TranslatableField("municipality"),
        TranslatableField("address"),
        SynchronizedField("kind", overridable=False),
        SynchronizedField("founder", overridable=False),
        SynchronizedField("website"),
        SynchronizedField("email"),
        SynchronizedField("telephone"),
        SynchronizedField("latitude", overridable=False),
        SynchronizedField("longitude", overridable=False),
        SynchronizedField("logo", overridable=False),
    ]

    api_fields = [
        *SitePage.api_fields,
        *list_write_api_fields(
            "legal_name", "kind", "founder", "municipality", "logo", "website", "email"
        ),
        *list_write_api_fields("telephone", "address", "latitude", "longitude"),
    ]
    search_fields = [
        *SitePage.search_fields,
        *list_search_fields(
            "legal_name", "municipality", "website", "email", "telephone", "address"
        ),
    ]

    content_panels = [
        *SitePage.content_panels[:1],
        MultiFieldPanel(
            [
                FieldPanel(
                    "legal_name", help_text=_("The full name and legal form, as registered.")
                ),
                FieldPanel("kind", help_text=_("Groups the members; one of five.")),
                FieldPanel("founder", help_text=_("Marks the member as a founder.")),
                FieldPanel("municipality", help_text=_("Where the member is at home.")),
                FieldPanel("logo", help_text=_("Stands beside the name; the name describes it.")),
            ],
            heading=_("Who it is"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("website", help_text=_("A link on the member's page.")),
                FieldPanel("email", help_text=_("Public: anybody can write to it.")),
                FieldPanel("telephone", help_text=_("Public: with the country's code.")),
                FieldPanel("address", help_text=_("As on an envelope, in lines.")),
                FieldRowPanel(
                    [
                        FieldPanel("latitude", help_text=_("Degrees north, such as 42.5.")),
                        FieldPanel("longitude", help_text=_("Degrees east, such as 24.2.")),
                    ],
                    heading=_("Place on the map"),
                ),
            ],
            heading=_("How to reach it"),
        ),
        *SitePage.content_panels[1:],
    ]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
