"""The webhooks' app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "cms.webhooks"
    label = "webhooks"
    verbose_name = _("Webhooks")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.outbox.tasks import TASKS
        from cms.permissions.roles import grant_to_administrators
        from cms.webhooks.tasks import send_webhooks  # its models have to be loaded

        TASKS.append(send_webhooks)
        grant_to_administrators("add change delete", "webhooks.endpoint")
