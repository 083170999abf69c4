"""Collects the static files when they are not the ones collected last."""

import hashlib
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

# Comes along with what shows the API's description, and is as long as all the rest.
UNUSED = ["redoc"]


def collect() -> bool:
    """Collect the static files if any has changed; return whether that was needed.

    The folder is emptied first: collectstatic goes by the files' times, and a release unpacked
    today may carry files that are older than the ones collected yesterday.
    """
    mark = Path(settings.DATA_DIR) / "static.fingerprint"
    wanted = fingerprint()
    if (settings.STATIC_ROOT / "staticfiles.json").exists() and read(mark) == wanted:
        return False
    call_command(
        "collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=UNUSED
    )
    mark.write_text(wanted)
    return True


def read(file: Path) -> str:
    """Return the file's text, or nothing when there is no such file."""
    return file.read_text() if file.exists() else ""


def fingerprint() -> str:
    """Return a digest of every source file's name, size and time, and of what processes them."""
    digest = hashlib.sha256(f"{django.__version__} {settings.STORAGES['staticfiles']}".encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
