"""The app of the files that translations are handed off in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "cms.translation.files"
    label = "exchange"
    verbose_name = _("Translation files")
