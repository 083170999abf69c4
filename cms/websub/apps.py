"""The app that tells the hub."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebSubConfig(AppConfig):
    name = "cms.websub"
    label = "websub"
    verbose_name = _("WebSub")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.outbox.tasks import TASKS
        from cms.permissions.roles import grant_to_administrators
        from cms.websub.tasks import ping_hub  # it names the models

        TASKS.append(ping_hub)
        grant_to_administrators("view", "websub.topic")
