"""Every page and snippet in every language: how far it is, whose it is and until when."""

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.models import Locale, Page

from cms.translation.jobs import people
from cms.translation.jobs.links import send_address, work_address
from cms.translation.jobs.models import JobState, Progress, Status
from cms.translation.jobs.states import with_states


class PersonField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return people.name_of(obj)


class PersonFilter(django_filters.ModelChoiceFilter):
    field_class = PersonField


def _languages(request: HttpRequest) -> QuerySet[Locale]:
    return people.languages_seen_by(request.user)


def _sections(request: HttpRequest) -> QuerySet[Page]:
    seen = people.seen_by(request.user).values("page")
    return Page.objects.filter(depth=3, pk__in=seen).order_by("path")


class Filters(WagtailFilterSet):
    mine = django_filters.BooleanFilter(
        label=_("My jobs"), method="only_mine", widget=BooleanRadioSelect
    )
    locale = django_filters.ModelChoiceFilter(label=_("Language"), queryset=_languages)
    state = django_filters.ChoiceFilter(label=_("Translation"), choices=Status.choices)
    job_state = django_filters.ChoiceFilter(label=_("Job"), choices=JobState.choices)
    overdue = django_filters.BooleanFilter(label=_("Overdue"), widget=BooleanRadioSelect)
    assignee = PersonFilter(
        label=_("Translator"),
        field_name="translation__job__assignee",
        queryset=lambda request: people.assigned(),
    )
    section = django_filters.ModelChoiceFilter(
        label=_("Section"), queryset=_sections, method="only_below"
    )

    class Meta:
        model = Progress
        fields: list[str] = []

    def only_mine(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        mine = people.work_of(self.request.user).values("pk")
        return rows.filter(pk__in=mine) if value else rows.exclude(pk__in=mine)

    def only_below(self, rows: QuerySet[Any], name: str, value: Page) -> QuerySet[Any]:
        return rows.filter(page__path__startswith=value.path)


class DueColumn(Column):
    """The day; in red where it is over."""

    cell_template_name = "jobs/due_cell.html"


class Overview(ReportView):
    page_title = _("Translations")
    header_icon = "site"
    index_url_name = "translation_jobs:overview"
    index_results_url_name = "translation_jobs:overview_results"
    any_permission_required = ("access_admin",)
    filterset_class = Filters
    is_searchable = True
    default_ordering = "title_key"
    list_export = [
        "title", "language", "state_label", "job_label", "words_left", "words", "assignee_name",
        "due", "overdue",
    ]  # fmt: skip
    export_headings = {
        "title": _("Title"),
        "language": _("Language"),
        "state_label": _("Translation"),
        "job_label": _("Job"),
        "words_left": _("Words left"),
        "words": _("Words"),
        "assignee_name": _("Translator"),
        "due": _("Due date"),
        "overdue": _("Overdue"),
    }

    def get_filename(self) -> str:
        return "translations"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Title"), get_url=self._address, sort_key="title_key"),
            Column("language", label=_("Language"), sort_key="locale"),
            Column("state_label", label=_("Translation"), sort_key="state"),
            Column("job_label", label=_("Job"), sort_key="job_state"),
            Column("words_left", label=_("Words left"), sort_key="words_left"),
            Column("assignee_name", label=_("Translator"), sort_key="assignee"),
            DueColumn("due", label=_("Due date"), sort_key="due"),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return rows(people.seen_by(self.request.user))

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """What has none comes last, and equals in one order on every page."""
        name = self.ordering.removeprefix("-")
        by = F("translation__job__assignee__username" if name == "assignee" else name)
        first = by.desc(nulls_last=True) if self.ordering[0] == "-" else by.asc(nulls_last=True)
        return queryset.order_by(first, "title_key", "group", "locale")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(title_key__contains=self.search_query.casefold())

    def get_filtered_queryset(self) -> QuerySet[Any]:
        return self.get_queryset()

    @cached_property
    def _translated(self) -> set[int]:
        return set(people.languages_edited_by(self.request.user).values_list("pk", flat=True))

    def _address(self, row: Progress) -> str:
        """To the translation for who works on it, to the sending of it for who does that."""
        if row.locale_id in self._translated and (address := work_address(row)):
            return address
        return send_address(row) if self.request.user.has_perm(people.SUBMIT) else ""


def rows(found: QuerySet[Progress]) -> QuerySet[Any]:
    """With all that a list shows of them. One query."""
    shown = with_states(found).annotate(due=F("translation__job__due"))
    return shown.select_related("locale", "translation__job__assignee")


def address(**filters: Any) -> str:
    """The address of the overview, filtered."""
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return f"{reverse('translation_jobs:overview')}?{query}"


urlpatterns = [
    path("reports/translations/", Overview.as_view(), name="overview"),
    path(
        "reports/translations/results/",
        Overview.as_view(results_only=True),
        name="overview_results",
    ),
]
