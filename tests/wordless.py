"""A site in several languages whose content has no word in it: every word is the interface's."""

from typing import Any

from wagtail.models import Page

from cms.store.flush import publish_transaction
from home.models import SiteProfile
from news.models import NewsCategory
from tests import factories

MARK = "※"
EMAIL = "1@example.org"


def make(languages: list[str]) -> None:
    """Make the site with a page of every type and a block of every type that says something."""
    factories.site_profile(
        name=MARK,
        tagline=MARK,
        contact_address=MARK,
        contact_email=EMAIL,
        contact_telephone="+359 2 000 000",
        social=[{"type": "profile", "value": {"name": MARK, "url": "https://example.org/"}}],
    )
    home = factories.home()
    factories.about(title=MARK)
    factories.members_index(title=MARK)
    member = _member()
    factories.member(title=MARK, kind="services")
    category = factories.category(title=MARK)
    factories.news_index(title=MARK)
    factories.article(
        title=MARK, summary=MARK, author=MARK, source_url="https://example.org/1",
        categories=[category, factories.category(title=MARK * 2)], members=[member], body=_body(),
        picture=factories.image(), picture_credit=MARK,
    )  # fmt: skip
    page = factories.text_page(home, title=MARK, summary=MARK)
    factories.text_page(page, title=MARK)
    home.refresh_from_db()
    home.title, home.figures = MARK, [{"type": "figure", "value": {"value": "21", "label": MARK}}]
    home.sections = [{"type": "page", "value": page.pk}]
    factories.publish(home)
    for code in languages:
        if code != "bg":
            _copy(code)


def _member() -> Any:
    return factories.member(
        title=MARK, legal_name=MARK, founder=True, municipality=MARK, telephone="+359 357 00000",
        website="https://example.org/", email=EMAIL, address=MARK, latitude=42.5, longitude=24.2,
    )  # fmt: skip


def _body() -> list[dict[str, Any]]:
    image = {"image": factories.image().pk, "alt_text": MARK, "decorative": False}
    picture = {"image": image, "caption": MARK, "credit": MARK}
    document = factories.document(title=MARK)
    values = {
        "gallery": {"title": MARK, "pictures": [picture]},
        "table": {
            "table": {
                "columns": [{"type": "text", "heading": MARK}],
                "rows": [{"values": ["1"]}],
                "caption": "",
            },
            "row_headers": False,
        },
        "file": {"title": MARK, "description": "", "file": document.pk},
        "video": {"title": MARK, "url": "https://example.org/", "caption": "", "poster": image},
    }
    return [{"type": kind, "value": value} for kind, value in values.items()]


def _copy(code: str) -> None:
    """Put the same into another language."""
    locale = factories.locale(code)
    for model in (SiteProfile, NewsCategory):
        for snippet in model.objects.filter(locale__language_code="bg"):
            copy = snippet.copy_for_translation(locale)
            with publish_transaction():
                copy.save()
                copy.save_revision().publish()
    for page in Page.objects.filter(locale__language_code="bg", depth__gt=1).order_by("path"):
        with publish_transaction():
            copy = page.specific.get_translation_or_none(locale)
            copy = copy or page.specific.copy_for_translation(locale, copy_parents=True)
            copy.specific.save_revision().publish()
    factories.settle()
