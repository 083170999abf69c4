"""The webhooks' app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "cms.outreach.webhooks"
    label = "webhooks"
    verbose_name = _("Webhooks")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.outreach.registry import PIECES
        from cms.outreach.webhooks.sending import send_webhooks  # its models have to be loaded

        PIECES.append(send_webhooks)
