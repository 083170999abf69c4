"""The translator's editor's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorConfig(AppConfig):
    name = "cms.translation.editor"
    label = "translation_editor"
    verbose_name = _("Translation editor")

    def ready(self) -> None:
        from cms.translation.editor import guards  # its models have to be loaded

        guards.register()
