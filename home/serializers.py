"""The public form of a home, of pages of text, and of the frame around every page."""

from collections import defaultdict
from typing import Annotated, Any, Literal, get_args

from django.conf import settings
from pydantic import Field
from typing_extensions import TypedDict
from wagtail.models import Page

from cms.content import ancestry, snapshots
from cms.content.base_pages import SitePage
from cms.content.blocks import Body, Figure, public_body, public_figures
from cms.content.entry_types import types_with_sitewide_feed
from cms.content.schemas import Card, EmailOrEmpty, GivenUrl, Html, Url
from cms.content.serializers.page_reader import Reading
from home.models import HomePage, SiteProfile, TextPage

FeedFormat = Literal["rss", "atom", "json"]


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
    format: Annotated[FeedFormat, Field(description="The feed's format.")]
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
        "sections": reading.cards(block.value for block in page.sections),
        "body": public_body(page.body, reading),
    }


def text_fields(page: TextPage, reading: Reading) -> TextFields:
    return {"body": public_body(page.body, reading)}


def site_fields(profile: SiteProfile, reading: Reading) -> SiteFields:
    homes = _homes()
    home = next((one for one in homes if one.locale == profile.locale), None)
    menu = _menus().get(home.path, []) if home else []
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
        "navigation": reading.cards(menu),
        "feeds": _feeds(profile, reading),
    }


def _homes() -> list[HomePage]:
    """In the order of the site's languages, the one it is written in first."""
    return snapshots.current().read_one("homes", "all", lambda _: _read_homes())


def _read_homes() -> list[HomePage]:
    order = list(dict(settings.LANGUAGES))
    found = HomePage.objects.select_related("locale").filter(locale__language_code__in=order)
    return sorted(found, key=lambda home: order.index(home.locale.language_code))


def _menus() -> dict[str, list[SitePage]]:
    """Return the public pages in the menu of each home, in order, by the home's place in the
    tree."""
    return snapshots.current().read_one("menus", "all", lambda _: _read_menus())


def _read_menus() -> dict[str, list[SitePage]]:
    pages = list(Page.objects.live().in_menu().filter(depth=3).order_by("path").specific())
    ancestry.read_ahead(pages)
    menus: dict[str, list[SitePage]] = defaultdict(list)
    for page in pages:
        page.locale = snapshots.language(page.locale_id)
        if page.is_public():
            menus[page.path[: -Page.steplen]].append(page)
    return menus


def _feeds(profile: SiteProfile, reading: Reading) -> list[Feed]:
    # Beyond the contract: only such types have `public_in`.
    models: list[Any] = [kind.model for kind in types_with_sitewide_feed()]
    pages = (model.public_in(profile.locale) for model in models)
    return [_feed(page, form, reading) for page in pages if page for form in get_args(FeedFormat)]


def _feed(page: SitePage, form: FeedFormat, reading: Reading) -> Feed:
    return {
        "title": reading.part(page, "title"),
        "format": form,
        "path": reading.part(page, "path", f"feed.{form}"),
        # Feeds are our own server's, wherever the pages are read.
        "url": reading.part(page, "path", f"feed.{form}", before=settings.BASE_URL),
    }
