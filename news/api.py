"""The endpoints of articles and their categories."""

from cms.api.filters import RangeField, RelatedEntryField, YearField
from cms.api.parameters import ListParameters

# The list that what belongs to a category, a member or a year stands in, too.
ALL_ARTICLES = "type:news"


class ArticleParameters(ListParameters):
    """The articles, the newest first."""

    types = ("news",)

    category = RelatedEntryField(
        "category",
        "news_category",
        within=ALL_ARTICLES,
        help_text="Only articles of this category: an id or a slug.",
    )
    member = RelatedEntryField(
        "member",
        "member",
        within=ALL_ARTICLES,
        help_text="Only articles about this member: an id or a slug.",
    )
    year = YearField(ALL_ARTICLES, help_text="Only articles of this year.")
    from_ = RangeField("published_from", help_text="Only articles of this day or moment, or later.")
    to = RangeField(
        "published_before",
        end=True,
        help_text="Only articles of this day or earlier, or from before this moment.",
    )


class CategoryParameters(ListParameters):
    """The categories of articles, by title."""

    types = ("news_category",)
