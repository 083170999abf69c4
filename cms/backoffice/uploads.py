"""What may be uploaded: pictures that open, and documents that are what their names say.

Every way in (the add form, the multiple upload, the choosers, the edit form, Wagtail's write
API) builds its form on these two classes.
"""

import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageSequence
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class PictureField(WagtailImageField):
    """Wagtail's picture field, but it counts the pixels first and then decodes all of them.

    Wagtail decodes before it counts, and answers a broken picture with a server error.
    """

    def check_image_pixel_size(self, f: Any) -> None:
        """Refuse a picture with too many pixels, in all its frames, or one that does not decode."""
        try:
            self._decode(Image.open(f.image.f))
        except ValidationError:
            raise
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise self._too_many_pixels() from error
        except Exception as error:  # a decoder that is given garbage may raise almost anything
            raise ValidationError(
                _("This picture is damaged or incomplete. Save it again and upload the new file."),
                code="damaged",
            ) from error
        f.seek(0)

    def _decode(self, picture: Image.Image) -> None:
        pixels = 0
        for frame in ImageSequence.Iterator(picture):
            pixels += frame.width * frame.height
            if pixels > self.max_image_pixels:
                raise self._too_many_pixels()
            frame.load()

    def _too_many_pixels(self) -> ValidationError:
        return ValidationError(
            _("This picture has too many pixels: at most %(limit)s million are accepted."),
            code="file_too_many_pixels",
            params={"limit": self.max_image_pixels // 1_000_000},
        )


class ImageForm(BaseImageForm):
    """The form of every picture upload."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail makes the field by itself, whatever the form declares.
        if plain := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=plain.label, required=plain.required, widget=plain.widget
            )


class DocumentForm(BaseDocumentForm):
    """The form of every document upload."""

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


def _is_office(folder: str) -> Callable[[UploadedFile], bool]:
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
    "docx": _is_office("word/"),
    "xlsx": _is_office("xl/"),
    "pptx": _is_office("ppt/"),
    "odt": _is_open_document("text"),
    "ods": _is_open_document("spreadsheet"),
    "odp": _is_open_document("presentation"),
    "txt": _is_text,
    "csv": _is_text,
}
