"""A report of the pictures that nobody described: their alternative text is missing, or the name of
a file, which Wagtail suggested in earlier versions."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy, pgettext
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.images import get_image_model
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet
from wagtail_localize.models import Translation

from cms.admin.alternative_texts import is_file_name
from cms.content.blocks.pictures import ShownPicture, list_shown_pictures, list_stream_fields
from cms.content.entry_types import TYPES
from cms.core.json_types import JSON
from cms.core.public_urls import get_public_url
from cms.core.users import RequestUser
from cms.permissions.visibility import EDITING, filter_editable


@dataclass(frozen=True)
class Finding:
    """A picture in the public version of a page, or in its newest draft."""

    page: Page
    picture: ShownPicture
    in_draft: bool

    @property
    def title(self) -> str:
        return str(self.page.get_admin_display_title())

    @property
    def language(self) -> str:
        return str(self.page.locale.get_display_name())

    @property
    def place(self) -> str:
        return self.picture.place

    @property
    def text(self) -> str:
        return self.picture.text

    @property
    def reason(self) -> str:
        if self.picture.is_described:
            return gettext("The name of a file")
        return pgettext("of an alternative text", "Missing")

    @property
    def version(self) -> str:
        if self.in_draft:
            return pgettext("of a version", "Draft")
        return pgettext("of a version", "Public")

    @property
    def edit_address(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @property
    def edit_url(self) -> str:
        return get_public_url(self.edit_address)


class AlternativeTextReport(ReportView):
    page_title = gettext_lazy("Pictures without a description")
    header_icon = "image"
    index_url_name = "alternative_texts"
    index_results_url_name = "alternative_texts_results"
    any_permission_required = ("access_admin",)
    list_export = ["title", "language", "place", "text", "reason", "version", "edit_url"]
    export_headings = {
        "title": gettext_lazy("Title"),
        "language": gettext_lazy("Language"),
        "place": gettext_lazy("Picture"),
        "text": gettext_lazy("Alternative text"),
        "reason": gettext_lazy("What is wrong"),
        "version": gettext_lazy("Version"),
        "edit_url": gettext_lazy("Edit"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        plain = ["language", "place", "text", "reason", "version"]
        return [
            TitleColumn(
                "title", label=self.export_headings["title"], get_url=lambda row: row.edit_address
            ),
            *(Column(name, label=self.export_headings[name]) for name in plain),
        ]

    def get_queryset(self) -> list[Finding]:
        return find_undescribed(self.request.user)

    def get_filename(self) -> str:
        return "alternative-texts"


# The number of a page, and a picture on it.
Use = tuple[int, ShownPicture]


def find_undescribed(user: RequestUser) -> list[Finding]:
    """Return the pictures to describe on the pages that somebody may change, in the order of the
    page tree.

    Reads all of these pages, in a number of queries that depends on the page types alone.
    """
    pages_of_user = filter_editable(user).filter(alias_of=None)
    public = dict.fromkeys(_public_uses(pages_of_user))
    drafts = {use: None for use in _draft_uses(pages_of_user) if use not in public}
    wrong = _undescribed([*public, *drafts])
    pages = pages_of_user.select_related("locale").in_bulk({number for number, _ in wrong})
    translated = _synchronised_pages(pages.values())
    findings = [
        Finding(pages[number], picture, (number, picture) in drafts)
        for number, picture in wrong
        # A translation lacks what its source lacks.
        if picture.is_described or number not in translated
    ]
    return sorted(findings, key=lambda each: (each.page.path, each.in_draft))


def _public_uses(own: PageQuerySet) -> Iterator[Use]:
    for model in _page_models():
        fields = [field.name for field in list_stream_fields(model)]
        for names in model.picture_fields:
            fields += [names.picture, names.text, names.decorative]
        rows = model.objects.filter(live=True, pk__in=own.values("pk")).values("pk", *fields)
        for row in rows.iterator():
            yield from _is_described(model, row, row["pk"])


def _draft_uses(own: PageQuerySet) -> Iterator[Use]:
    """Yield those of the newest versions that are not public."""
    not_public = own.exclude(live=True, has_unpublished_changes=False)
    for model in _page_models():
        newest = not_public.exact_type(model).values("latest_revision")
        revisions = Revision.objects.filter(pk__in=newest).values_list("object_id", "content")
        for number, content in revisions.iterator():
            yield from _is_described(model, content, int(number))


def _page_models() -> list[type[Page]]:
    return [kind.model for kind in TYPES.values() if issubclass(kind.model, Page)]


def _is_described(model: type[Page], content: JSON, number: int) -> Iterator[Use]:
    for picture in list_shown_pictures(model, content):
        if not picture.decorative:
            yield number, picture


def _undescribed(uses: Collection[Use]) -> list[Use]:
    """Return those without a text, or with the name of a file; not of deleted pictures."""
    numbers = {picture.image_id for _, picture in uses}
    stored = get_image_model().objects.only("title", "file").in_bulk(numbers)
    return [
        (number, picture)
        for number, picture in uses
        if (image := stored.get(picture.image_id))
        and (not picture.is_described or is_file_name(picture.text, image))
    ]


def _synchronised_pages(pages: Collection[Page]) -> set[int]:
    """Return the numbers of those that a translator keeps in line with their source."""
    keys = {page.translation_key for page in pages}
    jobs = Translation.objects.filter(enabled=True, source__object_id__in=keys)
    kept = set(jobs.values_list("source__object_id", "target_locale"))
    return {page.pk for page in pages if (page.translation_key, page.locale_id) in kept}


class AlternativeTextMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(Page)
        return bool(policy.user_has_any_permission(request.user, EDITING))


def menu_item() -> MenuItem:
    return AlternativeTextMenuItem(
        AlternativeTextReport.page_title,
        reverse("alternative_texts"),
        name="alternative-texts",
        icon_name="image",
        order=1140,
    )


urlpatterns = [
    path(
        "reports/alternative-texts/",
        AlternativeTextReport.as_view(),
        name="alternative_texts",
    ),
    path(
        "reports/alternative-texts/results/",
        AlternativeTextReport.as_view(results_only=True),
        name="alternative_texts_results",
    ),
]
