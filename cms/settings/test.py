"""For the test suite: a fixed address, files in memory, quick password hashes."""

import os
import tempfile

# Nothing of the machine's own environment may change what a test sees.
OWN = (
    "BASE_URL", "PORT", "LANGUAGES", "INTERFACE_LANGUAGES", "FRONTEND_URL", "PREVIEW_", "SEARCH_",
    "SUGGEST_", "SECURITY_CONTACT", "WAGTAIL_WRITE_API", "WEBSUB_HUB", "WEBHOOK_", "EMAIL_URL",
    "SUBSCRIBE_",
)  # fmt: skip
for name in list(os.environ):
    if name.startswith(OWN):
        del os.environ[name]
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="cms-test-")
os.environ["SECRET_KEY"] = "only for tests"  # noqa: S105

from cms.settings.base import *  # noqa: E402, F403

BASE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# The walks over all that is public ask more than any visitor does.
SEARCH_RATE = SUGGEST_RATE = "100000/minute"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# whitenoise warns when the folder it serves is not there.
STATIC_ROOT.mkdir()  # noqa: F405
