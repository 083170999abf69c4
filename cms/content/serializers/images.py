"""Pictures and files as the public sees them."""

import mimetypes

from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage

from cms.content.schemas import File, FocalPoint, Image, ImageFile
from cms.content.serializers.renditions import BrokenPictureError, Rendition, get_renditions
from cms.core.public_urls import get_public_url

# Widths in pixels that cover a phone, a desk and a sharp screen; each halves or so the next.
WIDTHS = (400, 800, 1200, 1600)
FALLBACK_WIDTH = 1200
FORMATS = {"image/avif": "avif", "image/webp": "webp"}


def serialize_image(image: AbstractImage, alt: str) -> Image | None:
    """Return a picture's public form; None when its file is missing or broken."""
    try:
        renditions = make_renditions(image)
    except BrokenPictureError:
        return None
    fallback = _choose_fallback(renditions)
    return {
        "alt": alt,
        "width": fallback.width,
        "height": fallback.height,
        "src": get_absolute_url(fallback.url),
        "focal_point": _get_focal_point(image),
        "sources": [
            {"type": mime, "srcset": ", ".join(_build_srcset(renditions, extension))}
            for mime, extension in FORMATS.items()
        ],
    }


def serialize_image_file(image: AbstractImage) -> ImageFile | None:
    """Return what is at the address `src` of a picture; None when its file is missing or broken."""
    try:
        fallback = _choose_fallback(make_renditions(image))
    except BrokenPictureError:
        return None
    return {"type": _guess_mime_type(fallback.name), "size": fallback.size}


def make_renditions(image: AbstractImage) -> list[Rendition]:
    """Return every size of a picture that an entry may name; make what is missing.

    Raises BrokenPictureError.
    """
    return get_renditions(image, WIDTHS, FALLBACK_WIDTH)


def serialize_document(document: AbstractDocument) -> File | None:
    """Return a document's public form; None when its file is missing."""
    size = document.get_file_size()
    if size is None:
        return None
    return {
        "title": document.title,
        "url": get_absolute_url(document.url),
        "filename": document.filename,
        "size": size,
        "type": _guess_mime_type(document.filename),
    }


def _guess_mime_type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def get_absolute_url(url: str) -> str:
    """Return an absolute address; one that a storage elsewhere gave is absolute already."""
    return get_public_url(url) if url.startswith("/") else url


def _choose_fallback(renditions: list[Rendition]) -> Rendition:
    """Return the one in a format that every reader knows."""
    return next(each for each in renditions if each.format not in FORMATS.values())


def _build_srcset(renditions: list[Rendition], extension: str) -> list[str]:
    """Return the addresses and widths of one format, the narrowest first."""
    return [f"{get_absolute_url(r.url)} {r.width}w" for r in renditions if r.format == extension]


def _get_focal_point(image: AbstractImage) -> FocalPoint | None:
    """Where to look, as fractions of width and height from the top left corner."""
    if not image.has_focal_point():
        return None
    return {
        "x": round(image.focal_point_x / image.width, 3),
        "y": round(image.focal_point_y / image.height, 3),
    }
