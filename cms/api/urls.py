"""The API's URLs: those of the whole site, and those that entry types declare.

Sections have registered their entry types (`cms.content.entry_types`) before URLs are loaded.
"""

from django.urls import path

from cms.api import problem_pages
from cms.api.changes import ChangesView
from cms.api.entries import EntryView, ResolveView
from cms.api.lists import ListView
from cms.api.openapi_views import DocsView, SchemaView
from cms.api.parameters import PagesParameters
from cms.api.search import SearchView, SuggestView
from cms.api.views import RootView, SiteView
from cms.content.entry_types import TYPES

VIEWS = {
    "site/": SiteView.as_view(),
    "pages/": ListView.as_view(parameters=PagesParameters),
    "pages/<uuid:id>/": EntryView.as_view(),
    "resolve/": ResolveView.as_view(),
    "search/": SearchView.as_view(),
    "search/suggest/": SuggestView.as_view(),
    "changes/": ChangesView.as_view(),
    "schema/": SchemaView.as_view(),
    "docs/": DocsView.as_view(),
} | {path: view for kind in TYPES.values() for path, view in kind.endpoints.items()}

urlpatterns = [
    path("", RootView.as_view(endpoints=[address for address in VIEWS if "<" not in address])),
    *(path(address, view) for address, view in VIEWS.items()),
    path("problems/<slug:name>/", problem_pages.show_explanation),
]
