"""The system's addresses with wagtail-localize's own views at theirs."""

from django.urls import include, path
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns
from wagtail_localize.wagtail_hooks import register_admin_urls

from cms import urls
from cms.urls import handler400, handler404, handler500

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

# As wagtail.admin.urls does with all that is registered.
own = decorate_urlpatterns(register_admin_urls(), require_admin_access)
urlpatterns = [path("admin/", include(own)), *urls.urlpatterns]
