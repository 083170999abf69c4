"""The parts of a question that Wagtail's search has no query for."""

from collections.abc import Sequence

from wagtail.search.query import PlainText

from cms.upstream.modelsearch import And, SearchQuery


class Beginning(PlainText):
    """A token that goes on as this one begins. A backend that does not know it takes it whole."""


class WholeWordsFirst(And):
    """What `subqueries` match; of that, what `whole` matches comes first."""

    def __init__(self, subqueries: Sequence[SearchQuery], whole: SearchQuery) -> None:
        super().__init__(subqueries)
        self.whole = whole
