"""Which mail somebody wants: in the account's own settings."""

from typing import Any

from django.conf import settings
from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel

from cms.translation.jobs.assignees import coordinators, is_responsible, translated_by
from cms.translation.jobs.models import NotificationPreference
from cms.upstream.wagtail_admin import notifications_tab


class PreferenceForm(ModelForm):
    class Meta:
        model = NotificationPreference
        fields = ("submissions", "changes", "orphans", "requests", "pages")


class MailPanel(BaseSettingsPanel):
    """Shown to translators, reviewers and coordinators, where mail is configured."""

    name = "translation-mail"
    title = _("E-mail about translations")
    tab = notifications_tab
    order = 150
    form_class = PreferenceForm

    def is_active(self) -> bool:
        return bool(settings.MAILING and self._unwanted() != {*PreferenceForm.base_fields})

    def get_form(self) -> PreferenceForm:
        instance = getattr(self.user, "notification_preference", None) or NotificationPreference(
            user=self.user
        )
        data: Any = self.request.POST if self.request.method == "POST" else None
        form = PreferenceForm(data, instance=instance, prefix=self.name)
        for name in self._unwanted():
            del form.fields[name]
        return form

    def _unwanted(self) -> set[str]:
        """The mails that somebody is never sent."""
        translates = bool(translated_by(self.user))
        responds = is_responsible(self.user)
        sends = coordinators().filter(pk=self.user.pk).exists()
        names = set() if translates else {"submissions", "changes"}
        names |= set() if responds else {"orphans"}
        return names if sends else names | {"requests", "pages"}
