"""The type of whoever sends a request."""

from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser, User

# Signed in or not, as in `request.user`.
RequestUser: TypeAlias = User | AnonymousUser
