"""The formats a job is handed off in, and how a file is known for one of them."""

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from cms.core.slugs import slugify
from cms.translation.files import po, xliff, xliff12, xliff20
from cms.translation.files.file_units import FileJob
from cms.translation.files.parsed import ParsedJob
from cms.translation.files.problems import Problem, RefusedError

XML_STARTS = (b"<", b"\xff\xfe<", b"\xfe\xff\x00<")
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")


def _job_id(job: FileJob) -> str:
    return job.id


def _source_language(job: FileJob) -> str:
    return job.source_language


@dataclass(frozen=True)
class Format:
    """A format by its name in addresses; `write` makes a file of the jobs that belong into one."""

    name: str
    label: str
    media_type: str
    extension: str
    write: Callable[[list[FileJob]], bytes]
    group_key: Callable[[FileJob], str]


FORMATS = {
    format.name: format
    for format in (
        Format("pofile", po.NAME, "text/x-gettext-translation", ".po", po.write, _job_id),
        Format(
            "xliff12",
            xliff12.NAME,
            "application/x-xliff+xml",
            ".xlf",
            xliff12.write,
            _source_language,
        ),
        Format(
            "xliff20",
            xliff20.NAME,
            "application/xliff+xml",
            ".xlf",
            xliff20.write,
            _source_language,
        ),
    )
}


@dataclass(frozen=True)
class ExportedFile:
    name: str
    media_type: str
    data: bytes


def export_jobs(jobs: Iterable[FileJob], format: Format) -> ExportedFile:
    """Return one file with all the jobs: a ZIP, where the format cannot hold them in one."""
    groups: dict[str, list[FileJob]] = {}
    for job in jobs:
        groups.setdefault(format.group_key(job), []).append(job)
    files = [
        ExportedFile(_file_name(group[0], format), format.media_type, format.write(group))
        for group in groups.values()
    ]
    return files[0] if len(files) == 1 else _zip(files)


def _zip(files: list[ExportedFile]) -> ExportedFile:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as members:
        for number, file in enumerate(files, 1):
            members.writestr(f"{number:03}-{file.name}", file.data)
    name = PurePosixPath(files[0].name).with_suffix(".zip").name
    return ExportedFile(name, "application/zip", archive.getvalue())


def _file_name(job: FileJob, format: Format) -> str:
    name = slugify(job.title, job.source_language) or "translation"
    return f"{name}-{job.target_language}{format.extension}"


def read_file(data: bytes, file: str) -> list[ParsedJob]:
    """Read a file of any of the formats, whatever its name. Raises RefusedError."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise RefusedError(Problem(_("The file is empty."), file=file))
    if start.startswith(XML_STARTS):
        return _read_xliff(data, file)
    if b"msgid" in data:
        return po.read(data, file)
    text = _("This is neither a PO nor an XLIFF file.")
    raise RefusedError(Problem(text, file=file))


def _read_xliff(data: bytes, file: str) -> list[ParsedJob]:
    root = xliff.parse_root(data, file)
    version = root.get("version", "")
    if root.tag == f"{xliff12.N}xliff":
        jobs = xliff12.read(root, file)
    elif root.tag == f"{xliff20.N}xliff" and version.startswith("2."):
        jobs = xliff20.read(root, file)
    else:
        text = _("This is XML, but not XLIFF 1.2 or 2.0.")
        raise RefusedError(Problem(text, file=file))
    if not jobs:
        raise RefusedError(Problem(_("There is no translation in the file."), file=file))
    return jobs
