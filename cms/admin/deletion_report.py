"""A report of what was deleted and leaves a gap: a picture, a file, what a text links to."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.core.users import RequestUser
from cms.permissions.visibility import UserVisibility, filter_editable
from cms.references.models import BrokenReference
from cms.upstream.wagtail import get_translatable_models


class DeletionReport(ReportView):
    """Lists the broken references of the pages and snippets that one may change.

    Not those of translations, which follow their source, nor categories and members that an
    article is no longer about: they leave no gap.
    """

    page_title = _("Deleted but used")
    header_icon = "warning"
    index_url_name = "losses"
    index_results_url_name = "losses_results"
    any_permission_required = ("access_admin",)
    default_ordering = "-deletion__deleted_at"
    list_export = [
        "source", "source.locale.get_display_name", "deletion.title", "field_label",
        "deletion.deleted_at",
    ]  # fmt: skip
    export_headings = {
        "source": _("Title"),
        "source.locale.get_display_name": _("Language"),
        "deletion.title": _("What was deleted"),
        "field_label": _("Where it stood"),
        "deletion.deleted_at": _("Deleted on"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        finder = AdminURLFinder(self.request.user)
        return [
            TitleColumn(
                "source", label=_("Title"), get_url=lambda row: finder.get_edit_url(row.source)
            ),
            Column("language", label=_("Language"), accessor="source.locale.get_display_name"),
            Column("deletion", label=_("What was deleted"), accessor="deletion.title"),
            Column("field_label", label=_("Where it stood")),
            DateColumn(
                "deleted_at",
                label=_("Deleted on"),
                accessor="deletion.deleted_at",
                sort_key="deletion__deleted_at",
            ),
        ]

    def get_base_queryset(self) -> QuerySet[BrokenReference]:
        return find_used_deletions(self.request.user)

    def get_filename(self) -> str:
        return "deleted-but-used"


def find_used_deletions(user: RequestUser) -> QuerySet[BrokenReference]:
    """Return the gaps on what somebody may change."""
    condition = Q(pk__in=[])
    for model in get_translatable_models():
        kept = Translation.objects.filter(
            source__object_id=OuterRef("translation_key"),
            target_locale=OuterRef("locale"),
            enabled=True,
        )
        own = _own_objects(user, model).exclude(Exists(kept))
        numbers = own.annotate(number=Cast("pk", CharField())).values("number")
        kind = ContentType.objects.get_for_model(model)
        condition |= Q(base_content_type=kind, object_id__in=numbers)
    deletions = BrokenReference.objects.filter(condition).exclude(model_path__in=_many_to_many())
    return deletions.select_related("deletion").prefetch_related("source__locale")


def is_shown(request: HttpRequest) -> bool:
    """Return whether the menu leads there: only where there is something to mend."""
    return BrokenReference.objects.exists() and find_used_deletions(request.user).exists()


def _own_objects(user: RequestUser, model: type[Model]) -> QuerySet[Model]:
    own = filter_editable(user, model)
    return own if model is Page else own.filter(locale__in=UserVisibility(user).languages)


def _many_to_many() -> set[str]:
    models = get_translatable_models(include_subclasses=True)
    return {field.name for model in models for field in model._meta.many_to_many}


urlpatterns = [
    path("reports/deleted-but-used/", DeletionReport.as_view(), name="losses"),
    path(
        "reports/deleted-but-used/results/",
        DeletionReport.as_view(results_only=True),
        name="losses_results",
    ),
]
