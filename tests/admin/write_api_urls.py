"""The system's addresses where `WAGTAIL_WRITE_API=1`."""

from django.urls import path
from wagtail.api.v3.urls import api

from cms import urls
from cms.urls import handler400, handler404, handler500

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("api/write/", api.urls), *urls.urlpatterns]
