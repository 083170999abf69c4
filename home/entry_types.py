"""The entry types of homes, of pages of text and of the site profile, and what each of them takes
part in."""

from cms.content.entry_types import EntryType, PageList
from home.models import AboutPage, ContentPage, HomePage, SiteProfile
from home.serializers import serialize_home, serialize_site, serialize_text_page

SUBPAGES = PageList("parent:{group}", order="tree", size=100)

ENTRY_TYPES = (
    EntryType(
        HomePage,
        serialize_home,
        template="home/home.html",
        page_list=PageList("type:news", size=3, paged=False),
    ),
    EntryType(AboutPage, serialize_text_page, template="home/about.html", page_list=SUBPAGES),
    EntryType(ContentPage, serialize_text_page, template="home/content.html", page_list=SUBPAGES),
    EntryType(SiteProfile, serialize_site, listed=False),
)
