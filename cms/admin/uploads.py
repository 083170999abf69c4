"""What may be uploaded: pictures that can be shown, and documents that are what their names say.

Every form of the back office (adding one or many, the choosers, editing) builds on these two
classes; what a script saves is checked by `check_saved_picture`.
"""

import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageSequence
from wagtail.documents.forms import BaseDocumentForm
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage

from cms.admin import heif
from cms.admin.text_fields import wrap_long_texts
from cms.content.serializers.renditions import ENCODERS, encode, to_rgb
from cms.core.slugs import slugify
from cms.upstream.wagtail import read_file_metadata
from cms.upstream.wagtail_admin import BaseImageForm, WagtailImageField

# Bytes at the start of a file that tell its format.
SIGNATURE_BYTES = 8192


class PictureField(WagtailImageField):
    """Wagtail's picture field, but it counts the pixels first and then decodes all of them.

    Wagtail decodes before it counts, and answers a broken picture with a server error.
    """

    def to_python(self, data: Any) -> Any:
        """Say of an animation in a format that is only read as a still picture that it is one."""
        try:
            return super().to_python(data)
        except ValidationError as error:
            if error.code == "invalid_image" and _is_unreadable_animation(data):
                raise ValidationError(
                    _("This format is accepted without animation: save one frame of the picture."),
                    code="animation",
                ) from error
            raise

    def check_image_file_format(self, f: Any) -> None:
        """Let a HEIF picture have any of its names; any other has that of its format."""
        extension = PurePath(f.name).suffix.lower().removeprefix(".")
        if not (f.image.format_name == "heic" and extension in heif.EXTENSIONS):
            super().check_image_file_format(f)

    def check_image_pixel_size(self, f: Any) -> None:
        """Refuse a picture that `check_picture` refuses."""
        check_picture(f.image.f)
        f.seek(0)
        f.is_checked = True


def check_picture(file: File) -> None:
    """Raise ValidationError unless a picture can be shown in every format that is made of it.

    It is refused with too many pixels, in all its frames, or if one of them does not decode.
    """
    try:
        picture = Image.open(file)
        if picture.format == heif.FORMAT:
            file.seek(0)
            _check_pixels(heif.count_pixels(picture, file.read()))
        _decode(picture)
    except ValidationError:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_many_pixels() from error
    except Exception as error:  # a decoder that is given garbage may raise almost anything
        raise ValidationError(
            _("This picture is damaged or incomplete. Save it again and upload the new file."),
            code="damaged",
        ) from error


def check_saved_picture(instance: AbstractImage, raw: bool = False, **kwargs: object) -> None:
    """Check a picture's new file before it is saved, and note its hash, whoever saves it.

    A receiver of `pre_save`. Raises ValidationError. Forms have checked theirs already.
    """
    if raw or instance.file._committed:
        return
    if not getattr(instance.file.file, "is_checked", False):
        instance.file.open()
        check_picture(instance.file.file)
    read_file_metadata(instance)


def name_unnamed_file(
    instance: AbstractImage | AbstractDocument, raw: bool = False, **kwargs: object
) -> None:
    """Name a new file after its title where nothing is left of its own name, such as “🎉.pdf”.

    A receiver of `pre_save`. The storage drops symbols, and of “.pdf” the next file of that name
    would lose its kind.
    """
    file = instance.file
    if raw or not file or file._committed:
        return
    name = PurePath(file.name)
    if not slugify(name.stem):
        file.name = f"{slugify(instance.title) or instance._meta.model_name}{name.suffix}"


def _decode(picture: Image.Image) -> None:
    """Decode every frame, and encode the first one, made small, in every format."""
    pixels = 0
    for number, frame in enumerate(ImageSequence.Iterator(picture)):
        pixels += frame.width * frame.height
        _check_pixels(pixels)
        frame.load()
        if number == 0:
            sample = to_rgb(frame).resize((16, 16))
            for format in ENCODERS:
                encode(sample, format)


def _check_pixels(number: int) -> None:
    if number > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("This picture has too many pixels: at most %(limit)s million are accepted."),
        code="file_too_many_pixels",
        params={"limit": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000},
    )


def _is_unreadable_animation(file: File) -> bool:
    """Whether it is an animated PNG or AVIF, or a sequence of HEIF pictures."""
    file.seek(0)
    head = file.read(SIGNATURE_BYTES)
    is_film = filetype.guess_extension(head) == "apng" or head[4:12] == b"ftypavis"
    return is_film or heif.is_sequence(head)


class ImageForm(BaseImageForm):
    """The form of every picture upload."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail makes the field by itself, whatever the form declares.
        if plain := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=plain.label, required=plain.required, widget=plain.widget
            )
        wrap_long_texts(self.fields)


class DocumentForm(BaseDocumentForm):
    """The form of every document upload."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrap_long_texts(self.fields)

    def clean_file(self) -> Any:
        """Refuse a new file that is too large, of no accepted kind, or not what it claims."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            _check_size(file)
            _check_kind(file)
        return file


def _check_size(file: UploadedFile) -> None:
    size = file.size or 0
    if size > settings.MAX_DOCUMENT_SIZE:
        raise ValidationError(
            _("This file is too big (%(size)s). The limit is %(limit)s."),
            code="too_big",
            params={
                "size": filesizeformat(size),
                "limit": filesizeformat(settings.MAX_DOCUMENT_SIZE),
            },
        )


def _check_kind(file: UploadedFile) -> None:
    extension = PurePath(file.name or "").suffix.lower().removeprefix(".")
    if extension not in KINDS:
        raise ValidationError(
            _("A document must be one of: %(kinds)s."),
            code="kind",
            params={"kinds": ", ".join(KINDS)},
        )
    file.seek(0)
    try:
        genuine = KINDS[extension](file)
    except Exception:  # as with pictures: an archive of garbage may raise almost anything
        genuine = False
    file.seek(0)
    if not genuine:
        raise ValidationError(
            _("This file is named .%(extension)s but it is something else, or it is damaged."),
            code="content",
            params={"extension": extension},
        )


def _is_pdf(file: UploadedFile) -> bool:
    return bool(filetype.guess_extension(file.read(1024)) == "pdf")


def _is_text(file: UploadedFile) -> bool:
    """Whether it has no byte that text never has, in any encoding that people still use."""
    head = file.read(1024)
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return filetype.guess(head) is None and (utf16 or b"\x00" not in head)


def _is_ooxml(folder: str) -> Callable[[UploadedFile], bool]:
    """Return the test for a Microsoft document: an archive that holds this folder."""

    def test(file: UploadedFile) -> bool:
        names = zipfile.ZipFile(file).namelist()
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)

    return test


def _is_open_document(kind: str) -> Callable[[UploadedFile], bool]:
    """Return the test for an OpenDocument file: an archive that names its own type."""

    def test(file: UploadedFile) -> bool:
        with zipfile.ZipFile(file).open("mimetype") as member:
            return member.read(100).strip() == f"application/vnd.oasis.opendocument.{kind}".encode()

    return test


# The accepted documents. No archive, page, script or program: they would be served from our
# own address. None of Office's old formats: their macros cannot be told from outside.
KINDS: dict[str, Callable[[UploadedFile], bool]] = {
    "pdf": _is_pdf,
    "docx": _is_ooxml("word/"),
    "xlsx": _is_ooxml("xl/"),
    "pptx": _is_ooxml("ppt/"),
    "odt": _is_open_document("text"),
    "ods": _is_open_document("spreadsheet"),
    "odp": _is_open_document("presentation"),
    "txt": _is_text,
    "csv": _is_text,
}
