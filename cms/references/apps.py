"""The app of references: it completes Wagtail's index before anything is saved."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferencesConfig(AppConfig):
    name = "cms.references"
    label = "references"
    verbose_name = _("References")

    def ready(self) -> None:
        from cms.references import deletions, index

        index.register()
        deletions.connect()
