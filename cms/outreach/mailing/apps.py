"""The mailing's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailingConfig(AppConfig):
    name = "cms.outreach.mailing"
    label = "mailing"
    verbose_name = _("E-mail subscriptions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.outreach.mailing.work import mail  # its models have to be loaded
        from cms.outreach.registry import PIECES

        PIECES.append(mail)
