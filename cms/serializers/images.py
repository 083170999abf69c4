"""Pictures and files as the public sees them."""

import mimetypes
from typing import Any

from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractImage, SourceImageIOError

from cms.addresses import public_url
from cms.shapes import File, FocalPoint, Image, ImageFile

# Widths in pixels that cover a phone, a desk and a sharp screen; each halves or so the next.
WIDTHS = (400, 800, 1200, 1600)
FALLBACK_WIDTH = 1200
FORMATS = {"image/avif": "avif", "image/webp": "webp"}


def public_image(image: AbstractImage, alt: str) -> Image | None:
    """Return a picture's public form; None when its file is missing or broken."""
    try:
        renditions = image.get_renditions(*_filters(image))
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        return None
    fallback = renditions[_fallback(image)]
    return {
        "alt": alt,
        "width": fallback.width,
        "height": fallback.height,
        "src": absolute(fallback.url),
        "focal_point": _focal_point(image),
        "sources": [
            {"type": mime, "srcset": ", ".join(_candidates(image, renditions, extension))}
            for mime, extension in FORMATS.items()
        ],
    }


def public_image_file(image: AbstractImage) -> ImageFile | None:
    """Return what is at the address `src` of a picture; None when its file is missing or broken."""
    try:
        rendition = image.get_rendition(_fallback(image))
        return {"type": _mime(rendition.file.name), "size": rendition.file.size}
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        return None


def make_renditions(image: AbstractImage) -> None:
    """Make every size of a picture that an entry may name, so that publishing finds them made."""
    image.get_renditions(*_filters(image))


def public_document(document: Any) -> File | None:
    """Return a document's public form; None when its file is missing."""
    size = document.get_file_size()
    if size is None:
        return None
    return {
        "title": document.title,
        "url": absolute(document.url),
        "filename": document.filename,
        "size": size,
        "type": _mime(document.filename),
    }


def _mime(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def absolute(url: str) -> str:
    """Return an absolute address; one that a storage elsewhere gave is absolute already."""
    return public_url(url) if url.startswith("/") else url


def _widths(image: AbstractImage) -> list[int]:
    """The steps that are smaller than the picture, and its own width up to the last step."""
    own = min(image.width, WIDTHS[-1])
    return [*(width for width in WIDTHS if width < own), own]


def _filters(image: AbstractImage) -> list[str]:
    sizes = [
        f"width-{width}|format-{extension}"
        for extension in FORMATS.values()
        for width in _widths(image)
    ]
    return [*sizes, _fallback(image)]


def _fallback(image: AbstractImage) -> str:
    """A format every reader knows: JPEG, or PNG where the picture may be transparent."""
    extension = "png" if image.filename.lower().endswith((".png", ".gif", ".webp")) else "jpeg"
    return f"width-{min(FALLBACK_WIDTH, image.width)}|format-{extension}"


def _candidates(image: AbstractImage, renditions: Any, extension: str) -> list[str]:
    specs = [f"width-{width}|format-{extension}" for width in _widths(image)]
    return [f"{absolute(renditions[spec].url)} {renditions[spec].width}w" for spec in specs]


def _focal_point(image: AbstractImage) -> FocalPoint | None:
    """Where to look, as fractions of width and height from the top left corner."""
    if not image.has_focal_point():
        return None
    return {
        "x": round(image.focal_point_x / image.width, 3),
        "y": round(image.focal_point_y / image.height, 3),
    }
