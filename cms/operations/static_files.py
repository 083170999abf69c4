"""Collect the static files when they are not the ones collected last, and how they are stored."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

import brotli
import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Comes along with what shows the API's description, and is as long as all the rest; and with what
# answers it, which answers in JSON alone.
UNUSED = ["redoc", "rest_framework"]
# Of Brotli's eleven: a twentieth of the time of the last, and files a tenth longer.
BROTLI_QUALITY = 9


class QuickCompressor(Compressor):
    """Compress quickly: somebody waits for it at the first start."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return brotli.compress(data, quality=BROTLI_QUALITY)

    def write_data(self, *args: Any) -> str:
        """Leave the file readable by a proxy, as Django leaves the one it was made from."""
        name: str = super().write_data(*args)
        if settings.FILE_UPLOAD_PERMISSIONS is not None:
            os.chmod(name, settings.FILE_UPLOAD_PERMISSIONS)
        return name


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's, which compresses each file twice: here only under the name that pages use."""

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return QuickCompressor(**kwargs)

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        named = set(self.hashed_files.values())
        yield from super().compress_files([path for path in paths if path in named])


class Count(StringIO):
    """Make "n of m" of the lines in which collectstatic names each file."""

    # How a line begins that names one file, and what is done with it.
    STEPS = {"Copying": "Copying", "Post-processed": "Naming"}

    def __init__(self, out: TextIO, total: int) -> None:
        super().__init__()
        self.out, self.total = out, total
        self.done: dict[str, int] = {}

    def write(self, line: str) -> int:
        begins = line.partition(" ")[0]
        if begins in self.STEPS and self.done.get(begins, 0) < self.total:
            self.done[begins] = self.done.get(begins, 0) + 1
            what = self.STEPS[begins]
            self.out.write(f"{what} static files: {self.done[begins]} of {self.total}")
        return len(line)


def collect_static(out: TextIO) -> bool:
    """Collect the static files if any has changed; return whether that was needed.

    `out` gets a line for each file. The folder is emptied first: collectstatic goes by the files'
    times, and a release unpacked today may carry files that are older than the ones collected
    yesterday.
    """
    mark = Path(settings.DATA_DIR) / "static.fingerprint"
    wanted, total = fingerprint()
    if (settings.STATIC_ROOT / "staticfiles.json").exists() and read_file(mark) == wanted:
        return False
    call_command(
        "collectstatic",
        interactive=False,
        clear=True,
        verbosity=2,
        ignore_patterns=UNUSED,
        stdout=Count(out, total),
    )
    mark.write_text(wanted)
    return True


def read_file(file: Path) -> str:
    """Return the file's text, or nothing when there is no such file."""
    return file.read_text() if file.exists() else ""


def fingerprint() -> tuple[str, int]:
    """Return a digest of every source file's name, size and time, and of what processes them;
    and how many files there are."""
    digest = hashlib.sha256(f"{django.__version__} {settings.STORAGES['staticfiles']}".encode())
    count = 0
    for finder in get_finders():
        for name, storage in sorted(finder.list(UNUSED), key=lambda found: found[0]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
            count += 1
    return digest.hexdigest(), count
