"""The translation memory's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MemoryConfig(AppConfig):
    name = "cms.translation.memory"
    label = "translation_memory"
    verbose_name = _("Translation memory")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.translation.memory import signals  # connecting needs the models

        signals.connect()
