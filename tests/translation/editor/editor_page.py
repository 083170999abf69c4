"""Somebody at the translators' editor of a page: what they see, and what they send."""

from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.store.flush import publish_transaction
from tests import factories
from tests.store.operations import committing

Form = dict[str, str]


@dataclass
class Desk:
    """`seen` is the page as it was last shown."""

    client: Client
    source: Any
    target: Any
    seen: BeautifulSoup

    @classmethod
    def of(cls, user: Any, source: Any) -> "Desk":
        client = Client()
        client.force_login(user)
        target = source.get_translations().get()
        desk = cls(client, source, target, BeautifulSoup(""))
        desk.open()
        return desk

    @property
    def address(self) -> str:
        if isinstance(self.target, Page):
            return reverse("wagtailadmin_pages:edit", args=[self.target.pk])
        return reverse(self.target.snippet_viewset.get_url_name("edit"), args=[self.target.pk])

    @property
    def job(self) -> Translation:
        return Translation.objects.get(source__object_id=self.source.translation_key)

    def open(self) -> None:
        self._show(self.client.get(self.address))

    def rows(self) -> list[str]:
        """The source texts that wait, as they are shown, in their order."""
        found = self.seen.select(".translation-row")
        texts = [row.select(".translation-row__source")[-1].get_text() for row in found]
        return [text.strip().removeprefix("Сега: ") for text in texts]

    def row(self, text: str) -> Tag:
        """The row that says so."""
        found = self.seen.select(".translation-row")
        return next(row for row in found if text in row.get_text())

    def field(self, text: str) -> str:
        return str(self.row(text).select_one("textarea")["name"])  # type: ignore[index]

    def key(self, text: str) -> str:
        return self.field(text).removeprefix("text-")

    def form(self) -> Form:
        """The panel as it is sent when nothing is written."""
        panel = self.seen.select_one("#translation-panel")
        assert panel, "there is no panel to fill in"
        inputs = {str(each["name"]): str(each.get("value", "")) for each in panel.select("input")}
        # A browser drops the line break after the tag.
        texts = {
            str(each["name"]): each.get_text().removeprefix("\n")
            for each in panel.select("textarea")
        }
        return inputs | texts

    def send(self, action: str, written: Form | None = None) -> str:
        """Press a button of the panel; `written` maps source texts to what is written below.

        Returns the address that the answer leads to, its place included.
        """
        form = self.form() if self.seen.select_one("#translation-panel") else {}
        for text, translation in (written or {}).items():
            form[self.field(text)] = translation
        return self.post({**form, "action": action})

    def post(self, form: Form) -> str:
        with committing():
            answer = self.client.post(self.address, form, follow=True)
        self._show(answer)
        return answer.redirect_chain[-1][0] if answer.redirect_chain else ""

    def messages(self) -> str:
        return " ".join(each.get_text(" ", strip=True) for each in self.seen.select(".messages li"))

    def _show(self, answer: Any) -> None:
        assert answer.status_code == 200, answer.status_code
        self.seen = BeautifulSoup(answer.content, "html.parser")

    def translations(self) -> dict[str, str]:
        """What the source's texts are translated with now."""
        rows = StringTranslation.objects.filter(
            context__object_id=self.source.translation_key, locale=self.target.locale
        )
        return dict(rows.values_list("translation_of__data", "data"))

    def change_source(self, **fields: Any) -> None:
        """Publish another text, and take it over for the translators."""
        page = type(self.source).objects.get(pk=self.source.pk)
        for name, value in fields.items():
            setattr(page, name, value)
        factories.publish(page)
        with publish_transaction():
            TranslationSource.objects.get(object_id=page.translation_key).update_from_db()
        self.open()
