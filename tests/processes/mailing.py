"""Settings of a worker that mails to a test's own server."""

import os

from tests.processes.settings import *  # noqa: F403

MAILING = True
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["MAIL_PORT"])
