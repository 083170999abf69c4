"""The back office: who may do what, what may be uploaded, and where things are."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackofficeConfig(AppConfig):
    name = "cms.backoffice"
    label = "backoffice"
    verbose_name = _("Back office")

    def ready(self) -> None:
        from wagtail.signals import pre_page_move, published

        from cms.backoffice import filters
        from cms.backoffice.following import deletion
        from cms.localized import reschedule_translations
        from cms.pages import require_one_language

        filters.register()
        deletion.connect()
        published.connect(reschedule_translations, dispatch_uid="backoffice embargoes")
        pre_page_move.connect(require_one_language, dispatch_uid="backoffice languages")
