"""Sessions in the database; a key that cannot be one of ours is none."""

import re

from django.contrib.sessions.backends import db

# As Django makes them. PostgreSQL would refuse to look for a NUL.
KEY = re.compile(r"[a-z0-9]{32}", re.ASCII)


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and KEY.fullmatch(key))
