"""As for every test, but with files that other processes can read too, and webhooks that may lead
to receivers on this machine."""

from cms.settings.test import *  # noqa: F403

STORAGES = STORAGES | {  # noqa: F405
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
}
WEBHOOK_PRIVATE_ADDRESSES = True
