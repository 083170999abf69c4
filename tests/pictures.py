"""Files of pictures of every kind that people upload."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image

# EXIF's tag for how a picture is turned, with the value for a quarter turn.
ORIENTATION, QUARTER_TURN = 0x0112, 6
GPS = 0x8825


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def noise(mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> Image.Image:
    return Image.effect_noise(size, 90).convert(mode)


def frames(mode: str = "RGB") -> list[Image.Image]:
    return [Image.effect_noise((64, 48), spread).convert(mode) for spread in (10, 40, 70)]


def animated(kind: str, mode: str = "RGB", **options: Any) -> bytes:
    first, *others = frames(mode)
    return encoded(first, kind, save_all=True, append_images=others, **options)


def turned(size: tuple[int, int] = (64, 48), kind: str = "JPEG") -> bytes:
    """A picture that its metadata turns by a quarter, and that tells where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION] = QUARTER_TURN
    exif.get_ifd(GPS)[1] = "N"
    return encoded(noise(size=size), kind, exif=exif.tobytes())


def heif_of_10_bits(size: tuple[int, int] = (64, 48)) -> bytes:
    """A HEIF picture as telephones take them in HDR."""
    file = BytesIO()
    width, height = size
    pillow_heif.encode("RGB;16", size, b"\x12\x34" * 3 * width * height, file)
    return file.getvalue()


def grey_of_16_bits(level: int, size: tuple[int, int] = (64, 48)) -> bytes:
    """A PNG of one grey, from 0 to 65,535: Pillow writes none."""
    width, height = size
    line = b"\0" + level.to_bytes(2, "big") * width
    head = struct.pack(">IIBBBBB", width, height, 16, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(line * height)), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


# What is accepted. Where the size is not what it says, it is 64 by 48.
ACCEPTED = {
    "black-and-white.png": encoded(noise("1"), "PNG"),
    "black-and-white-transparent.png": encoded(noise("1"), "PNG", transparency=0),
    "grey.png": encoded(noise("L"), "PNG"),
    "grey-transparent.png": encoded(noise("LA"), "PNG"),
    "grey-with-one-transparent.png": encoded(noise("L"), "PNG", transparency=3),
    "grey-16-bits.png": grey_of_16_bits(30_000),
    "palette.png": encoded(noise("P"), "PNG"),
    "palette-transparent.png": encoded(noise("P"), "PNG", transparency=3),
    "colour-transparent.png": encoded(noise("RGBA"), "PNG"),
    "colour-with-one-transparent.png": encoded(noise(), "PNG", transparency=(1, 2, 3)),
    "colour.jpg": encoded(noise(), "JPEG"),
    "grey.jpg": encoded(noise("L"), "JPEG"),
    "print.jpg": encoded(noise("CMYK"), "JPEG"),
    "turned.jpg": turned(),
    "unreadable-profile.jpg": encoded(noise(), "JPEG", icc_profile=b"rubbish" * 30),
    "still.gif": encoded(noise("P"), "GIF"),
    "animated.gif": animated("GIF", "P"),
    "animated-transparent.gif": animated("GIF", "P", transparency=0),
    "still.webp": encoded(noise("RGBA"), "WEBP"),
    "animated.webp": animated("WEBP"),
    "still.avif": encoded(noise("RGBA"), "AVIF"),
    "photo.heic": encoded(noise(), "HEIF"),
    "photo.HIF": encoded(noise("L"), "HEIF"),
    "transparent.heif": encoded(noise("RGBA"), "HEIF"),
    "turned.heic": turned(kind="HEIF"),
    "10-bits.heic": heif_of_10_bits(),
    "several.heic": animated("HEIF"),
    "one-pixel.png": encoded(noise(size=(1, 1)), "PNG"),
    "one-pixel.gif": encoded(noise("P", size=(1, 1)), "GIF"),
    "one-pixel.jpg": encoded(noise(size=(1, 1)), "JPEG"),
    "tall.png": encoded(Image.new("RGB", (1, 40_000)), "PNG"),
    "taller.png": encoded(Image.new("1", (2, 200_000)), "PNG"),
    "tall.jpg": encoded(Image.new("L", (100, 65_000)), "JPEG"),
    "wide.png": encoded(Image.new("RGB", (40_000, 1)), "PNG"),
    "wide.jpg": encoded(Image.new("L", (65_000, 3)), "JPEG"),
    "at-the-limit.png": encoded(Image.new("L", (3, 16_383)), "PNG"),
    "above-the-limit.png": encoded(Image.new("L", (3, 16_384)), "PNG"),
}
