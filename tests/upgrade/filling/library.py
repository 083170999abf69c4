"""Pictures and files: tiny, of every sort, some in a collection that is not for everybody."""

from io import BytesIO
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from tests.upgrade.filling import people


def fill() -> None:
    _shrink_the_content_s_pictures()
    inside = Collection.get_first_root_node().add_child(name="Вътрешни")
    apps.get_model("wagtailcore.CollectionViewRestriction").objects.create(
        collection=inside, restriction_type="login"
    )
    for_the_club = Collection.get_first_root_node().add_child(name="На клуба")
    apps.get_model("wagtailcore.CollectionViewRestriction").objects.create(
        collection=for_the_club, restriction_type="groups"
    ).groups.set(Group.objects.filter(name="Клуб"))
    root = Collection.get_first_root_node()
    _picture("kombinat.png", "Комбинатът", root, "sienna", description="Дворът от изток")
    _picture("med.jpg", "Мед на блокове", root, "peru")
    _picture("shema.gif", "Схема", root, "gold")
    _picture("kmetstvo.png", "Ще бъде изтрита", root, "gray")
    _picture("vatreshna.png", "Вътрешна снимка", inside, "navy")
    focused = _picture("portret.png", "Портрет", root, "olive")
    focused.focal_point_x, focused.focal_point_y = 30, 20
    focused.focal_point_width, focused.focal_point_height = 10, 10
    focused.save()
    focused.tags.add("хора", "портрети")
    _document("doklad.pdf", "Годишен доклад", root)
    _document("ustav.txt", "Устав", root)
    _document("protokol.pdf", "Вътрешен протокол", inside)
    _document("pokana.pdf", "Покана за клуба", for_the_club)
    _document("chernova.pdf", "Ще бъде изтрит", root)
    # The back office makes its own small pictures when it lists them.
    people.browser("editor").get("/admin/images/")


def image(title: str) -> Any:
    return get_image_model().objects.get(title=title)


def document(title: str) -> Any:
    return get_document_model().objects.get(title=title)


def _drawn(name: str, colour: str) -> bytes:
    """Return a picture of 60 by 40 pixels with another colour in its left half."""
    drawing = Image.new("RGB", (60, 40), colour)
    drawing.paste("white", (0, 0, 30, 40))
    file = BytesIO()
    drawing.save(file, {"png": "PNG", "jpg": "JPEG", "gif": "GIF"}[name.rpartition(".")[2]])
    return file.getvalue()


def _picture(name: str, title: str, collection: Any, colour: str, **fields: Any) -> Any:
    return get_image_model().objects.create(
        title=title,
        file=ContentFile(_drawn(name, colour), name=name),
        collection=collection,
        uploaded_by_user=people.user("editor"),
        **fields,
    )


def _document(name: str, title: str, collection: Any) -> Any:
    content = f"%PDF-1.4 {title}" if name.endswith("pdf") else f"{title}\n"
    return get_document_model().objects.create(
        title=title,
        file=ContentFile(content.encode(), name=name),
        collection=collection,
        uploaded_by_user=people.user("editor"),
    )


def _shrink_the_content_s_pictures() -> None:
    """Replace the large files that `prepare` has drawn, as an editor replaces a picture's file."""
    editor = people.browser("admin")
    for number, each in enumerate(get_image_model().objects.order_by("pk")):
        name = f"{each.filename.rpartition('.')[0]}-small.png"
        colour = ("teal", "maroon", "indigo", "green")[number % 4]
        form = {
            "title": each.title,
            "file": SimpleUploadedFile(name, _drawn(name, colour), "image/png"),
            "collection": str(each.collection_id),
            "tags": "",
        }
        answer = editor.post(f"/admin/images/{each.pk}/", form)
        if answer.status_code != 302:
            raise RuntimeError(f"The file of “{each.title}” is not replaced.")
