"""The home page and the site's profile: the cluster's name, phrases and numbers of its text."""

from dataclasses import dataclass

from cms.operations.initial_content.about import PURPOSE
from cms.operations.initial_content.members import MEMBERS
from cms.operations.initial_content.text import Text


@dataclass(frozen=True)
class Figure:
    """A number and what it counts."""

    value: Text
    label: Text


@dataclass(frozen=True)
class Profile:
    """What stands on every page.

    footer: HTML. social: pairs of a network's name and the address there.
    """

    name: Text
    tagline: Text
    address: Text
    email: str
    telephone: str
    footer: Text
    social: tuple[tuple[str, str], ...]


def _count(number: int, label: Text) -> Figure:
    """A figure that counts members, written alike in both languages."""
    return Figure(Text(str(number), str(number)), label)


TITLE = Text("Средногорие Мед Индустриален Клъстер", "Srednogorie Med Industrial Cluster")
LEAD = PURPOSE

# Only what the text itself says (the first) or what can be counted in its list of members.
FIGURES = (
    Figure(Text("над 8 000", "over 8,000"), Text("заети лица", "people employed")),
    _count(len(MEMBERS), Text("членове", "members")),
    _count(sum(member.founder for member in MEMBERS), Text("основатели", "founders")),
    _count(
        sum(member.municipality is not None for member in MEMBERS), Text("общини", "municipalities")
    ),
)

PROFILE = Profile(
    name=TITLE,
    # From the prose: what the members cooperate for.
    tagline=Text(
        bg="За устойчиво, дългосрочно развитие на региона на Средногорието",
        en="For the sustainable, long-term development of the Srednogorie region",
    ),
    # The text gives no address, e-mail, telephone or social network.
    address=Text("", ""),
    email="",
    telephone="",
    social=(),
    footer=Text(
        bg="<p>Средногорие Мед Индустриален Клъстер е сдружение с нестопанска цел.</p>",
        en="<p>Srednogorie Med Industrial Cluster is a non-profit association.</p>",
    ),
)
