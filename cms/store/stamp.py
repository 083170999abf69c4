"""What the store's entries were made with.

A new serializer, a new address of the site or of a front end, other words or another set of
languages changes what every entry says, without any page changing. The store remembers what it was
made with and re-projects itself when that differs.
"""

from functools import cache
from hashlib import sha256

from django.conf import settings

from cms.serializers.base import VERSION
from cms.store.followers import FOLLOWERS
from cms.store.models import Sequence


def current() -> str:
    languages = ",".join(code for code, _ in settings.LANGUAGES)
    addresses = f"{settings.BASE_URL} {settings.MEDIA_URL} {_frontends()}"
    made = f"{VERSION} {addresses} {languages} {_texts()}"
    return " ".join([made, *(follower.version for follower in FOLLOWERS)])


def _frontends() -> str:
    """Changes with the addresses of the front ends, however many there are."""
    return sha256(repr(sorted(settings.FRONTENDS.items())).encode()).hexdigest()[:8]


@cache
def _texts() -> str:
    """Changes with our own message catalogues: an entry names some of its facts in words."""
    own = sorted(settings.LOCALE_PATHS[0].glob("*/LC_MESSAGES/*.po"))
    return sha256(b"".join(file.read_bytes() for file in own)).hexdigest()[:8]


def is_stale() -> bool:
    """Whether the store has to be re-projected. One query."""
    stamp = Sequence.objects.values_list("stamp", flat=True).first()
    return stamp != current()


def renew(sequence: Sequence) -> None:
    """Remember, under the sequence's lock, that every entry is made with what is current."""
    sequence.stamp, sequence.rebuilding = current(), ""
    sequence.save()
