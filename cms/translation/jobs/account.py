"""Which mail somebody wants: in the account's own settings."""

from typing import Any

from django.conf import settings
from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from cms.translation.jobs.models import Preference
from cms.translation.jobs.people import translated_by


class PreferenceForm(ModelForm):
    class Meta:
        model = Preference
        fields = ("batches", "changes")


class MailPanel(BaseSettingsPanel):
    """Shown to translators, where mail is configured."""

    name = "translation-mail"
    title = _("E-mail about translations")
    tab = notifications_tab
    order = 150
    form_class = PreferenceForm

    def is_active(self) -> bool:
        return bool(settings.MAILING and translated_by(self.user))

    def get_form(self) -> PreferenceForm:
        instance = getattr(self.user, "translation_mail", None) or Preference(user=self.user)
        data: Any = self.request.POST if self.request.method == "POST" else None
        return PreferenceForm(data, instance=instance, prefix=self.name)
