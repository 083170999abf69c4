"""What an editor may be killed at: each makes a version of something, by one request."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail_localize.models import StringTranslation

from cms.content.serializers.links import get_entry_id
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from home.models import AboutPage, ContentPage
from tests import factories
from tests.admin_client import PUBLISH, Office, administrator, body, edit_address, known_version


def said(version: int) -> str:
    return f"Версия {version}."


@dataclass(frozen=True)
class World:
    """What is there before anything is killed: a small site, and somebody at work."""

    office: Office
    about: AboutPage


def world() -> World:
    factories.home("en")
    factories.site_profile()
    return World(Office(administrator()), factories.about(summary="Обобщение"))


class Operation(ABC):
    """Makes what it needs; `prepare` and `is_done` are called outside of what is killed."""

    def __init__(self, world: World) -> None:
        self.office, self.about = world.office, world.about

    @abstractmethod
    def watched(self) -> list[Any]:
        """The ids of the entries that stay live all the time."""

    def prepare(self, version: int) -> None:
        return

    @abstractmethod
    def act(self, version: int) -> None:
        """Send the request; raises AssertionError when it is refused."""

    @abstractmethod
    def is_done(self, version: int) -> bool:
        """Whether the store tells of it."""

    def post(self, address: str, form: Any = None) -> None:
        answer = self.office.post(address, form)
        assert answer.status_code == 302, f"{address}: {answer.status_code}"


def identity(page: Any) -> Any:
    return get_entry_id(page.translation_key, page.locale.language_code)


def entry(page: Any) -> Entry:
    return Entry.objects.get(pk=identity(page))


class PublishPage(Operation):
    """An article's title, slug, summary and text, in its lists and in a category's."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        category = factories.category()
        self.page = factories.article(
            title=said(0), slug="version-0", summary=said(0), categories=[category]
        )
        factories.article(title="Другата")
        self.form = self.office.form(self.page)

    def watched(self) -> list[Any]:
        return [identity(self.page)]

    def act(self, version: int) -> None:
        text = said(version)
        words = {"title": text, "summary": text, "slug": f"version-{version}"} | body(text)
        form = self.form | words | known_version(self.page) | PUBLISH
        self.post(edit_address(self.page), form)

    def is_done(self, version: int) -> bool:
        return said(version) in entry(self.page).full_json


class RenameSection(PublishPage):
    """A page with pages below it, all of whose addresses change."""

    def __init__(self, world: World) -> None:
        Operation.__init__(self, world)
        self.page = factories.text_page(
            self.about, title=said(0), slug="version-0", summary=said(0)
        )
        self.below = factories.text_page(self.page, title="Отдолу")
        self.deepest = factories.text_page(self.below, title="Най-долу")
        self.form = self.office.form(self.page)

    def watched(self) -> list[Any]:
        return [identity(page) for page in (self.page, self.below, self.deepest)]

    def is_done(self, version: int) -> bool:
        return f"/version-{version}/" in entry(self.deepest).path


class PublishTranslation(Operation):
    """wagtail-localize writes the translation, and publishes it after the commit."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.source = self.about
        self.page = factories.translate(self.source, {"За нас": "About"})

    def watched(self) -> list[Any]:
        return [identity(self.source), identity(self.page)]

    def prepare(self, version: int) -> None:
        texts = StringTranslation.objects.filter(context__path="summary")
        with publish_transaction():
            text = texts.get()
            text.data = said(version)
            text.save()

    def act(self, version: int) -> None:
        self.post(edit_address(self.page), {"action": "publish"})

    def is_done(self, version: int) -> bool:
        return said(version) in entry(self.page).full_json


class DeletePage(Operation):
    """An article that was linked from another; its list gets shorter."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.linking = factories.article(title="Която сочи")
        self.page = self.linking

    def watched(self) -> list[Any]:
        return [identity(self.linking)]

    def prepare(self, version: int) -> None:
        self.page = factories.article(title=f"За изтриване {version}")
        self.linking.body = [("pages", {"title": "", "pages": [self.page]})]
        factories.publish(self.linking)

    def act(self, version: int) -> None:
        self.post(reverse("wagtailadmin_pages:delete", args=[self.page.pk]))

    def is_done(self, version: int) -> bool:
        return not entry(self.page).live


class MovePage(Operation):
    """From one page to below another, and back; a page below goes with it."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.places = [factories.text_page(self.about, title=f"Място {n}") for n in range(2)]
        self.page = factories.text_page(self.places[0], title="Пътник")
        self.below = factories.text_page(self.page, title="Багаж")

    def watched(self) -> list[Any]:
        return [identity(page) for page in (self.page, self.below)]

    def prepare(self, version: int) -> None:
        """A round that was killed early leaves it where this one wants it."""
        page = ContentPage.objects.get(pk=self.page.pk)
        here = page.get_parent().pk
        self.place = next(place for place in self.places if place.pk != here)

    def act(self, version: int) -> None:
        arguments = [self.page.pk, self.place.pk]
        self.post(reverse("wagtailadmin_pages:move_confirm", args=arguments))

    def is_done(self, version: int) -> bool:
        return entry(self.below).path.startswith(self.place.url_path)


class ChangeImage(Operation):
    """A new file for a picture that an article shows."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.image = factories.image()
        self.page = factories.article(title="Със снимка", picture=self.image)

    def watched(self) -> list[Any]:
        return [identity(self.page)]

    def act(self, version: int) -> None:
        file = BytesIO()
        Image.new("RGB", (96, 54 + version % 40), "sienna").save(file, "PNG")
        form = {
            "title": "Снимка",
            "file": SimpleUploadedFile(f"version-{version}.png", file.getvalue(), "image/png"),
            "collection": get_image_model().objects.get(pk=self.image.pk).collection_id,
        }
        self.post(reverse("wagtailimages:edit", args=[self.image.pk]), form)

    def is_done(self, version: int) -> bool:
        return f"version-{version}-" in entry(self.page).full_json


OPERATIONS: dict[str, type[Operation]] = {
    "publish": PublishPage,
    "translation": PublishTranslation,
    "rename": RenameSection,
    "delete": DeletePage,
    "move": MovePage,
    "image": ChangeImage,
}
