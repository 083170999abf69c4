"""The search's app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "cms.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.search import letter_case
        from cms.search.indexing import INDEX  # its model has to be loaded
        from cms.store.read_models import READ_MODELS

        READ_MODELS.append(INDEX)
        letter_case.register()
