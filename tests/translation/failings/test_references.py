"""What a translated page leads to."""

import re
from typing import Any

import pytest
from wagtail.rich_text import expand_db_html

from news.models import NewsPage
from tests import factories
from tests.stored import told
from tests.translation.failings.steps import english

pytestmark = pytest.mark.once

# 6: “A ParentalManyToMany keeps the source's; page choosers and rich-text page links keep
# pointing to the source language.”


@pytest.fixture
def pointing(article: NewsPage) -> NewsPage:
    """An article with a category, a chosen page and a link to it; all is translated."""
    category, page = factories.category(), factories.about()
    for thing in (category, page):
        factories.translate(thing, {})
    link = f'<p><a linktype="page" id="{page.pk}">Вижте</a></p>'
    chosen = ("pages", {"title": "", "pages": [page]})
    pointing = factories.article(title="Сочи", categories=[category], body=[("text", link), chosen])
    factories.translate(pointing, {})
    return NewsPage.objects.get(pk=pointing.pk)


def test_it_leads_to_the_sources_language(pointing: NewsPage, stock: bool) -> None:
    page = english(pointing)
    shown = shown_by_wagtail(page) if stock else shown_here(page)
    assert shown == dict.fromkeys(["category", "chosen", "link"], "bg" if stock else "en")


def shown_by_wagtail(page: Any) -> dict[str, str]:
    text, chosen = page.body
    return {
        "category": page.categories.get().locale.language_code,
        "chosen": chosen.value["pages"][0].locale.language_code,
        "link": language_of(expand_db_html(text.value.source)),
    }


def shown_here(page: Any) -> dict[str, str]:
    entry = told(page.url_path)
    text, chosen = (block["value"] for block in entry["body"])
    return {
        "category": entry["categories"][0]["locale"],
        "chosen": chosen["pages"][0]["locale"],
        "link": language_of(text),
    }


def language_of(html: str) -> str:
    """The first part of the address that a link leads to."""
    found = re.search(r'href="(?:http://testserver)?/(\w+)/', html)
    assert found, html
    return found[1]
