"""What `make run` and `manage.py` use."""

from cms.settings.base import *  # noqa: F403
