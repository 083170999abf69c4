"""The entry types of homes, of pages of text and of the site profile, and what each of them takes
part in."""

from cms.content.entry_types import EntryType, ListOf
from home.models import AboutPage, ContentPage, HomePage, SiteProfile
from home.serializers import home_fields, site_fields, text_fields

SUBPAGES = ListOf("parent:{group}", order="tree", size=100)

ENTRY_TYPES = (
    EntryType(
        HomePage,
        home_fields,
        template="home/home.html",
        page_list=ListOf("type:news", size=3, paged=False),
    ),
    EntryType(AboutPage, text_fields, template="home/about.html", page_list=SUBPAGES),
    EntryType(ContentPage, text_fields, template="home/content.html", page_list=SUBPAGES),
    EntryType(SiteProfile, site_fields, listed=False),
)
