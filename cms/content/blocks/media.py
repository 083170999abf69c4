"""Blocks with a picture or a file in them."""

from typing import Annotated, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from pydantic import Field
from typing_extensions import TypedDict
from wagtail import blocks
from wagtail.blocks import StructValue
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import AbstractImage

from cms.content.blocks.base import EXAMPLE_IMAGE, ContentReader, PublicBlock
from cms.content.blocks.choosers import FileChooser, PictureChooser
from cms.content.schemas import File, GivenUrl, Image
from cms.core.json_types import JSON
from cms.references.deletions import is_deleted
from cms.upstream.wagtail import ImageBlockComparison, convert_image


class Picture(TypedDict):
    """A picture with the words around it."""

    image: Annotated[Image, Field(description="The picture.")]
    caption: Annotated[str, Field(description="The words below it, or empty.")]
    credit: Annotated[str, Field(description="Who made it, or empty.")]


class Gallery(TypedDict):
    """Several pictures side by side."""

    title: Annotated[str, Field(description="The heading above them, or empty.")]
    pictures: Annotated[list[Picture], Field(description="The pictures: at least one.")]


class Download(TypedDict):
    """A file with what is said about it."""

    title: Annotated[str, Field(description="What to call it here.")]
    description: Annotated[str, Field(description="Plain text about it, in lines, or empty.")]
    file: Annotated[File, Field(description="The file.")]


class Video(TypedDict):
    """A video elsewhere. Load nothing from it until a visitor asks."""

    title: Annotated[str, Field(description="The video's title.")]
    url: Annotated[GivenUrl, Field(description="The video's page.")]
    caption: Annotated[str, Field(description="The words below it, or empty.")]
    poster: Annotated[Image | None, Field(description="The picture to show before it plays.")]


def get_image_alt(image: AbstractImage | None) -> str:
    """Return what the editor said a picture shows; "" for decoration or no picture."""
    if image is None or image.decorative:
        return ""
    return image.contextual_alt_text or ""


class ImageComparison(ImageBlockComparison):
    """Compares versions of which one has no picture, where Wagtail's own fails."""

    def htmlvalue(self, val: AbstractImage | None) -> SafeString:
        return super().htmlvalue(convert_image(self.block, None) if val is None else val)


class ImageChooser(ImageBlock):
    """Wagtail's block of a picture, whose own field goes by a name in English.

    The picture may be missing: where it is not required, and where it was deleted since.
    """

    class Meta:
        # What the editor's outline calls it; by default also “No”, for an empty box.
        label_format = "{image}"

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        chooser = PictureChooser(required=required, label=_("Picture"))
        chooser.set_name("image")
        self.child_blocks["image"] = chooser

    def get_comparison_class(self) -> type[ImageComparison]:
        return ImageComparison

    def clean(self, value: AbstractImage | None) -> AbstractImage | None:
        """Take spaces for no text: Wagtail cleans the picture alone.

        A picture that was deleted needs no words.
        """
        if is_deleted(value):
            return self.child_blocks["image"].clean(value)
        if value is not None:
            value.contextual_alt_text = (value.contextual_alt_text or "").strip()
        return super().clean(value)

    def _image_to_struct_value(self, image: AbstractImage | None) -> JSON:
        """Return the parts, for which Wagtail would have three times None where there is none."""
        if image is None:
            return {"image": None, "alt_text": "", "decorative": False}
        parts: JSON = super()._image_to_struct_value(image)
        return parts


class PictureBlock(PublicBlock, blocks.StructBlock):
    image = ImageChooser(
        label=_("Picture"),
        help_text=_("Say what the picture shows, or mark it as decoration."),
    )
    caption = blocks.CharBlock(
        required=False, label=_("Caption"), help_text=_("Stands below the picture.")
    )
    credit = blocks.CharBlock(
        required=False, label=_("Credit"), help_text=_("Who made the picture.")
    )
    example = {
        "image": EXAMPLE_IMAGE,
        "caption": "Какво показва снимката",
        "credit": "Име на автора",
    }

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("One picture with its caption and credit")

    def serialize(self, value: StructValue, reader: ContentReader) -> Picture | None:
        image = reader.get_image(value["image"], get_image_alt(value["image"]))
        if image is None:
            return None
        return {
            "image": image,
            "caption": value["caption"] or "",
            "credit": value["credit"] or "",
        }


class GalleryBlock(PublicBlock, blocks.StructBlock):
    title = blocks.CharBlock(required=False, label=_("Title"))
    pictures = blocks.ListBlock(PictureBlock(), min_num=1, label=_("Pictures"))
    example = {"title": "Галерия", "pictures": [PictureBlock.example] * 3}

    class Meta:
        icon = "image"
        label = _("Gallery")
        description = _("Several pictures side by side")

    def serialize(self, value: StructValue, reader: ContentReader) -> Gallery | None:
        block = value["pictures"].list_block.child_block
        pictures = [block.serialize(picture, reader) for picture in value["pictures"]]
        shown = [picture for picture in pictures if picture]
        return {"title": value["title"] or "", "pictures": shown} if shown else None


class FileBlock(PublicBlock, blocks.StructBlock):
    title = blocks.CharBlock(
        required=False, label=_("Title"), help_text=_("Empty: the file's own title.")
    )
    description = blocks.TextBlock(required=False, label=_("Description"))
    file = FileChooser(label=_("File"))
    example = {
        "title": "Доклад",
        "description": "Какво има във файла",
        "file": {
            "title": "Доклад",
            "url": "#",
            "filename": "doklad.pdf",
            "size": 123456,
            "type": "application/pdf",
        },
    }

    class Meta:
        icon = "doc-full"
        label = _("File")
        description = _("A file to download, with its size")

    def serialize(self, value: StructValue, reader: ContentReader) -> Download | None:
        file = reader.get_document(value["file"])
        if file is None:
            return None
        return {
            "title": value["title"] or file["title"],
            "description": value["description"] or "",
            "file": file,
        }


class VideoBlock(PublicBlock, blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    url = blocks.URLBlock(
        label=_("Address"),
        help_text=_("The video's page. Nothing is loaded from it until a visitor asks."),
    )
    caption = blocks.CharBlock(required=False, label=_("Caption"))
    poster = ImageChooser(required=False, label=_("Picture to show before it plays"))
    example = {
        "title": "Видео",
        "url": "https://example.org/video",
        "caption": "За какво е видеото",
        "poster": EXAMPLE_IMAGE,
    }

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A link to a video elsewhere, shown as a picture")

    def serialize(self, value: StructValue, reader: ContentReader) -> Video | None:
        url = reader.get_address(None, value["url"] or "")
        if not url:
            return None
        return {
            "title": value["title"],
            "url": url,
            "caption": value["caption"] or "",
            "poster": reader.get_image(value["poster"], get_image_alt(value["poster"])),
        }
