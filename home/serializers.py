"""The public form of a home, of pages of text, and of the frame around every page."""

from typing import Annotated, Literal

from django.conf import settings
from pydantic import Field
from typing_extensions import TypedDict

from cms.blocks import Body, Figure, public_body, public_figures
from cms.entry_types import EntryType, ListOf, register
from cms.serializers.reading import Reading
from cms.shapes import Card, EmailOrEmpty, GivenUrl, Html, Url
from home.models import AboutPage, ContentPage, HomePage, SiteProfile, TextPage
from news.models import NewsIndexPage


class HomeFields(TypedDict):
    """A language's home."""

    lead: Annotated[str, Field(description="The first words, in lines, or empty.")]
    figures: Annotated[list[Figure], Field(description="A row of numbers below the lead.")]
    sections: Annotated[list[Card], Field(description="Pages to show cards of, in this order.")]
    body: Annotated[Body, Field(description="The page itself, block by block.")]


class TextFields(TypedDict):
    """A page of text."""

    body: Annotated[Body, Field(description="The page itself, block by block.")]


class Contact(TypedDict):
    """How to reach those whose site it is."""

    address: Annotated[str, Field(description="As on an envelope, in lines, or empty.")]
    email: Annotated[EmailOrEmpty, Field(description="An e-mail address, or empty.")]
    telephone: Annotated[str, Field(description="With the country's code, or empty.")]


class Social(TypedDict):
    """A profile elsewhere."""

    name: Annotated[str, Field(description="What the place is called.")]
    url: Annotated[GivenUrl, Field(description="The profile's address.")]


class Feed(TypedDict):
    """A feed."""

    title: Annotated[str, Field(description="What it is about.")]
    format: Annotated[Literal["rss", "atom", "json"], Field(description="The feed's format.")]
    path: Annotated[str, Field(description="Its path.")]
    url: Annotated[Url, Field(description="Its address.")]


class SiteFields(TypedDict):
    """What every page of a language shows around its content."""

    name: Annotated[str, Field(description="The site's name.")]
    tagline: Annotated[str, Field(description="A few words below the name, or empty.")]
    contact: Annotated[Contact, Field(description="How to reach those whose site it is.")]
    footer: Annotated[Html, Field(description="The last words of every page: clean HTML.")]
    social: Annotated[list[Social], Field(description="Profiles elsewhere.")]
    home: Annotated[Card | None, Field(description="The language's home; null: not public.")]
    homes: Annotated[
        list[Card], Field(description="The home of each language that has one, this one's too.")
    ]
    navigation: Annotated[list[Card], Field(description="The site's sections, in order.")]
    feeds: Annotated[list[Feed], Field(description="The feeds in this language.")]


def home_fields(page: HomePage, reading: Reading) -> HomeFields:
    return {
        "lead": page.lead,
        "figures": public_figures(block.value for block in page.figures),
        "sections": reading.cards(block.value for block in page.sections if block.value),
        "body": public_body(page.body, reading),
    }


def text_fields(page: TextPage, reading: Reading) -> TextFields:
    return {"body": public_body(page.body, reading)}


def site_fields(profile: SiteProfile, reading: Reading) -> SiteFields:
    homes = _homes()
    home = next((one for one in homes if one.locale == profile.locale), None)
    menu = home.get_children().live().in_menu().specific() if home else []
    return {
        "name": profile.name,
        "tagline": profile.tagline,
        "contact": {
            "address": profile.contact_address,
            "email": profile.contact_email,
            "telephone": profile.contact_telephone,
        },
        "footer": reading.rich_text(profile.footer),
        "social": [
            {"name": block.value["name"], "url": url}
            for block in profile.social
            if (url := reading.address(None, block.value["url"]))
        ],
        "home": reading.card(home),
        "homes": reading.own_cards(homes),
        "navigation": reading.cards(page for page in menu if page.is_public()),
        "feeds": _feeds(profile, reading),
    }


def _homes() -> list[HomePage]:
    """In the order of the site's languages, the one it is written in first."""
    order = list(dict(settings.LANGUAGES))
    found = HomePage.objects.select_related("locale").filter(locale__language_code__in=order)
    return sorted(found, key=lambda home: order.index(home.locale.language_code))


def _feeds(profile: SiteProfile, reading: Reading) -> list[Feed]:
    index = NewsIndexPage.public_in(profile.locale)
    if index is None:
        return []
    return [_feed(index, form, reading) for form in ("rss", "atom", "json")]


def _feed(index: NewsIndexPage, form: Literal["rss", "atom", "json"], reading: Reading) -> Feed:
    return {
        "title": reading.part(index, "title"),
        "format": form,
        "path": reading.part(index, "path", f"feed.{form}"),
        # Feeds are our own server's, wherever the pages are read.
        "url": reading.part(index, "path", f"feed.{form}", before=settings.BASE_URL),
    }


def register_types() -> None:
    register(
        EntryType(
            "home",
            HomePage,
            home_fields,
            template="home/home.html",
            heads=ListOf("type:news", size=3, paged=False),
        )
    )
    for name, model in (("about", AboutPage), ("content", ContentPage)):
        register(
            EntryType(
                name,
                model,
                text_fields,
                template=f"home/{name}.html",
                heads=ListOf("parent:{group}", order="tree", size=100),
            )
        )
    register(EntryType("site", SiteProfile, site_fields, listed=False))
