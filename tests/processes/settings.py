"""As for every test, but with files that other processes can read too."""

from cms.settings.test import *  # noqa: F403

STORAGES = STORAGES | {  # noqa: F405
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
}
