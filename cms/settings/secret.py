"""The installation's secret key, kept in the data folder."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def secret_key(folder: Path) -> str:
    """Return the key in `folder/secret_key`, making it (readable by its owner only) if needed.

    Raises OSError when the folder cannot be written.
    """
    file = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text()
    with os.fdopen(descriptor, "w") as handle:
        handle.write(key := get_random_secret_key())
    return key
