"""Photographs as telephones and cameras take them: HEIF with HEVC in it, called .heic, .heif or
.hif.

pillow-heif teaches Pillow to read them; browsers do not, so the public sees other formats alone.
"""

import re
from typing import Any

import filetype
import pillow_heif
from filetype.types.image import Heic
from PIL import Image

EXTENSIONS = ("heic", "heif", "hif")
FORMAT = "HEIF"
# Brands in the file's head (ISO/IEC 23008-12, B.4): pictures of more than eight bits a channel or
# of several layers, which `filetype` does not know; sequences of pictures, which are not read.
FURTHER_BRANDS = {"heix", "heim", "heis"}
SEQUENCE_BRANDS = {b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"}
# The box that says how large a picture is: type, version 0, flags, width, height.
SPATIAL_EXTENTS = re.compile(rb"ispe\x00.{3}(.{4})(.{4})", re.DOTALL)


class FurtherHeic(Heic):
    """Recognises what `filetype` does not: Willow goes by it."""

    def match(self, buf: Any) -> bool:
        if not self._is_isobmff(buf):
            return False
        brand, _, others = self._get_ftyp(buf)
        return brand in FURTHER_BRANDS or (
            brand == "mif1" and not FURTHER_BRANDS.isdisjoint(others)
        )


def register() -> None:
    """Have the pictures read, and nothing that comes with them: thumbnails, depth, other layers."""
    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    filetype.add_type(FurtherHeic())


def is_sequence(head: bytes) -> bool:
    """Return whether a file begins as a film or burst of pictures."""
    return head[4:8] == b"ftyp" and head[8:12] in SEQUENCE_BRANDS


def count_pixels(picture: Image.Image, content: bytes) -> int:
    """Return how many pixels a decoder may have to make of a file.

    Each picture in it says its size, which bounds what its decoder may take; but it can be told to
    show a small part of a large one, and Pillow sees the size of the part.
    """
    sizes = [
        int.from_bytes(width, "big") * int.from_bytes(height, "big")
        for width, height in SPATIAL_EXTENTS.findall(content)
    ]
    return max(sizes, default=0) * getattr(picture, "n_frames", 1)
