"""Which translations there are of what is to go, and which of them follow."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page

from cms.content.publishable import Translatable
from cms.content.translatable import list_translations
from cms.core.users import RequestUser
from cms.permissions.visible_names import get_visible_name
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
    def descendant_count(self) -> int:
        """How many pages stand below it, and go where it goes."""
        return self.content.get_descendant_count() if isinstance(self.content, Page) else 0


def find_translations(
    user: RequestUser,
    action: CascadeAction,
    sources: Iterable[Translatable],
    with_all_below: bool = False,
) -> list[AffectedTranslation]:
    """Return the translations of `sources` that the action would concern.

    What is deleted takes along what stands below it, and so do its translations.
    """
    sources = list(sources)
    if with_all_below or isinstance(action, DeleteCascade):
        sources += [descendant for source in sources for descendant in _descendants(source)]
    translations = list(filter(action.affects, list_translations(sources)))
    if isinstance(action, DeleteCascade):
        translations = list(_topmost(translations))
    return [_affected(user, action, translation) for translation in translations]


def _affected(
    user: RequestUser, action: CascadeAction, content: Translatable
) -> AffectedTranslation:
    name = get_visible_name(user, content)
    return AffectedTranslation(content, name.title, name.address, action.blocker(user, content))


def _descendants(content: Translatable) -> Iterable[Page]:
    return content.get_descendants() if isinstance(content, Page) else ()


def _topmost(contents: list[Translatable]) -> Iterator[Translatable]:
    """Those that do not go with another one anyway."""
    paths = [content.path for content in contents if isinstance(content, Page)]
    for content in contents:
        own_path = getattr(content, "path", "")
        if not any(own_path.startswith(path) and own_path != path for path in paths):
            yield content


def plan_cascade(
    request: HttpRequest, action: CascadeAction, translations: Iterable[AffectedTranslation]
) -> None:
    """Note on the request what follows: afterwards nobody knows what was made from what is gone."""
    request.planned_cascade = action, list(translations)  # type: ignore[attr-defined]


def run_cascade(request: HttpRequest) -> tuple[CascadeAction, list[AffectedTranslation]]:
    """Do to the translations what was done to their source; return those that it was done to."""
    action, found = vars(request).pop("planned_cascade", (CascadeAction(), []))
    applicable = [translation for translation in found if not translation.blocker]
    for translation in applicable:
        # As it is by now: what was done before may have moved it in the tree.
        action.perform(
            request.user, type(translation.content).objects.get(pk=translation.content.pk)
        )
    return action, applicable
