"""A site with a word of its own in every place that can be hidden, and the ways of hiding.

Every name here is the beginning of its places' names in `Canaries`; what stays public begins with
"open".
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.store import scheduled_publishing
from cms.store.flush import publish_transaction
from home.models import ContentPage
from tests import factories
from tests.canaries import Canaries

Act = Callable[[Any], None]


def versions(thing: Any, languages: tuple[str, ...]) -> list[Any]:
    """A page or snippet as it is now, in these languages; of a page not its aliases."""
    found = type(thing).objects.filter(translation_key=thing.translation_key).order_by("pk")
    found = found.filter(locale__language_code__in=languages)
    return [it for it in found if not getattr(it, "alias_of_id", None)]


def fields(words: Canaries, name: str) -> dict[str, Any]:
    """A page's common texts."""
    own = ("title", "summary", "seo_title", "search_description")
    return {field: words.text(f"{name}: {field}") for field in own} | {
        "slug": words.slug(f"{name}: slug"),
        "show_in_menus": True,
        "body": [("text", f"<p>{words.text(f'{name}: text')}</p>")],
    }


def word_blocks(words: Canaries, name: str) -> list[Any]:
    """Every block that needs no file, with words of its own."""

    def text(place: str) -> str:
        return words.text(f"{name}: {place}")

    def url(place: str) -> str:
        return f"https://example.org/{words.slug(f'{name}: {place}')}"

    table = {
        "columns": [{"type": "text", "heading": text("table's head")}],
        "rows": [{"values": [text("cell")]}],
        "caption": text("table's caption"),
    }
    call = {part: text(f"call's {part}") for part in ("title", "text", "label")}
    figure = {"value": text("figure"), "label": text("figure's label")}
    video = {"title": text("video"), "url": url("video's url"), "caption": text("video's caption")}
    return _blocks(
        text=f"<p>{text('text')}</p>",
        quotation={"text": text("quotation"), "source": text("quotation's source")},
        table={"table": table, "row_headers": False},
        figures={"title": text("figures"), "figures": [figure]},
        video=video | {"poster": {"image": None, "alt_text": "", "decorative": True}},
        call_to_action=call | {"page": None, "url": url("call's url")},
        pages={"title": text("pages"), "pages": [factories.home().pk]},
    )


def media_blocks(words: Canaries, name: str, image: Any, file: Any) -> list[Any]:
    """Every block that shows a picture or a file, with words of its own."""

    def text(place: str) -> str:
        return words.text(f"{name}: {place}")

    def shown(place: str) -> dict[str, Any]:
        return {"image": image.pk, "alt_text": text(f"{place}'s alt"), "decorative": False}

    def picture(place: str) -> dict[str, Any]:
        return {"image": shown(place), "caption": text(f"{place}'s caption"), "credit": text(place)}

    video = {"title": "Видео", "url": "https://example.org/video", "caption": ""}
    return _blocks(
        picture=picture("picture"),
        gallery={"title": text("gallery"), "pictures": [picture("gallery's picture")]},
        file={"title": text("file"), "description": text("file's words"), "file": file.pk},
        video=video | {"poster": shown("poster")},
    )


def _blocks(**values: Any) -> list[Any]:
    return [{"type": kind, "value": value} for kind, value in values.items()]


def lead(words: Canaries, name: str, image: Any) -> dict[str, Any]:
    own = ("picture_alt", "picture_credit")
    return {field: words.text(f"{name}: {field}") for field in own} | {"picture": image}


def article_fields(words: Canaries, name: str, image: Any, file: Any) -> dict[str, Any]:
    """An article with a word in each of its fields and blocks."""
    return {
        **fields(words, name),
        **lead(words, name, image),
        "author": words.text(f"{name}: author"),
        "source_url": f"https://example.org/{words.slug(f'{name}: source_url')}",
        "body": [*word_blocks(words, name), *media_blocks(words, name, image, file)],
    }


def member_fields(words: Canaries, name: str) -> dict[str, Any]:
    return fields(words, name) | {
        **{field: words.text(f"{name}: {field}") for field in ("legal_name", "address")},
        "telephone": words.text(f"{name}: telephone"),
        "email": f"{words.slug(f'{name}: e-mail')}@example.org",
        "website": f"https://example.org/{words.slug(f'{name}: website')}",
    }


def profile_fields(words: Canaries, name: str) -> dict[str, Any]:
    own = ("name", "tagline", "contact_address", "contact_telephone")
    return {field: words.text(f"{name}: {field}") for field in own} | {
        "contact_email": f"{words.slug(f'{name}: e-mail')}@example.org",
        "footer": f"<p>{words.text(f'{name}: footer')}</p>",
    }


def with_media(words: Canaries, name: str, where: Collection) -> dict[str, Any]:
    """What an article says of a picture and a file that lie in this collection."""
    image, document = picture(words, name, collection=where), file(words, name, collection=where)
    body = media_blocks(words, name, image, document)
    return {**lead(words, name, image), "body": body}


def picture(words: Canaries, name: str, **more: Any) -> Any:
    return factories.image(name=f"{words.slug(f'{name}: picture name')}.png", **more)


def file(words: Canaries, name: str, **more: Any) -> Any:
    content = f"%PDF-1.4 {words.text(f'{name}: content')}".encode()
    named = ContentFile(content, name=f"{words.slug(f'{name}: file name')}.pdf")
    return factories.document(title=words.text(f"{name}: file title"), file=named, **more)


def in_english(words: Canaries, thing: Any) -> Any:
    return factories.translate(thing, words.english(thing))


def pointing(things: list[Any]) -> None:
    """Name these pages in every way there is, in both languages: on a page, on the home, by a
    redirect."""
    links = "".join(f'<p><a linktype="page" id="{it.pk}">натам</a></p>' for it in things)
    calls = [
        ("call_to_action", {"title": "", "text": "", "label": "натам", "page": it, "url": ""})
        for it in things
    ]
    body = [("text", links), ("pages", {"title": "", "pages": things}), *calls]
    factories.translate(factories.text_page(factories.home(), title="Сочи", body=body), {})
    home = factories.home()
    home.sections = [("page", page) for page in things]
    factories.translate(factories.publish(home), {})
    for page in things:
        Redirect.add_redirect(f"/bg/staro-{page.pk}/", page, automatically_created=True)


# Ways of hiding


def unpublish(thing: Any) -> None:
    thing.unpublish()


def expire(page: Any) -> None:
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()
    scheduled_publishing.publish_due()


def restrict(page: Any, kind: str = PageViewRestriction.LOGIN) -> None:
    page.view_restrictions.create(restriction_type=kind, password="meden")


def ask_for_a_password(page: Any) -> None:
    restrict(page, PageViewRestriction.PASSWORD)


def keep_for_groups(page: Any) -> None:
    restrict(page, PageViewRestriction.GROUPS)


def restrict_parent(page: Any) -> None:
    restrict(page.get_parent())


def move_away(page: Any) -> None:
    """Move it below a page that only some may read."""
    private = ContentPage.objects.get(slug="samo-za-nyakoi", locale=page.locale)
    Page.objects.get(pk=page.pk).move(private, pos="last-child")


def delete(page: Any) -> None:
    Page.objects.get(pk=page.pk).delete()


def overwrite(page: Any) -> None:
    """Say something else: what it said is in its revisions only."""
    if translated_anew(page):
        return
    texts = dict.fromkeys(("title", "summary", "seo_title", "search_description"), "друго")
    for name, text in texts.items():
        setattr(page, name, text)
    page.slug, page.body = f"drugo-{page.pk}", [("text", "<p>Друго.</p>")]
    page.save_revision().publish()


def translated_anew(thing: Any) -> bool:
    """Make a translation say what its source, overwritten before, says now; whether it is one."""
    source = type(thing).objects.get(
        translation_key=thing.translation_key, locale=factories.locale()
    )
    if source.pk == thing.pk:
        return False
    translation = factories.translate(source, {})
    if isinstance(translation, Page):
        # Its address was made of its former title.
        translation.slug = f"drugo-{translation.pk}"
        translation.save_revision().publish()
    return True


def rename_the_site(profile: Any) -> None:
    if translated_anew(profile):
        return
    for name in ("name", "tagline", "contact_address", "contact_telephone"):
        setattr(profile, name, "друго")
    profile.footer, profile.contact_email = "<p>Друго.</p>", "other@example.org"
    profile.save_revision().publish()


@dataclass(frozen=True)
class Way:
    """How a thing is hidden, in these languages."""

    hide: Act
    languages: tuple[str, ...] = ("bg", "en")


PAGES = {
    "unpublished page": Way(unpublish),
    "expired page": Way(expire),
    "page for those logged in": Way(restrict),
    "page with a password": Way(ask_for_a_password),
    "page for groups": Way(keep_for_groups),
    "page below a private one": Way(restrict_parent),
    "page moved to a private place": Way(move_away),
    "deleted page": Way(delete),
    "overwritten page": Way(overwrite),
    "unpublished translation": Way(unpublish, ("en",)),
    "unpublished source": Way(unpublish, ("bg",)),
}
OTHERS = {
    "article": Way(unpublish),
    "member": Way(restrict_parent),
    "category": Way(unpublish),
    "profile": Way(rename_the_site),
}
WAYS = PAGES | OTHERS


def apply(act: Act, thing: Any, languages: tuple[str, ...] = ("bg", "en")) -> None:
    """Do it to the thing in each language, each in a request of its own."""
    for version in versions(thing, languages):
        with publish_transaction():
            act(version)
        factories.settle()


def collection(name: str, parent: Collection | None = None) -> Collection:
    return (parent or Collection.get_first_root_node()).add_child(name=name)


def close(private: Collection) -> None:
    with publish_transaction():
        CollectionViewRestriction.objects.create(
            collection=private, restriction_type=CollectionViewRestriction.LOGIN
        )
    factories.settle()
