"""Every page and snippet in every language: how far it is, whose it is and until when."""

from typing import Any

import django_filters
from django.contrib.auth.models import User
from django.db.models import F, Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale, Page

from cms.permissions.rules import can_send_public
from cms.permissions.visibility import UserVisibility
from cms.search.matching import filter_matching
from cms.translation.jobs import assignees
from cms.translation.jobs.admin_urls import send_address, work_address
from cms.translation.jobs.job_status import annotate_states
from cms.translation.jobs.models import UNSENT, UNSENT_LABEL, JobState, Progress, Status
from cms.translation.jobs.summary import language_summaries
from cms.upstream.wagtail_admin import BooleanRadioSelect

# Among how many pages that say what is searched for the list is narrowed down: a database takes
# only so many parameters.
MAX_PAGES = 10_000


class PersonField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return assignees.display_name(obj)


class PersonFilter(django_filters.ModelChoiceFilter):
    field_class = PersonField


def _languages(request: HttpRequest) -> QuerySet[Locale]:
    return assignees.languages_seen_by(request.user)


def _sections(request: HttpRequest) -> QuerySet[Page]:
    seen = assignees.visible_rows(request.user).values("page")
    return Page.objects.filter(depth=3, pk__in=seen).order_by("path")


class Filters(WagtailFilterSet):
    mine = django_filters.BooleanFilter(
        label=_("My jobs"), method="only_mine", widget=BooleanRadioSelect
    )
    locale = django_filters.ModelMultipleChoiceFilter(
        label=_("Language"), queryset=_languages, widget=CheckboxSelectMultiple
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("Translation"), choices=Status.choices, widget=CheckboxSelectMultiple
    )
    job_state = django_filters.ChoiceFilter(
        label=_("Job"), choices=[(UNSENT, UNSENT_LABEL), *JobState.choices], method="only_in_state"
    )
    requested = django_filters.BooleanFilter(label=_("Requested"), widget=BooleanRadioSelect)
    overdue = django_filters.BooleanFilter(label=_("Overdue"), widget=BooleanRadioSelect)
    assignee = PersonFilter(
        label=_("Translator"),
        field_name="translation__job__assignee",
        queryset=lambda request: assignees.assigned_users(),
    )
    section = django_filters.ModelChoiceFilter(
        label=_("Section"), queryset=_sections, method="only_below"
    )

    class Meta:
        model = Progress
        fields: list[str] = []

    def only_mine(self, rows: QuerySet[Progress], name: str, value: bool) -> QuerySet[Progress]:
        mine = assignees.assigned_rows(self.request.user).values("pk")
        return rows.filter(pk__in=mine) if value else rows.exclude(pk__in=mine)

    def only_in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Progress]:
        return rows.filter(job_state="" if value == UNSENT else value)

    def only_below(self, rows: QuerySet[Progress], name: str, value: Page) -> QuerySet[Progress]:
        return rows.filter(page__path__startswith=value.path)


class DueColumn(Column):
    """The day; in red where it is over."""

    cell_template_name = "jobs/due_cell.html"


class TranslationReport(ReportView):
    template_name = "jobs/overview.html"
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
            TitleColumn("title", label=_("Title"), get_url=self._row_url, sort_key="title_key"),
            Column("language", label=_("Language"), sort_key="locale"),
            Column("state_label", label=_("Translation"), sort_key="state"),
            Column("job_label", label=_("Job"), sort_key="job_state"),
            Column("words_left", label=_("Words left"), sort_key="words_left"),
            Column("assignee_name", label=_("Translator"), sort_key="assignee"),
            DueColumn("due", label=_("Due date"), sort_key="due"),
        ]

    def get_base_queryset(self) -> QuerySet[Progress]:
        return annotate_details(assignees.visible_rows(self.request.user)).select_related("page")

    def order_queryset(self, queryset: QuerySet[Progress]) -> QuerySet[Progress]:
        """What has none comes last, and equals in one order on every page."""
        name = self.ordering.removeprefix("-")
        expression = F("translation__job__assignee__username" if name == "assignee" else name)
        order = (
            expression.desc(nulls_last=True)
            if self.ordering[0] == "-"
            else expression.asc(nulls_last=True)
        )
        return queryset.order_by(order, "title_key", "group", "locale")

    def search_queryset(self, queryset: QuerySet[Progress]) -> QuerySet[Progress]:
        """Find by what the source or its translation says, or by the source's title: a snippet has
        no more. Four queries."""
        if not self.is_searching:
            return queryset
        pages = {str(key): key for key in _search_pages(self.search_query)}
        titled = filter_matching(queryset, ["title"], self.search_query)
        translated = Q(page__isnull=False, target_pk__in=pages)
        return queryset.filter(
            Q(page__in=pages.values()) | translated | Q(pk__in=titled.order_by().values("pk"))
        )

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, object]:
        summaries = [] if self.results_only else language_summaries(self.request.user)
        return super().get_context_data(*args, summaries=summaries, **kwargs)

    def get_filtered_queryset(self) -> QuerySet[Progress]:
        return self.get_queryset()

    @cached_property
    def _edited_languages(self) -> set[int]:
        return set(assignees.languages_edited_by(self.request.user).values_list("pk", flat=True))

    def _row_url(self, row: Progress) -> str:
        """To the translation for who works on it, to the sending of it for who does that."""
        if row.locale_id in self._edited_languages and (address := work_address(row)):
            return address
        return send_address(row) if self._may_send(row) else ""

    def _may_send(self, row: Progress) -> bool:
        """As the form's guard decides (cms.permissions.rules.can_send), without a query per row."""
        if not self._may_send_public:
            return False
        return row.public or row.page is None or self._reader.can_see_drafts_of(row.page)

    @cached_property
    def _may_send_public(self) -> bool:
        return can_send_public(self.request.user)

    @cached_property
    def _reader(self) -> UserVisibility:
        return UserVisibility(self.request.user)


def _search_pages(query: str) -> list[int]:
    found = Page.objects.values_list("pk", flat=True).autocomplete(query)
    return list(found[:MAX_PAGES])


def annotate_details(rows: QuerySet[Progress]) -> QuerySet[Any]:
    """With all that a list shows of them. One query."""
    annotated = annotate_states(rows).annotate(due=F("translation__job__due"))
    return annotated.select_related("locale", "translation__job__assignee")


def report_url(**filters: object) -> str:
    """The address of the overview, filtered."""
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return f"{reverse('translation_jobs:overview')}?{query}"


urlpatterns = [
    path("reports/translations/", TranslationReport.as_view(), name="overview"),
    path(
        "reports/translations/results/",
        TranslationReport.as_view(results_only=True),
        name="overview_results",
    ),
]
