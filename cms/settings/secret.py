"""The installation's secret key, kept in the data folder."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.management.utils import get_random_secret_key

from cms.settings.private_files import protect


def secret_key(folder: Path) -> str:
    """Return the key in `folder/secret_key`, making it (readable by its owner only) if needed.

    Raises OSError when the folder cannot be written.
    """
    file = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        _make(file)
    protect([file])
    return file.read_text()


def _make(file: Path) -> None:
    """Write a new key aside, and give it the name at once: no other process reads half of it.

    Of several that start at the same time, the first one's key is everybody's.
    """
    with NamedTemporaryFile("w", dir=file.parent, prefix="secret_key.") as draft:
        draft.write(get_random_secret_key())
        draft.flush()
        with suppress(FileExistsError):
            os.link(draft.name, file)
