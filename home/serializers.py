"""The public form of a home, of pages of text, and of the frame around every page."""

from cms.blocks import JSON, public_body, public_figures
from cms.entry_types import EntryType, ListOf, register
from cms.serializers.links import Address, candidates
from cms.serializers.reading import Reading
from home.models import AboutPage, ContentPage, HomePage, SiteProfile, TextPage
from news.models import NewsIndexPage


def home_fields(page: HomePage, reading: Reading) -> JSON:
    return {
        "lead": page.lead,
        "figures": public_figures(block.value for block in page.figures),
        "sections": reading.cards(block.value for block in page.sections if block.value),
        "body": public_body(page.body, reading),
    }


def text_fields(page: TextPage, reading: Reading) -> JSON:
    return {"body": public_body(page.body, reading)}


def site_fields(profile: SiteProfile, reading: Reading) -> JSON:
    home = HomePage.objects.filter(locale=profile.locale).select_related("locale").first()
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
        "social": [dict(block.value) for block in profile.social],
        "home": reading.card(home),
        "navigation": reading.cards(page for page in menu if page.is_public()),
        "feeds": _feeds(profile, reading),
    }


def _feeds(profile: SiteProfile, reading: Reading) -> list[JSON]:
    index = NewsIndexPage.public_in(profile.locale)
    if index is None:
        return []
    ids = candidates(index, reading.locale)
    return [
        {
            "title": Address(ids, "title"),
            "format": "rss",
            "path": Address(ids, "path", "feed.rss"),
            "url": Address(ids, "url", "feed.rss"),
        }
    ]


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
