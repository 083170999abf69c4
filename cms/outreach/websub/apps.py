"""The app that tells the hub."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebSubConfig(AppConfig):
    name = "cms.outreach.websub"
    label = "websub"
    verbose_name = _("WebSub")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.outreach.registry import PIECES
        from cms.outreach.websub.work import tell_the_hub  # it names the models

        PIECES.append(tell_the_hub)
