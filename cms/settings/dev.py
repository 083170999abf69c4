"""For work on the code: `DJANGO_SETTINGS_MODULE=cms.settings.dev ./manage.py runserver`."""

from cms.settings.base import *  # noqa: F403

DEBUG = True
STORAGES = STORAGES | {  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
