"""The app of the core: it keeps all stored text in composed form."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"

    def ready(self) -> None:
        from django.db.models.signals import pre_save

        from cms.core.nfc import compose_before_save

        # Before the receivers of the apps below, which read the text.
        pre_save.connect(compose_before_save, dispatch_uid="cms compose_before_save")
