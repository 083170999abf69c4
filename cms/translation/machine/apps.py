"""The machine translation's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MachineConfig(AppConfig):
    name = "cms.translation.machine"
    label = "machine_translation"
    verbose_name = _("Machine translation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.outbox.tasks import TASKS
        from cms.translation.machine.pretranslation import (
            pretranslate,
        )  # its models have to be loaded

        TASKS.append(pretranslate)
