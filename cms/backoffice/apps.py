"""The back office: who may do what, what may be uploaded, and where things are."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackofficeConfig(AppConfig):
    name = "cms.backoffice"
    label = "backoffice"
    verbose_name = _("Back office")

    def ready(self) -> None:
        from cms.backoffice import filters, redirects
        from cms.backoffice.following import deletion

        filters.register()
        redirects.register()
        deletion.connect()
