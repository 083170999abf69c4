"""The news' entry types, and what each of them takes part in."""

from django.utils.translation import gettext_lazy as _

from cms.api.endpoints import list_endpoints
from cms.content.entry_types import EntryType, Feed, ListOf
from news.api import ArticleParameters, CategoryParameters
from news.models import NewsCategory, NewsIndexPage, NewsPage
from news.serializers import article_facets, article_fields, category_fields, index_fields

ENTRY_TYPES = (
    EntryType(
        NewsIndexPage,
        index_fields,
        template="news/news_index.html",
        page_list=ListOf("type:news", feed=Feed(_("All news"), sitewide=True)),
    ),
    EntryType(
        NewsPage,
        article_fields,
        template="news/news.html",
        facets=article_facets,
        endpoints=list_endpoints("news/", "news", ArticleParameters),
        article=True,
        in_newsletter=True,
        in_news_sitemap=True,
    ),
    EntryType(
        NewsCategory,
        category_fields,
        template="news/news_category.html",
        page_list=ListOf("category:{group}", feed=Feed(_("News of one category"))),
        endpoints=list_endpoints(
            "news/categories/", "news_category", CategoryParameters, order="title"
        ),
    ),
)
