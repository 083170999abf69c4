"""News: the three items and the three categories that hold them.

The cluster's text has each twice: one line with all three headlines as announced, then a line
each as told. It says nothing more, and nothing is added, not even a full stop. Slips of typing
mended: "…" and “…” about a name are „…“.
"""

from dataclasses import dataclass

from cms.operations.initial_content.pictures import CONTOURS, CURRENTS, RHYTHM, Picture
from cms.operations.initial_content.text import Text


@dataclass(frozen=True)
class Category:
    """A category of the news; the cluster's text says nothing about it to make a summary of."""

    slug: Text
    title: Text


@dataclass(frozen=True)
class Article:
    """One item of news: its headline, and the line that tells it, both summary and body."""

    slug: Text
    title: Text
    text: Text
    category: Category
    picture: Picture

    @property
    def summary(self) -> Text:
        return self.text

    @property
    def body(self) -> tuple[Text, ...]:
        return (self.text,)


SLUG = Text("novini", "news")
TITLE = Text("Новини", "News")
SUMMARY = Text(
    bg="Новини от Средногорие Мед Индустриален Клъстер.",
    en="News from Srednogorie Med Industrial Cluster.",
)

INFRASTRUCTURE = Category(
    Text("infrastruktura", "infrastructure"), Text("Инфраструктура", "Infrastructure")
)
EVENTS = Category(Text("sabitia", "events"), Text("Събития", "Events"))
PROJECTS = Category(Text("proekti", "projects"), Text("Проекти", "Projects"))

CATEGORIES = (INFRASTRUCTURE, EVENTS, PROJECTS)

# In the order of the cluster's text.
ARTICLES = (
    Article(
        slug=Text(
            "parva-kopka-za-remont-na-zlatishkia-prohod",
            "groundbreaking-for-the-repair-of-the-zlatitsa-pass",
        ),
        title=Text(
            "Първа копка за ремонт на Златишкия проход",
            "Groundbreaking for the repair of the Zlatitsa Pass",
        ),
        text=Text(
            "Направена бе първа копка за ремонт на Златишкия проход",
            "Ground was broken for the repair of the Zlatitsa Pass",
        ),
        category=INFRASTRUCTURE,
        picture=CONTOURS,
    ),
    Article(
        slug=Text("srednogorie-tantsuva-2014", "srednogorie-dances-2014"),
        title=Text("„Средногорие танцува 2014“", "“Srednogorie Dances 2014”"),
        # Told in the words of the headline.
        text=Text("„Средногорие танцува 2014“", "“Srednogorie Dances 2014”"),
        category=EVENTS,
        picture=RHYTHM,
    ),
    Article(
        slug=Text(
            "zaklyuchitelna-konferentsia-po-proekt-rivers",
            "closing-conference-of-the-rivers-project",
        ),
        title=Text(
            "Заключителна конференция по проект „RIVERS“",
            "Closing conference of the “RIVERS” project",
        ),
        text=Text(
            "Проведе се заключителна конференция по проект „RIVERS“",
            "The closing conference of the “RIVERS” project was held",
        ),
        category=PROJECTS,
        picture=CURRENTS,
    ),
)
