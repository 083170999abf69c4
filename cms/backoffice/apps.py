"""The back office: who may do what, what may be uploaded, and where things are."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackofficeConfig(AppConfig):
    name = "cms.backoffice"
    label = "backoffice"
    verbose_name = _("Back office")

    def ready(self) -> None:
        from django.db.models.signals import pre_save
        from wagtail.images import get_image_model
        from wagtail.signals import pre_page_move, published

        from cms.backoffice import comparisons, csv_exports, filters, redirects, uploads
        from cms.backoffice.following import deletion
        from cms.localized import reschedule_translations
        from cms.pages import require_one_language

        comparisons.register()
        csv_exports.register()
        filters.register()
        redirects.register()
        deletion.connect()
        pre_save.connect(
            uploads.check_saved_picture,
            sender=get_image_model(),
            dispatch_uid="backoffice check_saved_picture",
        )
        published.connect(reschedule_translations, dispatch_uid="backoffice embargoes")
        pre_page_move.connect(require_one_language, dispatch_uid="backoffice languages")
