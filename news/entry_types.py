"""The news' entry types, and what each of them takes part in."""

from django.utils.translation import gettext_lazy as _

from cms.api.endpoints import list_endpoints
from cms.content.entry_types import EntryType, Feed, PageList
from news.api import ArticleParameters, CategoryParameters
from news.models import NewsCategory, NewsIndexPage, NewsPage
from news.serializers import (
    list_article_facets,
    serialize_article,
    serialize_category,
    serialize_index,
)

ENTRY_TYPES = (
    EntryType(
        NewsIndexPage,
        serialize_index,
        template="news/news_index.html",
        page_list=PageList("type:news", feed=Feed(_("All news"), sitewide=True)),
    ),
    EntryType(
        NewsPage,
        serialize_article,
        template="news/news.html",
        facets=list_article_facets,
        endpoints=list_endpoints("news/", "news", ArticleParameters),
        article=True,
        in_newsletter=True,
        in_news_sitemap=True,
    ),
    EntryType(
        NewsCategory,
        serialize_category,
        template="news/news_category.html",
        page_list=PageList("category:{group}", feed=Feed(_("News of one category"))),
        endpoints=list_endpoints(
            "news/categories/", "news_category", CategoryParameters, order="title"
        ),
    ),
)
