"""The translation jobs' app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "cms.translation.jobs"
    label = "translation_jobs"
    verbose_name = _("Translation jobs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Their models have to be loaded.
        from cms.outreach.registry import PIECES
        from cms.store.followers import FOLLOWERS
        from cms.translation.jobs import following, orphans
        from cms.translation.jobs.progress import PROGRESS
        from cms.translation.jobs.sending import send_waiting
        from cms.translation.jobs.work import mail_translators

        FOLLOWERS.extend([PROGRESS, orphans.ORPHANS])
        PIECES.extend([send_waiting, mail_translators])
        following.connect()
        orphans.connect()
