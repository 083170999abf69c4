"""What is done in the back office, by the same addresses and forms whoever answers there."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cms.store.models import Entry
from tests import factories
from tests.admin_client import edit_address
from tests.store.operations import committing

SOURCE = "Само на български"


def send(client: Client, thing: Any) -> Any:
    """Send a page or snippet for translation into English."""
    if hasattr(thing, "url_path"):
        address = reverse("wagtail_localize:submit_page_translation", args=[thing.pk])
    else:
        names = [thing._meta.app_label, thing._meta.model_name, thing.pk]
        address = reverse("wagtail_localize:submit_snippet_translation", args=names)
    return post(client, address, locales=factories.locale("en").pk)


def take_over(client: Client, thing: Any, **form: str) -> Any:
    """Show the translators the source as it is: “Sync translated pages”."""
    source = TranslationSource.objects.get(object_id=thing.translation_key)
    address = reverse("wagtail_localize:update_translations", args=[source.pk])
    return post(client, address, **form)


def publish_translation(client: Client, thing: Any) -> Any:
    """What the translators' editor does."""
    return post(client, edit_address(english(thing)), action="publish")


def post(client: Client, address: str, **form: Any) -> Any:
    """Send a form, with what is done after its commit."""
    with committing():
        return client.post(address, form)


def submit(client: Client, address: str) -> Any:
    """Open a form and send it as it is shown."""
    shown = BeautifulSoup(client.get(address).content, "html.parser")
    forms = [form for form in shown.select("main form") if form.get("method") == "POST"]
    (form,) = forms
    boxes = form.select("input[type=checkbox]:not([checked])")
    inputs = [each for each in form.select("input[name]") if each not in boxes]
    return post(client, address, **{str(each["name"]): each.get("value", "on") for each in inputs})


def translate(thing: Any, path: str, text: str) -> None:
    """What a translator types into one field."""
    segment = StringSegment.objects.get(source__object_id=thing.translation_key, context__path=path)
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=factories.locale("en"),
        data=text,
    )


def job(thing: Any) -> Translation:
    return Translation.objects.get(source__object_id=thing.translation_key)


def english(thing: Any) -> Any:
    """Its English translation, public or not."""
    same = type(thing).objects.filter(translation_key=thing.translation_key)
    return same.get(locale=factories.locale("en"))


def editor(client: Client, thing: Any) -> str:
    """What a translator has before them."""
    return client.get(edit_address(english(thing))).content.decode()


def told_in_english(text: str) -> bool:
    """Whether an English address says it to the public."""
    return Entry.objects.filter(locale="en", live=True, full_json__contains=text).exists()
