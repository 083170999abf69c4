"""The public form of a home, of pages of text, and of the frame around every page."""

from collections import defaultdict
from typing import Annotated, Any, Literal, get_args

from django.conf import settings
from pydantic import Field
from typing_extensions import TypedDict
from wagtail.models import Page

from cms.content import ancestry, snapshots
from cms.content.base_pages import SitePage
from cms.content.blocks import Body, Figure, serialize_body, serialize_figures
from cms.content.entry_types import list_types_with_sitewide_feed
from cms.content.schemas import Card, EmailOrEmpty, GivenUrl, Html, Url
from cms.content.serializers.page_reader import PageReader
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


def serialize_home(page: HomePage, reader: PageReader) -> HomeFields:
    return {
        "lead": page.lead,
        "figures": serialize_figures(block.value for block in page.figures),
        "sections": reader.get_cards(block.value for block in page.sections),
        "body": serialize_body(page.body, reader),
    }


def serialize_text_page(page: TextPage, reader: PageReader) -> TextFields:
    return {"body": serialize_body(page.body, reader)}


def serialize_site(profile: SiteProfile, reader: PageReader) -> SiteFields:
    homes = _list_homes()
    home = next((one for one in homes if one.locale == profile.locale), None)
    menu = _list_menus().get(home.path, []) if home else []
    return {
        "name": profile.name,
        "tagline": profile.tagline,
        "contact": {
            "address": profile.contact_address,
            "email": profile.contact_email,
            "telephone": profile.contact_telephone,
        },
        "footer": reader.get_rich_text(profile.footer),
        "social": [
            {"name": block.value["name"], "url": url}
            for block in profile.social
            if (url := reader.get_address(None, block.value["url"]))
        ],
        "home": reader.get_card(home),
        "homes": reader.get_own_cards(homes),
        "navigation": reader.get_cards(menu),
        "feeds": _list_feeds(profile, reader),
    }


def _list_homes() -> list[HomePage]:
    """In the order of the site's languages, the one it is written in first."""
    return snapshots.get_snapshot().read_one("homes", "all", lambda _: _read_homes())


def _read_homes() -> list[HomePage]:
    order = list(dict(settings.LANGUAGES))
    found = HomePage.objects.select_related("locale").filter(locale__language_code__in=order)
    return sorted(found, key=lambda home: order.index(home.locale.language_code))


def _list_menus() -> dict[str, list[SitePage]]:
    """Return the public pages in the menu of each home, in order, by the home's place in the
    tree."""
    return snapshots.get_snapshot().read_one("menus", "all", lambda _: _read_menus())


def _read_menus() -> dict[str, list[SitePage]]:
    pages = list(Page.objects.live().in_menu().filter(depth=3).order_by("path").specific())
    ancestry.prefetch(pages)
    menus: dict[str, list[SitePage]] = defaultdict(list)
    for page in pages:
        page.locale = snapshots.get_language(page.locale_id)
        if page.is_public():
            menus[page.path[: -Page.steplen]].append(page)
    return menus


def _list_feeds(profile: SiteProfile, reader: PageReader) -> list[Feed]:
    # Beyond the contract: only such types have `public_in`.
    models: list[Any] = [kind.model for kind in list_types_with_sitewide_feed()]
    pages = (model.query_public_in(profile.locale) for model in models)
    return [
        _describe_feed(page, form, reader)
        for page in pages
        if page
        for form in get_args(FeedFormat)
    ]


def _describe_feed(page: SitePage, form: FeedFormat, reader: PageReader) -> Feed:
    return {
        "title": reader.get_part(page, "title"),
        "format": form,
        "path": reader.get_part(page, "path", f"feed.{form}"),
        # Feeds are our own server's, wherever the pages are read.
        "url": reader.get_part(page, "path", f"feed.{form}", before=settings.BASE_URL),
    }
