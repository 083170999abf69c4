"""The API's addresses, all on one page. A section registers its own (`registry`)."""

from django.urls import path

from cms.api import explanations
from cms.api.changes import ChangesView
from cms.api.description import DocsView, SchemaView
from cms.api.entries import EntryView, ResolveView
from cms.api.lists import ListView
from cms.api.parameters import PagesParameters
from cms.api.registry import ENDPOINTS
from cms.api.search import SearchView, SuggestView
from cms.api.views import RootView, SiteView

ENDPOINTS_OF_ALL = {
    "site/": SiteView.as_view(),
    "pages/": ListView.as_view(parameters=PagesParameters),
    "pages/<uuid:id>/": EntryView.as_view(),
    "resolve/": ResolveView.as_view(),
    "search/": SearchView.as_view(),
    "search/suggest/": SuggestView.as_view(),
    "changes/": ChangesView.as_view(),
    "schema/": SchemaView.as_view(),
    "docs/": DocsView.as_view(),
}
VIEWS = ENDPOINTS_OF_ALL | {each.path: each.view for each in ENDPOINTS}

urlpatterns = [
    path("", RootView.as_view(endpoints=[address for address in VIEWS if "<" not in address])),
    *(path(address, view) for address, view in VIEWS.items()),
    path("problems/<slug:name>/", explanations.explanation),
]
