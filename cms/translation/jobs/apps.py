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
        from cms.outbox.tasks import TASKS
        from cms.store.read_models import READ_MODELS
        from cms.translation.jobs import guards, orphans, source_updates
        from cms.translation.jobs.progress import PROGRESS
        from cms.translation.jobs.submission import send_next_page
        from cms.translation.jobs.tasks import mail_translators

        READ_MODELS.extend([PROGRESS, orphans.ORPHANS])
        TASKS.extend([send_next_page, mail_translators])
        guards.register()
        source_updates.connect()
        orphans.connect()
