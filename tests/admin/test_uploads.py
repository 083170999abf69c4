"""Uploads through the back office's own views: what is refused is a sentence, never a 500."""

import io
import zipfile
import zlib
from hashlib import sha1
from pathlib import PurePath
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import Settings
from wagtail.documents.models import Document
from wagtail.images.models import Image as Picture
from wagtail.users.models import UserProfile

from tests import pictures

# Wagtail leaves the temporary file open in which it makes a rendition.
pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file"),
]

DAMAGED = "damaged or incomplete"
ROUTES = ("add", "multiple", "chooser", "edit")


@pytest.fixture
def office(admin_client: Client, admin_user: Any) -> Client:
    """An administrator who reads English."""
    UserProfile.objects.create(user=admin_user, preferred_language="en")
    return admin_client


# The files


def encoded(kind: str, size: tuple[int, int] = (64, 64), **options: Any) -> bytes:
    file = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(file, kind, **options)
    return file.getvalue()


def one_pixel_png(width: int, height: int) -> bytes:
    """A PNG that says it is of this size, and holds one pixel."""
    file = io.BytesIO()
    Image.new("1", (1, 1)).save(file, "PNG")
    data = bytearray(file.getvalue())
    data[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


def heic(**sizes: tuple[int, int]) -> bytes:
    """A HEIC of 60 by 60 pixels that says what is given of its size, in boxes named `ispe`, the
    whole picture's size, and `clap`, that of the part that is shown."""
    data = bytearray(encoded("HEIF", (60, 60)))
    for box, (width, height) in sizes.items():
        at = data.index(box.encode()) + 4
        # `ispe` has a version first; `clap` holds fractions.
        for place in {"ispe": (4, 8), "clap": (0, 8)}[box]:
            number = width if place != 8 else height
            data[at + place : at + place + 4] = number.to_bytes(4, "big")
    return bytes(data)


def archive(*files: tuple[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as opened:
        for name, text in files:
            opened.writestr(name, text)
    return data.getvalue()


def word(folder: str = "word") -> bytes:
    return archive(("[Content_Types].xml", "<x/>"), (f"{folder}/document.xml", "<x/>"))


def open_document(kind: str) -> bytes:
    return archive(("mimetype", f"application/vnd.oasis.opendocument.{kind}"))


# The ways in


def upload(office: Client, app: str, route: str, name: str, data: bytes) -> Any:
    """Upload a file to Wagtail's pictures or documents by one of the ROUTES."""
    file = SimpleUploadedFile(name, data)
    if route == "multiple":
        return office.post(reverse(f"{app}:add_multiple"), {"title": "x", "files[]": file})
    if route == "chooser":
        prefix = {"wagtailimages": "image", "wagtaildocs": "document"}[app] + "-chooser-upload"
        fields = {f"{prefix}-title": "x", f"{prefix}-file": file}
        return office.post(reverse(f"{app}_chooser:create"), fields)
    arguments = [] if route == "add" else [existing(app).pk]
    return office.post(reverse(f"{app}:{route}", args=arguments), {"title": "x", "file": file})


def existing(app: str) -> Any:
    if app == "wagtailimages":
        return Picture.objects.create(title="old", file=SimpleUploadedFile("o.png", encoded("PNG")))
    return Document.objects.create(title="old", file=SimpleUploadedFile("o.txt", b"old"))


def assert_accepted(response: HttpResponse) -> None:
    accepted = (b'"success": true', b'"step": "chosen"')
    assert response.status_code == 302 or any(mark in response.content for mark in accepted)


def assert_refused(response: HttpResponse, reason: str) -> None:
    assert response.status_code == 200
    assert reason in response.content.decode()


# Pictures

BROKEN = {
    "cut.png": encoded("PNG")[:2000],
    "cut.jpg": encoded("JPEG")[:1000],
    "cut.webp": encoded("WEBP")[:500],
    "short.png": one_pixel_png(64, 64),
    "header.png": encoded("PNG")[:20],
    "noise.gif": b"GIF89a" + b"\xff" * 40,
    "cut.gif": encoded("GIF")[:300],
    "cut.heic": encoded("HEIF")[:-100],
    "head.heic": encoded("HEIF")[:200],
    "larger-than-it-is.heic": heic(ispe=(640, 640)),
    "smaller-than-it-is.heic": heic(ispe=(16, 16)),
}


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("name", BROKEN)
def test_broken_picture_is_refused(office: Client, route: str, name: str) -> None:
    assert_refused(upload(office, "wagtailimages", route, name, BROKEN[name]), DAMAGED)
    assert not Picture.objects.filter(title="x").exists()


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("size", [(9000, 9000), (15_000, 15_000)])
def test_too_many_pixels(office: Client, route: str, size: tuple[int, int]) -> None:
    response = upload(office, "wagtailimages", route, "huge.png", one_pixel_png(*size))
    assert_refused(response, "too many pixels: at most 50 million")


@pytest.mark.parametrize("route", ROUTES)
def test_pixels_around_the_part_that_is_shown_are_counted(office: Client, route: str) -> None:
    response = upload(office, "wagtailimages", route, "huge.heic", heic(ispe=(9000, 9000)))
    assert_refused(response, "too many pixels: at most 50 million")


def test_pixels_are_counted_in_all_frames(office: Client, settings: Settings) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 3 * 64 * 64
    frames = [Image.effect_noise((64, 64), spread) for spread in (10, 40, 70, 100)]
    film = encoded("GIF", save_all=True, append_images=frames)
    assert_refused(upload(office, "wagtailimages", "add", "film.gif", film), "too many pixels")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"plain words", "valid image"), (b"<html></html>", "Not a valid .png image")],
)
def test_what_is_no_picture_is_refused(
    office: Client, route: str, data: bytes, reason: str
) -> None:
    assert_refused(upload(office, "wagtailimages", route, "words.png", data), reason)


@pytest.mark.parametrize("route", ROUTES)
def test_heavy_picture_is_refused(office: Client, settings: Settings, route: str) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1000
    response = upload(office, "wagtailimages", route, "heavy.png", encoded("PNG"))
    assert_refused(response, "too big")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF", "HEIF"])
def test_sound_picture_is_accepted(office: Client, route: str, kind: str) -> None:
    response = upload(office, "wagtailimages", route, f"good.{kind.lower()}", encoded(kind))
    assert_accepted(response)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "name", ["tall.png", "grey-16-bits.png", "animated.gif", "print.jpg", "10-bits.heic"]
)
def test_unusual_picture_is_accepted(office: Client, route: str, name: str) -> None:
    assert_accepted(upload(office, "wagtailimages", route, name, pictures.ACCEPTED[name]))


@pytest.mark.parametrize("name", pictures.ACCEPTED)
def test_whatever_can_be_rendered_is_accepted(office: Client, name: str) -> None:
    assert_accepted(upload(office, "wagtailimages", "add", name, pictures.ACCEPTED[name]))


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("kind", ["PNG", "AVIF"])
def test_animation_that_is_not_read_is_refused_by_name(
    office: Client, route: str, kind: str
) -> None:
    data = pictures.animated(kind)
    response = upload(office, "wagtailimages", route, f"film.{kind.lower()}", data)
    assert_refused(response, "without animation")


def test_sequence_of_heif_pictures_is_refused_by_name(office: Client) -> None:
    data = encoded("HEIF").replace(b"ftypheic", b"ftyphevc")
    response = upload(office, "wagtailimages", "add", "burst.heic", data)
    assert_refused(response, "without animation")


@pytest.mark.parametrize("route", ["add", "add_multiple"])
def test_form_offers_photographs_of_telephones(office: Client, route: str) -> None:
    html = office.get(reverse(f"wagtailimages:{route}")).content.decode()
    assert 'accept="image/*, image/heic, image/avif"' in html
    assert "HEIC" in html or "heic" in html


def test_library_shows_a_photograph_of_a_telephone_as_a_browser_can(office: Client) -> None:
    upload(office, "wagtailimages", "add", "photo.heic", pictures.turned(kind="HEIF"))
    picture = Picture.objects.get()
    assert (picture.width, picture.height) == (48, 64)
    assert picture.get_rendition("max-32x32").file.name.endswith(".jpg")


@pytest.mark.parametrize("name", BROKEN)
def test_broken_picture_is_refused_from_a_script(db: None, name: str) -> None:
    with pytest.raises((ValidationError, OSError, ValueError)):
        Picture.objects.create(title="x", file=SimpleUploadedFile(name, BROKEN[name]))
    assert not Picture.objects.exists()


def test_too_many_pixels_are_refused_from_a_script(db: None) -> None:
    file = io.BytesIO()
    Image.new("1", (9000, 9000)).save(file, "PNG")
    with pytest.raises(ValidationError) as refused:
        Picture.objects.create(title="x", file=SimpleUploadedFile("x.png", file.getvalue()))
    assert refused.value.code == "file_too_many_pixels"
    assert refused.value.params == {"limit": 50}


def test_script_that_replaces_a_file_leaves_its_right_hash(db: None) -> None:
    picture = existing("wagtailimages")
    before = picture.file_hash
    picture.file = SimpleUploadedFile("new.png", encoded("PNG"))
    picture.save()
    assert before
    assert picture.file_hash not in ("", before)
    with picture.open_file() as file:
        assert picture.file_hash == sha1(file.read(), usedforsecurity=False).hexdigest()


# Documents

SOUND = {
    "a.pdf": b"%PDF-1.7 ...",
    "a.docx": word(),
    "a.xlsx": word("xl"),
    "a.pptx": word("ppt"),
    "a.odt": open_document("text"),
    "a.ods": open_document("spreadsheet"),
    "a.txt": "клъстер".encode("cp1251"),
    "a.csv": "а;б\n1;2".encode("utf-16"),
}
FALSE = {
    "page.pdf": b"<!doctype html><script>alert(1)</script>",
    "program.txt": b"MZ" + bytes(200),
    "archive.docx": archive(("word/x.xml", "")),
    "sheet.docx": word("xl"),
    "damaged.docx": word()[:60],
    "text.ods": open_document("text"),
    "archive.odt": archive(("x", "")),
}
UNKNOWN = ("page.html", "drawing.svg", "script.js", "program.exe", "archive.zip", "none")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("name", SOUND)
def test_sound_document_is_accepted(office: Client, route: str, name: str) -> None:
    assert_accepted(upload(office, "wagtaildocs", route, name, SOUND[name]))


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("name", FALSE)
def test_false_document_is_refused(office: Client, route: str, name: str) -> None:
    assert_refused(upload(office, "wagtaildocs", route, name, FALSE[name]), "something else")
    assert not Document.objects.filter(title="x").exists()


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("name", UNKNOWN)
def test_unknown_kind_is_refused(office: Client, route: str, name: str) -> None:
    assert_refused(upload(office, "wagtaildocs", route, name, b"x"), "must be one of: pdf, docx")


@pytest.mark.parametrize("route", ROUTES)
def test_heavy_document_is_refused(office: Client, settings: Settings, route: str) -> None:
    settings.MAX_DOCUMENT_SIZE = 5
    assert_refused(upload(office, "wagtaildocs", route, "a.txt", b"too long"), "too big")


def test_title_alone_is_edited_without_a_new_file(office: Client) -> None:
    document = existing("wagtaildocs")
    office.post(reverse("wagtaildocs:edit", args=[document.pk]), {"title": "new"})
    document.refresh_from_db()
    assert document.title == "new"


@pytest.mark.parametrize(
    ("app", "model", "kind"), [("wagtaildocs", Document, "PDF"), ("wagtailimages", Picture, "PNG")]
)
def test_file_named_by_symbols_alone_is_named_after_its_title(
    office: Client, app: str, model: Any, kind: str
) -> None:
    """The storage drops symbols; of ".pdf" the second one lost its ending."""
    content = SOUND["a.pdf"] if app == "wagtaildocs" else encoded(kind)
    for _ in range(2):
        assert_accepted(upload(office, app, "add", f"🎉.{kind.lower()}", content))
    names = [PurePath(each.file.name) for each in model.objects.filter(title="x")]
    assert [name.suffix for name in names] == [f".{kind.lower()}"] * 2
    assert all(name.stem.startswith("x") for name in names)
