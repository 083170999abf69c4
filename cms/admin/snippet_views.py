"""Wagtail's screens for snippets, with what the person may see of other languages.

A section registers its snippets with `LanguageSnippets`.
"""

from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.collation.ordering import order_by_title
from cms.content.publishable import Translatable
from cms.core.row_ids import is_row_id
from cms.permissions.visibility import UserVisibility
from cms.upstream.wagtail_admin import (
    SnippetChooseResultsView,
    SnippetChooseView,
    SnippetChosenMultipleView,
    SnippetChosenView,
    SnippetIndexView,
    get_latest_str,
)


class VisibleList:
    """A chooser's list, without the drafts of other languages."""

    request: HttpRequest

    def get_object_list(self) -> QuerySet[Model]:
        return UserVisibility(self.request.user).filter_visible_snippets(super().get_object_list())  # type: ignore[misc]

    def apply_object_list_ordering(self, objects: QuerySet[Model]) -> QuerySet[Model]:
        return objects.order_by(*order_by_title(objects.model))


class ChooseView(VisibleList, SnippetChooseView):
    pass


class ChooseResultsView(VisibleList, SnippetChooseResultsView):
    pass


class ChosenView(SnippetChosenView):
    def get_object(self, pk: int | str) -> Model:
        if not is_row_id(pk):
            raise ObjectDoesNotExist
        return (
            UserVisibility(self.request.user)
            .filter_visible_snippets(self.model_class.objects)
            .get(pk=pk)
        )


class ChosenMultipleView(SnippetChosenMultipleView):
    def get_objects(self, pks: list[int | str]) -> QuerySet[Model]:
        if not all(map(is_row_id, pks)):
            raise BadRequest("id must be a number")
        return UserVisibility(self.request.user).filter_visible_snippets(super().get_objects(pks))


class LanguageSnippetChooser(SnippetChooserViewSet):
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView


class LanguageList(SnippetIndexView):
    """Wagtail's list, which calls a snippet of another language by its public name."""

    @cached_property
    def columns(self) -> list[Column]:
        columns: list[Column] = super().columns
        visibility = UserVisibility(self.request.user)

        def name_of(snippet: Translatable) -> str:
            language_column = snippet.locale_id in visibility.languages
            return str(get_latest_str(snippet) if language_column else snippet)

        for column in columns:
            if column.name == "__str__":
                column.accessor = name_of
        return columns


class LanguageSnippets(SnippetViewSet):
    """Snippets of which each language's drafts are seen by those who work in the language."""

    index_view_class = LanguageList
    chooser_viewset_class = LanguageSnippetChooser

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Return what the list shows, which its search and its filters narrow down."""
        return UserVisibility(request.user).filter_visible_snippets(
            self.model._default_manager.all()
        )
