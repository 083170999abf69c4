"""The mailing's app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    name = "cms.newsletter"
    label = "mailing"
    verbose_name = _("E-mail subscriptions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.newsletter.tasks import send_newsletter  # its models have to be loaded
        from cms.outbox.tasks import TASKS
        from cms.permissions.roles import grant_to_administrators

        TASKS.append(send_newsletter)
        # Unsubscribed people are erased; only a program adds subscriptions.
        grant_to_administrators("view delete", "mailing.subscription")
