"""Which translations there are of what is to go, and which of them follow."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page

from cms.content.publishable import Translatable
from cms.content.translatable import translations_of
from cms.core.users import RequestUser
from cms.permissions.visible_names import name_for
from cms.translation.cascade.actions import CascadeAction, DeleteCascade


@dataclass(frozen=True)
class AffectedTranslation:
    """A translation, its title and address where the person may know them, and why it stays: "" if
    it may follow."""

    content: Translatable
    title: str
    address: str
    blocker: str

    @property
    def below(self) -> int:
        """How many pages stand below it, and go where it goes."""
        return self.content.get_descendant_count() if isinstance(self.content, Page) else 0


def find_translations(
    user: RequestUser,
    act: CascadeAction,
    things: Iterable[Translatable],
    with_all_below: bool = False,
) -> list[AffectedTranslation]:
    """Return the translations of `things` that the act would concern.

    What is deleted takes along what stands below it, and so do its translations.
    """
    things = list(things)
    if with_all_below or isinstance(act, DeleteCascade):
        things += [below for content in things for below in _descendants(content)]
    found = [content for content in translations_of(things) if act.affects(content)]
    if isinstance(act, DeleteCascade):
        found = list(_tops(found))
    return [_affected(user, act, content) for content in found]


def _affected(user: RequestUser, act: CascadeAction, content: Translatable) -> AffectedTranslation:
    name = name_for(user, content)
    return AffectedTranslation(content, name.title, name.address, act.blocker(user, content))


def _descendants(content: Translatable) -> Iterable[Page]:
    return content.get_descendants() if isinstance(content, Page) else ()


def _tops(things: list[Translatable]) -> Iterator[Translatable]:
    """Those that do not go with another one anyway."""
    paths = [content.path for content in things if isinstance(content, Page)]
    for content in things:
        own = getattr(content, "path", "")
        if not any(own.startswith(path) and own != path for path in paths):
            yield content


def plan_cascade(
    request: HttpRequest, act: CascadeAction, made: Iterable[AffectedTranslation]
) -> None:
    """Note on the request what follows: afterwards nobody knows what was made from what is gone."""
    request.following = act, list(made)  # type: ignore[attr-defined]


def run_cascade(request: HttpRequest) -> tuple[CascadeAction, list[AffectedTranslation]]:
    """Do to the translations what was done to their source; return those that it was done to."""
    act, found = vars(request).pop("following", (CascadeAction(), []))
    following = [made for made in found if not made.blocker]
    for made in following:
        # As it is by now: what was done before may have moved it in the tree.
        act.perform(request.user, type(made.content).objects.get(pk=made.content.pk))
    return act, following
