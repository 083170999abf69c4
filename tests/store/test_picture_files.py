"""An address of a picture that was handed out answers until the picture is deleted or private."""

import re
import shutil
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from cms.store.flush import publish_transaction
from cms.store.models import Entry
from news.models import NewsPage
from tests import admin_client, factories, pictures
from tests.admin_client import Office
from tests.content.entries import pages
from tests.store.operations import committing

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("in_line"),
    # Wagtail leaves the temporary file open in which it makes a rendition.
    pytest.mark.filterwarnings("ignore:Unclosed file"),
    pytest.mark.once,
]

ADDRESS = re.compile(r"http://testserver(/media/images/[^\s\"'\\,;<>&]+)")
PUBLIC = ("/bg/", "/bg/novini/", "/bg/novini/parva-kopka/")
FEEDS = ("feed.rss", "feed.atom", "feed.json")


@pytest.fixture(autouse=True)
def files_on_disk(settings: Settings) -> Iterator[None]:
    """Files are served from the disk, and from nowhere else."""
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = settings.STORAGES | {"default": disk}
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture
def desk() -> Office:
    return Office(admin_client.administrator())


def addresses() -> set[str]:
    """Every address of a picture that is public now: entries, feeds' enclosures, share pictures."""
    texts = list(Entry.objects.values_list("full_json", "list_json", "card_json"))
    client = Client()
    answers = [client.get(path) for path in PUBLIC]
    answers += [client.get(f"/bg/novini/{name}") for name in FEEDS]
    assert {answer.status_code for answer in answers} <= {200, 404}
    found = "\n".join([str(texts), *(answer.content.decode() for answer in answers)])
    return set(ADDRESS.findall(found))


def answering(wanted: set[str]) -> set[str]:
    """Those that give a file which is not empty."""
    client = Client()
    return {address for address in wanted if _has_content(client.get(address))}


def _has_content(response: Any) -> bool:
    if response.status_code != 200:
        return False
    return bool(response.getvalue())


# Acts after which every address still answers


def update_command(desk: Office) -> None:
    call_command("wagtail_update_image_renditions", stdout=StringIO())


def purge_command(desk: Office) -> None:
    call_command("wagtail_update_image_renditions", purge_only=True, stdout=StringIO())


def delete_rows(desk: Office) -> None:
    get_image_model().get_rendition_model().objects.all().delete()


def clear_cache(desk: Office) -> None:
    cache.clear()
    factories.article(title="Друга", picture=lead())


def open_thumbnails(desk: Office) -> None:
    assert desk.client.get(reverse("wagtailimages:index")).status_code == 200


def replace_file(desk: Office) -> None:
    new = SimpleUploadedFile("new.png", pictures.encoded(pictures.noise(), "PNG"))
    edit(desk, title="Нова", file=new)


def replace_file_by_script(desk: Office) -> None:
    image = lead()
    image.file = ContentFile(pictures.encoded(pictures.noise(), "PNG"), name="lead.png")
    image.save()


def change_focal_point(desk: Office) -> None:
    point = {f"focal_point_{name}": 10 for name in ("x", "y", "width", "height")}
    edit(desk, title="Снимка", **point)


def move_to_a_collection(desk: Office) -> None:
    edit(desk, title="Снимка", collection=collection().pk)


def move_many_to_a_collection(desk: Office) -> None:
    move_in_bulk(desk, "image", lead().pk, collection(), "wagtailimages")


ACTS = [
    update_command, purge_command, delete_rows, clear_cache, open_thumbnails, replace_file,
    update_command, replace_file_by_script, change_focal_point, move_to_a_collection,
    move_many_to_a_collection,
]  # fmt: skip


def lead() -> Any:
    return NewsPage.objects.get(slug="parva-kopka").picture


def edit(desk: Office, **fields: Any) -> None:
    answer = desk.post(reverse("wagtailimages:edit", args=[lead().pk]), fields)
    assert answer.status_code == 302, answer.content.decode()


def collection(private: bool = False) -> Collection:
    made: Collection = Collection.get_first_root_node().add_child(name="Друга")
    if private:
        restrict(made)
    return made


def restrict(each: Collection) -> None:
    kind = CollectionViewRestriction.LOGIN
    CollectionViewRestriction.objects.create(collection=each, restriction_type=kind)


def move_in_bulk(desk: Office, model: str, pk: int, to: Collection, app: str) -> None:
    action = reverse("wagtail_bulk_action", args=[app, model, "add_to_collection"])
    answer = desk.post(f"{action}?id={pk}", {"collection": to.pk})
    assert answer.status_code == 302


def test_address_answers_whatever_is_done_to_the_picture(
    desk: Office, subtests: pytest.Subtests
) -> None:
    with committing():
        pages.make()
    handed_out = addresses()
    assert len(handed_out) >= 7 * 5
    for act in ACTS:
        with committing():
            act(desk)
        handed_out |= addresses()
        with subtests.test(act.__name__):
            assert handed_out - answering(handed_out) == set()


def test_update_command_changes_no_entry() -> None:
    with committing():
        factories.article(picture=factories.image())
        get_image_model().objects.get().get_rendition("width-40|format-webp")
    before = list(Entry.objects.order_by("pk").values())
    with committing():
        call_command("wagtail_update_image_renditions", stdout=StringIO())
    assert list(Entry.objects.order_by("pk").values()) == before


# Acts after which none answers


def restrict_collection(desk: Office) -> None:
    restrict(lead().collection)


def restrict_parent(desk: Office) -> None:
    image = lead()
    image.collection = collection().add_child(name="Долу")
    image.save()
    restrict(image.collection.get_parent())


def move_to_private(desk: Office) -> None:
    image = lead()
    image.collection = collection(private=True)
    image.save()


def move_to_private_in_bulk(desk: Office) -> None:
    move_in_bulk(desk, "image", lead().pk, collection(private=True), "wagtailimages")


def move_collection_below_private(desk: Office) -> None:
    image = lead()
    image.collection = collection()
    image.save()
    address = reverse("wagtailadmin_collections:edit", args=[image.collection.pk])
    answer = desk.post(address, {"name": "Друга", "parent": collection(private=True).pk})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "hide",
    [
        restrict_collection,
        restrict_parent,
        move_to_private,
        move_to_private_in_bulk,
        move_collection_below_private,
    ],
)
def test_address_of_a_private_picture_is_gone(desk: Office, hide: Callable[[Office], None]) -> None:
    with committing():
        factories.article(picture=factories.image())
    with committing():
        replace_file(desk)
    handed_out = addresses()
    assert answering(handed_out) == handed_out
    with committing(), publish_transaction():
        hide(desk)
    assert addresses() == set()
    assert answering(handed_out) == set()


def test_address_answers_again_when_the_picture_is_public_again() -> None:
    with committing():
        factories.article(picture=factories.image())
    handed_out = addresses()
    with committing(), publish_transaction():
        restrict(lead().collection)
    with committing(), publish_transaction():
        CollectionViewRestriction.objects.all().delete()
    assert addresses() == handed_out
    assert answering(handed_out) == handed_out


def test_address_of_a_deleted_picture_is_gone(desk: Office) -> None:
    with committing():
        factories.article(picture=factories.image())
    handed_out = addresses()
    with committing():
        replace_file(desk)
    handed_out |= addresses()
    with committing():
        desk.post(reverse("wagtailimages:delete", args=[lead().pk]))
    assert addresses() == set()
    assert answering(handed_out) == set()


def test_private_upload_has_no_public_file(desk: Office, settings: Settings) -> None:
    with committing():
        get_image_model().objects.create(
            title="Тайна",
            collection=collection(private=True),
            file=ContentFile(pictures.encoded(pictures.noise(), "PNG"), name="secret.png"),
        )
    assert not list((settings.MEDIA_ROOT / "images").glob("**/*"))


def test_document_moved_in_bulk_to_a_private_collection_is_in_no_entry(desk: Office) -> None:
    document = factories.document()
    body = [("file", {"title": "", "description": "", "file": document})]
    with committing():
        factories.article(body=body)
    assert Entry.objects.filter(full_json__contains="report.pdf").exists()
    with committing():
        to = collection(private=True)
        move_in_bulk(desk, "document", document.pk, to, "wagtaildocs")
    assert not Entry.objects.filter(full_json__contains="report.pdf").exists()
