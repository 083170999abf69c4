"""Wagtail's screens for snippets, with what the person may see of other languages.

A section registers its snippets with `LanguageSnippets`.
"""

from typing import Any

from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.admin.utils import get_latest_str
from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from cms.backoffice.visibility import Reader
from cms.row_ids import is_row_id


class VisibleList:
    """A chooser's list, without the drafts of other languages."""

    request: HttpRequest

    def get_object_list(self) -> QuerySet[Any]:
        return Reader(self.request.user).visible_snippets(super().get_object_list())  # type: ignore[misc]


class ChooseView(VisibleList, chooser.ChooseView):
    pass


class ChooseResultsView(VisibleList, chooser.ChooseResultsView):
    pass


class ChosenView(chooser.SnippetChosenView):
    def get_object(self, pk: Any) -> Any:
        if not is_row_id(pk):
            raise ObjectDoesNotExist
        return Reader(self.request.user).visible_snippets(self.model_class.objects).get(pk=pk)


class ChosenMultipleView(chooser.SnippetChosenMultipleView):
    def get_objects(self, pks: list[Any]) -> QuerySet[Any]:
        if not all(map(is_row_id, pks)):
            raise BadRequest("id must be a number")
        return Reader(self.request.user).visible_snippets(super().get_objects(pks))


class LanguageSnippetChooser(chooser.SnippetChooserViewSet):
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView


class LanguageList(IndexView):
    """Wagtail's list, which calls a snippet of another language by its public name."""

    @cached_property
    def columns(self) -> list[Column]:
        columns: list[Column] = super().columns
        reader = Reader(self.request.user)

        def name_of(snippet: Any) -> str:
            own = snippet.locale_id in reader.languages
            return str(get_latest_str(snippet) if own else snippet)

        for column in columns:
            if column.name == "__str__":
                column.accessor = name_of
        return columns


class LanguageSnippets(SnippetViewSet):
    """Snippets of which each language's drafts are seen by those who work in the language."""

    index_view_class = LanguageList
    chooser_viewset_class = LanguageSnippetChooser

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return what the list shows, which its search and its filters narrow down."""
        return Reader(request.user).visible_snippets(self.model._default_manager.all())
