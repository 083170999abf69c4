"""The door for any WSGI server; `make run` puts waitress behind it."""

import os

from django.core.wsgi import get_wsgi_application

from cms.charset import in_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
application = in_utf8(get_wsgi_application())
