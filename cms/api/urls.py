"""The API's addresses, all on one page. A section registers its own list (`registry`)."""

from django.urls import path

from cms.api import views
from cms.api.registry import ENDPOINTS

urlpatterns = [
    path(
        "",
        views.RootView.as_view(
            endpoints={"pages": "pages/"} | {each.path.rstrip("/"): each.path for each in ENDPOINTS}
        ),
    ),
    path("pages/", views.ListView.as_view()),
    path("pages/<uuid:identity>/", views.EntryView.as_view()),
]

for each in ENDPOINTS:
    urlpatterns += [
        path(each.path, views.ListView.as_view(facet=f"type:{each.type}", order=each.order)),
        path(f"{each.path}<uuid:identity>/", views.EntryView.as_view(only=each.type)),
    ]
