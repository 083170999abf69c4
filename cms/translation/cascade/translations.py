"""Which translations there are of what is to go, and which of them follow."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page

from cms.content.publishable import Translatable
from cms.content.translatable import translations_of
from cms.core.users import RequestUser
from cms.permissions.visible_names import name_for
from cms.translation.cascade.actions import Act, Deleting


@dataclass(frozen=True)
class Made:
    """A translation, its title and address where the person may know them, and why it stays: "" if
    it may follow."""

    thing: Translatable
    title: str
    address: str
    obstacle: str

    @property
    def below(self) -> int:
        """How many pages stand below it, and go where it goes."""
        return self.thing.get_descendant_count() if isinstance(self.thing, Page) else 0


def look_up(
    user: RequestUser, act: Act, things: Iterable[Translatable], with_all_below: bool = False
) -> list[Made]:
    """Return the translations of `things` that the act would concern.

    What is deleted takes along what stands below it, and so do its translations.
    """
    things = list(things)
    if with_all_below or isinstance(act, Deleting):
        things += [below for thing in things for below in _below(thing)]
    found = [thing for thing in translations_of(things) if act.concerns(thing)]
    if isinstance(act, Deleting):
        found = list(_tops(found))
    return [_made(user, act, thing) for thing in found]


def _made(user: RequestUser, act: Act, thing: Translatable) -> Made:
    name = name_for(user, thing)
    return Made(thing, name.title, name.address, act.obstacle(user, thing))


def _below(thing: Translatable) -> Iterable[Page]:
    return thing.get_descendants() if isinstance(thing, Page) else ()


def _tops(things: list[Translatable]) -> Iterator[Translatable]:
    """Those that do not go with another one anyway."""
    paths = [thing.path for thing in things if isinstance(thing, Page)]
    for thing in things:
        own = getattr(thing, "path", "")
        if not any(own.startswith(path) and own != path for path in paths):
            yield thing


def remember(request: HttpRequest, act: Act, made: Iterable[Made]) -> None:
    """Note on the request what follows: afterwards nobody knows what was made from what is gone."""
    request.following = act, list(made)  # type: ignore[attr-defined]


def follow(request: HttpRequest) -> tuple[Act, list[Made]]:
    """Do to the translations what was done to their source; return those that it was done to."""
    act, found = vars(request).pop("following", (Act(), []))
    following = [made for made in found if not made.obstacle]
    for made in following:
        # As it is by now: what was done before may have moved it in the tree.
        act.do(request.user, type(made.thing).objects.get(pk=made.thing.pk))
    return act, following
