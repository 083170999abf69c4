"""What the store's entries were made with.

A new serializer, a new address of the site or of a front end, other words or another set of
languages changes what every entry says, without any page changing. The store remembers what it was
made with and re-projects itself when that differs.
"""

from functools import cache
from hashlib import sha256

from django.conf import settings

from cms.content.serializers.base import VERSION
from cms.store.models import Sequence
from cms.store.read_models import READ_MODELS


def compute_version() -> str:
    parts = f"{VERSION} {describe_site()} {_hash_texts()}"
    return " ".join([parts, *(read_model.version for read_model in READ_MODELS)])


def describe_site() -> str:
    """What the environment says of the site: its address, its front ends and its languages."""
    languages = ",".join(code for code, _ in settings.LANGUAGES)
    return f"{settings.BASE_URL} {settings.MEDIA_URL} {_hash_frontends()} {languages}"


def _hash_frontends() -> str:
    """Changes with the addresses of the front ends, however many there are."""
    return sha256(repr(sorted(settings.FRONTENDS.items())).encode()).hexdigest()[:8]


@cache
def _hash_texts() -> str:
    """Changes with our own message catalogues: an entry names some of its facts in words."""
    own = sorted(settings.LOCALE_PATHS[0].glob("*/LC_MESSAGES/*.po"))
    return sha256(b"".join(file.read_bytes() for file in own)).hexdigest()[:8]


# As the environment was when this process began.
SITE_AT_START = describe_site()


def is_stale() -> bool:
    """Whether the store has to be re-projected, or a run that does so was killed. One query."""
    versions = Sequence.objects.values_list("build_version", "pending_build_version").first()
    return (
        versions is None
        or versions[0] != compute_version()
        or versions[1] not in ("", compute_version())
    )


def is_of_another_site(sequence: Sequence) -> bool:
    """Whether the store is made, or is just being made again, for another address or languages.

    What a process with another environment wrote would be wrong for every reader: it leaves its
    changes to the processes of the installation. Only `sync`, which makes everything again,
    takes the store over for its own site.
    """
    # A version, then the four words of `describe_site`.
    owner = (sequence.pending_build_version or sequence.build_version).split(" ")[1:5]
    return len(owner) == 4 and " ".join(owner) not in (SITE_AT_START, describe_site())


def get_foreign_address() -> str:
    """Return the address that the store is made for, where it is not of this process's site."""
    sequence = Sequence.objects.first()
    if sequence is None or not is_of_another_site(sequence):
        return ""
    return (sequence.pending_build_version or sequence.build_version).split(" ")[1]


def save_version(sequence: Sequence) -> None:
    """Remember, under the sequence's lock, that every entry is made with what is current."""
    sequence.build_version, sequence.pending_build_version = compute_version(), ""
    sequence.save()
