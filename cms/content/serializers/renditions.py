"""The public sizes of a picture: files whose addresses never change and never show anything else.

    images/<picture's number>/<digest>/<name>-<width>x<height>.<format>

Wagtail's own renditions are not used for what the public sees: they get names with a random end,
and the command that updates them, the edit form and whoever clears them delete files that entries
and feed readers still point to. Here the digest stands for the original file and for how the sizes
are made, so a new file gets new addresses, and the old ones answer until the picture is deleted or
made private (`delete_renditions`). The names hold the dimensions, so one listing of the folder is
all that reading takes, on a disk as in an object store.
"""

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2s
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageCms, ImageOps
from wagtail.images.models import AbstractImage

FOLDER = "images"
# Raised whenever the same original would give other files.
RECIPE = 1
# The encoders' limit in pixels: WebP's, the lowest. AVIF and JPEG end near 65,500.
LONGEST_SIDE = 16_383
ENCODERS: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 61},
    "webp": {"format": "WEBP", "quality": 80},
    "jpg": {"format": "JPEG", "quality": 76, "progressive": True, "optimize": True},
    "png": {"format": "PNG", "optimize": True},
}
MODERN = ("avif", "webp")
# The encoders release the interpreter's lock; a large picture takes memory for each.
THREADS = 3
NAME = re.compile(rf".+-(\d{{1,6}})x(\d{{1,6}})\.({'|'.join(ENCODERS)})")

Size = tuple[int, int]


class BrokenPictureError(OSError):
    """The original is missing, or no decoder reads it."""


@dataclass(frozen=True, order=True)
class Rendition:
    """One size of a picture in one format; its `name` is the storage's."""

    format: str
    width: int
    height: int
    name: str

    @property
    def url(self) -> str:
        return default_storage.url(self.name)

    @property
    def size(self) -> int:
        """Its size in bytes."""
        return default_storage.size(self.name)


def get_renditions(image: AbstractImage, widths: Iterable[int], fallback: int) -> list[Rendition]:
    """Return a picture's sizes in every format, by format and width; make them if any is missing.

    The modern formats have each of the `widths` that is smaller than the picture, and its own up
    to the last; the format that every client knows has one, of at most `fallback` pixels. Raises
    BrokenPictureError.
    """
    steps = sorted(widths)
    folder = _get_folder(image, steps, fallback)
    found, names = _find(folder)
    if found and _complete(found) in names:
        return found
    _make_renditions(image, folder, steps, fallback)
    return _find(folder)[0]


def delete_renditions(number: int) -> None:
    """Delete all public sizes that the picture of this number ever had."""
    top = f"{FOLDER}/{number}"
    for digest in _list_renditions(top)[0]:
        for name in _list_renditions(f"{top}/{digest}")[1]:
            default_storage.delete(f"{top}/{digest}/{name}")
        _delete_folder(f"{top}/{digest}")
    _delete_folder(top)


def to_rgb(picture: Image.Image) -> Image.Image:
    """Return a picture upright, in sRGB with 8 bits a channel, and without its metadata.

    Each encoder takes this; of palettes, 16 bits, CMYK and other profiles each refuses some. The
    metadata may tell where a picture was taken.
    """
    picture = ImageOps.exif_transpose(picture)
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("1", "P"):
        picture = picture.convert(_choose_mode(picture))
    picture = _to_srgb(picture)
    picture = picture.convert(_choose_mode(picture))
    picture.info = {}
    return picture


def encode(picture: Image.Image, format: str) -> bytes:
    """Return the bytes of a picture, made by `to_rgb`, in one of the formats of ENCODERS."""
    if format == "jpg" and picture.mode == "RGBA":
        opaque = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(opaque, picture).convert("RGB")
    file = BytesIO()
    picture.save(file, **ENCODERS[format])
    return file.getvalue()


def _get_folder(image: AbstractImage, steps: list[int], fallback: int) -> str:
    """The folder of an original's sizes. Whoever does not have the file cannot guess it."""
    made_of = [RECIPE, steps, fallback, image.file.name, image.file_hash]
    digest = blake2s(repr(made_of).encode(), digest_size=8).hexdigest()
    return f"{FOLDER}/{image.pk}/{digest}"


def _find(folder: str) -> tuple[list[Rendition], list[str]]:
    """The sizes in a folder, and the names of all files there."""
    names = _list_renditions(folder)[1]
    matches = [match for name in names if (match := NAME.fullmatch(name))]
    found = [
        Rendition(match[3], int(match[1]), int(match[2]), f"{folder}/{match[0]}")
        for match in matches
    ]
    return sorted(found), names


def _complete(renditions: list[Rendition]) -> str:
    """The name of the file that is written last: without it some may be missing or half written."""
    return f"complete-{len(renditions)}"


def _list_renditions(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _make_renditions(image: AbstractImage, folder: str, steps: list[int], fallback: int) -> None:
    picture = _read(image)
    stem = re.sub(r"[^A-Za-z0-9_]+", "-", PurePath(image.file.name).stem)[:60]
    sizes = list_sizes(picture.size, steps)
    (smaller,) = list_sizes(picture.size, [fallback])[-1:]
    known = "png" if _may_be_transparent(image, picture) else "jpg"
    resized = {size: picture.resize(size, Image.Resampling.LANCZOS) for size in {*sizes, smaller}}
    wanted = [*((size, format) for size in sizes for format in MODERN), (smaller, known)]
    with ThreadPoolExecutor(max_workers=THREADS) as executor:
        contents = executor.map(lambda each: encode(resized[each[0]], each[1]), wanted)
        for ((width, height), format), content in zip(wanted, contents, strict=True):
            _write(f"{folder}/{stem}-{width}x{height}.{format}", content)
    _write(f"{folder}/{_complete(_find(folder)[0])}", b"complete\n")


def list_sizes(own: Size, steps: list[int]) -> list[Size]:
    """Return the sizes to make of a picture of its `own` size, the smallest first.

    They keep its shape, unless it is so tall that it would be less than a pixel wide.
    """
    width, height = own
    widest = max(1, min(width, steps[-1], LONGEST_SIDE * width // height))
    chosen = [*(step for step in steps if step < widest), widest]
    return [(step, max(1, min(LONGEST_SIDE, height * step // width))) for step in chosen]


def _read(image: AbstractImage) -> Image.Image:
    try:
        with image.open_file() as file:
            content = file.read()
    except OSError as error:
        raise BrokenPictureError(f"{image.file.name} is missing") from error
    try:
        return to_rgb(Image.open(BytesIO(content)))
    except Exception as error:  # a decoder that is given garbage may raise almost anything
        raise BrokenPictureError(f"{image.file.name} is broken") from error


def _may_be_transparent(image: AbstractImage, picture: Image.Image) -> bool:
    named = image.filename.lower().endswith((".png", ".gif", ".webp"))
    return named or picture.mode == "RGBA"


def _choose_mode(picture: Image.Image) -> str:
    return "RGBA" if picture.has_transparency_data else "RGB"


def _to_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if not profile:
        return picture
    try:
        converted = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode=_choose_mode(picture),
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A profile that cannot be read, or that is for another kind of picture, is none.
        return picture
    return converted or picture


def _write(name: str, content: bytes) -> None:
    """Write a file unless it is there; one that was cut short by a crash is written again."""
    if default_storage.exists(name):
        if default_storage.size(name) == len(content):
            return
        default_storage.delete(name)
    saved = default_storage.save(name, ContentFile(content))
    if saved != name:
        # Another process was faster.
        default_storage.delete(saved)


def _delete_folder(folder: str) -> None:
    """Delete an empty folder, where the storage has such things."""
    with suppress(OSError):
        default_storage.delete(folder)
