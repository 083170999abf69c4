"""The door for any WSGI server; `make run` puts waitress behind it."""

import os

from django.core.wsgi import get_wsgi_application

from cms.entrance import entrance

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
application = entrance(get_wsgi_application())
