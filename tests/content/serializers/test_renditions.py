"""The public sizes of pictures: made of whatever is accepted, at addresses that stand."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, cast

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image
from pytest_django import Settings
from wagtail.images import get_image_model

from cms.content.serializers import renditions
from cms.content.serializers.images import make_renditions, serialize_image
from cms.content.serializers.renditions import (
    LONGEST_SIDE,
    Rendition,
    delete_renditions,
    list_sizes,
)
from tests import factories, pictures

pytestmark = [pytest.mark.once, pytest.mark.django_db]


TURNED = [("turned.jpg", "JPEG"), ("turned.heic", "HEIF")]


@pytest.fixture(autouse=True)
def empty_storage(settings: Settings) -> None:
    settings.STORAGES = dict(settings.STORAGES)


def upload(name: str, content: bytes) -> Any:
    return get_image_model().objects.create(title=name, file=ContentFile(content, name=name))


def opened(rendition: Rendition) -> Image.Image:
    with default_storage.open(rendition.name) as file:
        picture = Image.open(BytesIO(file.read()))
    picture.load()
    return picture


def pixel(picture: Image.Image, mode: str = "RGB") -> tuple[int, ...]:
    """A pixel's channels."""
    return cast(tuple[int, ...], picture.convert(mode).getpixel((5, 5)))


def by_format(image: Any) -> dict[str, Image.Image]:
    """The widest of each format."""
    return {each.format: opened(each) for each in make_renditions(image)}


@pytest.mark.parametrize("name", pictures.ACCEPTED)
def test_accepted_picture_is_rendered_in_every_format(name: str) -> None:
    made = make_renditions(upload(name, pictures.ACCEPTED[name]))
    assert {"avif", "webp"} < {each.format for each in made}
    assert len({each.format for each in made}) == 3
    for each in made:
        picture = opened(each)
        assert picture.size == (each.width, each.height)
        assert max(picture.size) <= LONGEST_SIDE
        assert getattr(picture, "n_frames", 1) == 1


@pytest.mark.parametrize(
    ("own", "sizes"),
    [
        ((2000, 1000), [(400, 200), (800, 400), (1600, 800)]),
        ((600, 300), [(400, 200), (600, 300)]),
        ((1, 1), [(1, 1)]),
        ((1, 40_000), [(1, 16_383)]),
        ((1000, 40_000), [(400, 16_000), (409, 16_360)]),
        ((40_000, 1), [(400, 1), (800, 1), (1600, 1)]),
    ],
)
def test_sizes_keep_the_shape_within_the_encoders_limit(
    own: tuple[int, int], sizes: list[tuple[int, int]]
) -> None:
    assert list_sizes(own, [400, 800, 1600]) == sizes


@pytest.mark.parametrize(("name", "kind"), TURNED)
def test_sizes_of_a_turned_picture_are_those_that_are_seen(name: str, kind: str) -> None:
    image = upload(name, pictures.turned((200, 70), kind))
    made = make_renditions(image)
    assert [(each.width, each.height) for each in made if each.format == "webp"] == [
        (40, 114),
        (70, 200),
    ]


@pytest.mark.parametrize(("name", "kind"), TURNED)
def test_renditions_hold_no_metadata(name: str, kind: str) -> None:
    original = pictures.turned(kind=kind)
    assert Image.open(BytesIO(original)).getexif()
    for picture in by_format(upload(name, original)).values():
        assert not picture.getexif()
        assert "icc_profile" not in picture.info


def test_16_bits_of_grey_keep_their_brightness() -> None:
    image = upload("grey.png", pictures.grey_of_16_bits(0x8000))
    for picture in by_format(image).values():
        assert {round(each / 8) for each in pixel(picture)} == {16}


def test_transparency_is_kept_and_white_in_jpeg() -> None:
    clear = Image.new("RGBA", (64, 48), (200, 0, 0, 0))
    image = upload("clear.png", pictures.encoded(clear, "PNG"))
    assert {pixel(picture, "RGBA")[3] for picture in by_format(image).values()} == {0}
    jpeg = Image.open(BytesIO(renditions.encode(clear, "jpg")))
    assert pixel(jpeg) == (255, 255, 255)


def test_colours_for_print_become_those_of_a_screen() -> None:
    cyan = Image.new("CMYK", (64, 48), (255, 0, 0, 0))
    for picture in by_format(upload("cyan.jpg", pictures.encoded(cyan, "JPEG"))).values():
        red, green, blue = pixel(picture)
        assert red < 40 < 200 < min(green, blue)


def test_fallback_of_a_photograph_is_jpeg() -> None:
    image = upload("photo.jpg", pictures.ACCEPTED["colour.jpg"])
    told = serialize_image(image, "")
    assert told
    assert told["src"].endswith("/photo-64x48.jpg")


# What is there already


def test_renditions_are_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    image = factories.image()
    made = make_renditions(image)
    monkeypatch.setattr(renditions, "encode", _refuse)
    assert make_renditions(image) == made


def _refuse(*args: Any) -> bytes:
    raise AssertionError("encoded again")


def _lose(made: list[Rendition]) -> None:
    default_storage.delete(made[0].name)


def _lose_the_mark(made: list[Rendition]) -> None:
    folder = made[0].name.rpartition("/")[0]
    default_storage.delete(f"{folder}/complete-{len(made)}")


def _cut_short(made: list[Rendition]) -> None:
    """As a process leaves it that is killed while it writes."""
    _lose_the_mark(made)
    default_storage.delete(made[0].name)
    default_storage.save(made[0].name, ContentFile(b"half"))


@pytest.mark.parametrize("damage", [_lose, _lose_the_mark, _cut_short])
def test_incomplete_renditions_are_made_again_at_the_same_addresses(
    damage: Callable[[list[Rendition]], None],
) -> None:
    image = factories.image()
    made = make_renditions(image)
    damage(made)
    assert make_renditions(image) == made
    for each in made:
        opened(each)


def test_new_file_of_the_same_name_gets_new_addresses() -> None:
    image = factories.image("picture.png")
    before = make_renditions(image)
    default_storage.delete(image.file.name)
    image.file = ContentFile(pictures.encoded(pictures.noise(), "PNG"), name="picture.png")
    image.save()
    assert image.file.name == "original_images/picture.png"
    after = make_renditions(image)
    assert not {each.name for each in before} & {each.name for each in after}
    for each in [*before, *after]:
        opened(each)


def test_all_renditions_a_picture_ever_had_are_deleted_with_nothing_left() -> None:
    image, other = factories.image("one.png"), factories.image("two.png")
    kept = make_renditions(other)
    old = make_renditions(image)
    image.file = ContentFile(pictures.encoded(pictures.noise(), "PNG"), name="new.png")
    image.save()
    new = make_renditions(image)
    delete_renditions(image.pk)
    assert not [each.name for each in [*old, *new] if default_storage.exists(each.name)]
    assert not default_storage.exists(f"images/{image.pk}")
    assert all(default_storage.exists(each.name) for each in kept)


def test_picture_that_is_missing_or_broken_is_left_out() -> None:
    image = factories.image()
    default_storage.delete(image.file.name)
    assert serialize_image(image, "") is None
    default_storage.save(image.file.name, ContentFile(b"no picture"))
    assert serialize_image(image, "") is None
