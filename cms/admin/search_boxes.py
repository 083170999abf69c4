"""Have every search box of Wagtail find words in any form and letter case.

What is indexed is searched by the index (cms.search); this is for the rest.
"""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.db.models.functions import Lower
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

from cms.search.matching import filter_matching
from cms.upstream.modelsearch import class_is_indexed
from cms.upstream.patches import apply_patches
from cms.upstream.wagtail_admin import IndexView, TaskChooserSearchForm

# Those of Wagtail's list of people.
NAMES = ["username", "first_name", "last_name", "email"]


def register() -> None:
    """Replace three methods: of all lists, of the bulk actions on people and of the tasks."""

    def search_queryset(view: IndexView, queryset: QuerySet[Model]) -> QuerySet[Model]:
        indexed = class_is_indexed(queryset.model) and view.search_backend_name
        if indexed or not view.is_searching:
            return search(view, queryset)
        return filter_matching(queryset, list(view.search_fields or []), view.search_query)

    search = apply_patches(
        "wagtail.admin.views.generic.base:BaseListingView.search_queryset", search_queryset
    )
    apply_patches(
        "wagtail.users.views.bulk_actions.user_bulk_action:"
        "UserBulkAction.get_all_objects_in_listing_query",
        _listed_people,
    )
    apply_patches(
        "wagtail.admin.views.workflows:BaseTaskChooserView.get_task_listing_context_data",
        _listed_tasks,
    )


def _listed_people(action: UserBulkAction, parent_id: str | None) -> QuerySet[Any]:
    """Return those that the list shows: all of them are acted on."""
    people = action.model.objects.all()
    if question := action.request.GET.get("q"):
        people = filter_matching(people, NAMES, question)
    return people.values_list("pk", flat=True)


def _listed_tasks(view: IndexView) -> dict[str, object]:
    """Return what the chooser of tasks shows."""
    form = TaskChooserSearchForm(
        view.request.GET, task_type_choices=view.get_task_type_filter_choices()
    )
    every = form.task_model.objects.filter(active=True).order_by(Lower("name"))
    question = form.cleaned_data["q"] if form.is_searching() else ""
    tasks = filter_matching(every, ["name"], question) if question else every
    return {
        "search_form": form,
        "tasks": Paginator(tasks, per_page=10).get_page(view.request.GET.get("p")),
        "all_tasks": every,
        "query_string": question,
        "can_create": view.can_create,
    }
