"""The door for any WSGI server; `make run` puts waitress behind it."""

import os

from django.core.wsgi import get_wsgi_application

from cms.operations.server.header_sanitizing import sanitize_headers
from cms.operations.server.wsgi_middleware import keep_one_address, omit_head_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
application = omit_head_bodies(sanitize_headers(keep_one_address(get_wsgi_application())))
