"""Opening what somebody uploads: PO and XLIFF files, alone, several, or in a ZIP."""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from cms.translation.files import formats
from cms.translation.files.parsed import ParsedJob
from cms.translation.files.problems import Problem, RefusedError

# Files in one ZIP; and as how many of the largest files all may be together, unpacked.
MAX_ARCHIVE_FILES = 1000
MAX_TOTAL_FACTOR = 4


def read_uploads(uploads: Iterable[UploadedFile]) -> list[ParsedJob]:
    """Return the jobs of all files. Raises RefusedError with what is wrong with each of them."""
    jobs: list[ParsedJob] = []
    problems: list[Problem] = []
    for name, data in list(_read_all(uploads)):
        try:
            jobs += formats.read_file(data, name)
        except RefusedError as error:
            problems += error.problems
    if problems:
        raise RefusedError(*problems)
    if not jobs:
        raise RefusedError(Problem(_("Choose a file.")))
    return jobs


def _read_all(uploads: Iterable[UploadedFile]) -> Iterator[tuple[str, bytes]]:
    """Each file with its name, before any is read: all of them may be too much together."""
    bytes_left = MAX_TOTAL_FACTOR * settings.MAX_TRANSLATION_FILE_SIZE
    for upload in uploads:
        for name, data in _read_files(upload):
            bytes_left -= len(data)
            if bytes_left < 0:
                raise _too_big_error(name)
            yield name, data


def _read_files(upload: UploadedFile) -> Iterator[tuple[str, bytes]]:
    name = upload.name or ""
    if (upload.size or 0) > settings.MAX_TRANSLATION_FILE_SIZE:
        raise _too_big_error(name)
    data = upload.read()
    if data.startswith(formats.ZIP_STARTS):
        yield from _read_members(upload, name)
    else:
        yield name, data


def _read_members(upload: UploadedFile, name: str) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(upload) as archive:
            members = [member for member in archive.infolist() if _is_content(member)]
            if not members or len(members) > MAX_ARCHIVE_FILES:
                text = _("Of a ZIP, 1 to %(limit)s files are read; here are %(number)s.")
                raise RefusedError(
                    Problem(text % {"limit": MAX_ARCHIVE_FILES, "number": len(members)}, file=name)
                )
            for member in members:
                yield f"{name}: {member.filename}", _unpack(archive, member, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError) as error:
        # RuntimeError is what a password, and NotImplementedError what a rare method raises.
        text = _("This ZIP is damaged, or it is locked by a password.")
        raise RefusedError(Problem(text, file=name)) from error


def _is_content(member: zipfile.ZipInfo) -> bool:
    """Whether it is a file of the sender's, and none that their system has added."""
    path = PurePosixPath(member.filename)
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return not member.is_dir() and not hidden


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """Unpack no more than is allowed, whatever size the archive claims."""
    with archive.open(member) as file:
        data = file.read(settings.MAX_TRANSLATION_FILE_SIZE + 1)
    if len(data) > settings.MAX_TRANSLATION_FILE_SIZE:
        raise _too_big_error(f"{name}: {member.filename}")
    return data


def _too_big_error(name: str) -> RefusedError:
    text = _("The file is too big: at most %(limit)s are read.")
    limit = filesizeformat(settings.MAX_TRANSLATION_FILE_SIZE)
    return RefusedError(Problem(text % {"limit": limit}, file=name))
