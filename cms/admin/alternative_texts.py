"""Alternative texts: what a picture shows, in the words of a person and not of a file system."""

import re
from pathlib import PurePath

from wagtail.images.models import AbstractImage

from cms.upstream.patches import apply_patches
from cms.upstream.wagtail import string_to_ascii

EXTENSION = re.compile(
    r"\.(?:avif|bmp|gif|heic|heif|jfif|jpe?g|png|raw|svg|tiff?|webp)$", re.IGNORECASE
)
# What cameras, telephones and messengers call their pictures.
GENERATED = re.compile(
    r"""(?:
      _?(?:cimg|dji|dsc[fn]?|fb_img|gopr|img|img[_-]e|imgp|kimg|mvimg|pict|pxl|sam|vid|wp)
      [ _-]?\d{3,}[^\s\d]?\S*
    | p\d{7}
    | \d{8}[ _-]\d{4,}\S*
    | \d{5,}
    | (?:image|photo|picture|снимка)[ _-]?\d+
    | (?:received|viber[ _]image|whatsapp[ ]image|screenshot|screen[ ]shot|екранна[ ]снимка
      |снимка[ ]на[ ]екрана)[ _-]\d.*
    | [0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}
    )(?:[ ](?:copy|копие))?(?:[ ]?\(\d+\))?""",
    re.IGNORECASE | re.VERBOSE,
)
# Django's storages add this to a name that is taken.
SUFFIX = re.compile(r"_[A-Za-z0-9]{7}$")
# Wagtail cuts the names of stored files, with their folder, at about 94 characters.
CUT_LENGTH = 90
# Longer than any name of a file.
MAX_NAME_LENGTH = 255


def register() -> None:
    """Replace Wagtail's suggestion for an alternative text: it falls back on a picture's title,
    which is the name of its file until somebody edits it.

    Choosers, blocks that are given a bare number, and images in rich text all take this property.
    """
    apply_patches("wagtail.images.models:AbstractImage.default_alt_text", property(suggest))


def suggest(picture: AbstractImage) -> str:
    """Return the description that a person wrote for a picture in the library, or ""."""
    description: str = picture.description.strip()
    return "" if is_file_name(description, picture) else description


def is_file_name(text: str, picture: AbstractImage | None = None) -> bool:
    """Return whether a text is the name of a picture's file, with or without its extension, or a
    name as cameras give."""
    text = text.strip()
    if not text or len(text) > MAX_NAME_LENGTH:
        return False
    if EXTENSION.search(text) or GENERATED.fullmatch(text):
        return True
    return picture is not None and _is_name_of(picture, text)


def _is_name_of(picture: AbstractImage, text: str) -> bool:
    """Return whether it is the name of a picture's own file, or its title where that is no prose.

    A stored file has lost its spaces and alphabet, and the end of a long name.
    """
    squashed = _squash(text)
    stem = PurePath(picture.file.name).stem
    names = {_squash(stem), _squash(SUFFIX.sub("", stem))} - {""}
    if re.search(r"[\d_]", picture.title) and " " not in picture.title:
        names.add(_squash(picture.title))
    if len(picture.file.name) >= CUT_LENGTH:
        return squashed.startswith(tuple(names))
    return squashed in names


def _squash(text: str) -> str:
    """Return what is left of a text in the name of a stored file: Latin letters and digits."""
    return re.sub(r"[^a-z0-9]", "", string_to_ascii(text).lower())
