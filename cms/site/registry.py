"""The kinds of entry that are news: the sitemap of the news names the latest of them."""

NEWS: set[str] = set()


def register_news(entry_type: str) -> None:
    """Have the entries of this type named in the sitemap of the news."""
    NEWS.add(entry_type)
