"""A page or snippet in each of its languages: how far it is, and the way there for one reader."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeGuard

from django.utils.translation import pgettext
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from cms.content import dependency_keys
from cms.content.entry_types import list_snippet_models
from cms.content.publishable import Translatable
from cms.content.translatable import TranslatableSnippet
from cms.core.public_urls import get_page_url
from cms.core.users import RequestUser
from cms.permissions.visibility import UserVisibility
from cms.store.models import Entry
from cms.translation.jobs.admin_urls import edit_address
from cms.translation.jobs.models import JobState, Progress, TranslationRequest
from cms.translation.jobs.report import annotate_details


@dataclass(frozen=True)
class Language:
    """One language of a page or snippet.

    `state` is one of the public contract's (cms.content.translation_state). `edit_url` is empty
    where the reader may not edit it, `view_url` where it is not public. `row` is None of the
    source.
    """

    locale: Locale
    state: str
    label: str
    edit_url: str
    view_url: str
    # Whether it is the one that is looked at.
    is_current: bool
    row: Progress | None = None
    request: TranslationRequest | None = None

    @property
    def name(self) -> str:
        return str(self.locale.get_display_name())


# More translations than these are named by what is said of them, not one by one.
MAX_UNGROUPED = 3


@dataclass(frozen=True)
class StateGroup:
    """Translations of which the same is said."""

    state: str
    label: str
    languages: list[Language]


def group_by_state(languages: Iterable[Language]) -> list[StateGroup]:
    """Return the translations among the languages: each for itself where they are few, else those
    together of which the same is said. What is looked at is left out if it is the source."""
    shown = [
        language
        for language in languages
        if not (language.is_current and language.state == "source")
    ]
    if len(shown) <= MAX_UNGROUPED:
        return [StateGroup(language.state, _state_text(language), [language]) for language in shown]
    groups: dict[tuple[str, str], list[Language]] = defaultdict(list)
    for language in shown:
        groups[language.state, _state_text(language)].append(language)
    return [
        StateGroup(*state_and_label, languages=members)
        for state_and_label, members in groups.items()
    ]


def _state_text(language: Language) -> str:
    """The state, and that of the job where it is not done."""
    row = language.row
    if row and row.job_label and vars(row).get("job_state") != JobState.DONE:
        return f"{language.label}, {row.job_label}"
    return language.label


class Languages:
    """The languages of some pages, or of some snippets of one model, for one reader.

    A fixed number of queries for any number of them.
    """

    def __init__(self, contents: Iterable[object], user: RequestUser) -> None:
        translated = [content for content in contents if is_translated(content)]
        self.model = _model_of(translated[0]) if translated else Page
        self.contents = {
            content.pk: content for content in translated if isinstance(content, self.model)
        }
        self.user = user

    def for_content(self, content: Translatable) -> list[Language]:
        """Return the source's first, then the others in the order of the site's; [] of what has no
        text of its own."""
        is_listed = isinstance(content, self.model) and content.pk in self.contents
        rows = self._rows.get(dependency_keys.group(content), []) if is_listed else []
        if not rows:
            return []
        pk = rows[0].source_pk
        source = self._build_language(content, self._sources[pk], "source", pk)
        others = [
            self._build_language(content, row.locale, row.state, row.target_pk, row) for row in rows
        ]
        return [source, *others]

    def _build_language(
        self,
        content: Translatable,
        locale: Locale,
        state: str,
        pk: str,
        row: Progress | None = None,
    ) -> Language:
        group = dependency_keys.group(content)
        path = self._paths.get((group, locale.language_code))
        kind = self.model._meta.label_lower
        return Language(
            locale=locale,
            state=state,
            label=row.state_label if row else pgettext("translation", "source"),
            edit_url=edit_address(kind, pk) if pk in self._editable_numbers else "",
            view_url=get_page_url(path) if path else "",
            is_current=locale.pk == content.locale_id,
            row=row,
            request=self._requests.get((group, locale.pk)),
        )

    @cached_property
    def _groups(self) -> list[str]:
        return [dependency_keys.group(content) for content in self.contents.values()]

    @cached_property
    def _rows(self) -> dict[str, list[Progress]]:
        found: dict[str, list[Progress]] = defaultdict(list)
        if self._groups:
            for row in annotate_details(Progress.objects.filter(group__in=self._groups)).order_by(
                "locale"
            ):
                found[row.group].append(row)
        return found

    @cached_property
    def _requests(self) -> dict[tuple[str, int], TranslationRequest]:
        found = TranslationRequest.objects.filter(group__in=self._groups)
        return {
            (request.group, request.locale_id): request
            for request in found.select_related("requested_by__wagtail_userprofile")
        }

    @cached_property
    def _paths(self) -> dict[tuple[str, str], str]:
        """The public addresses, by group and language."""
        entries = Entry.objects.filter(group__in=self._groups, live=True)
        return {
            (group, locale): path
            for group, locale, path in entries.values_list("group", "locale", "path")
        }

    @cached_property
    def _member_numbers(self) -> set[str]:
        """The numbers of all members."""
        found = [row for group in self._rows.values() for row in group]
        return {pk for row in found for pk in (row.source_pk, row.target_pk) if pk}

    @cached_property
    def _editable_numbers(self) -> set[str]:
        """The numbers of the members that the reader may change."""
        policy = policy_registry.get_by_type(self.model)
        if self.model is Page:
            editable = policy.instances_user_has_permission_for(self.user, "change")
        elif policy.user_has_permission(self.user, "change"):
            editable = self.model.objects.filter(locale__in=UserVisibility(self.user).languages)
        else:
            return set()
        return {
            str(pk)
            for pk in editable.filter(pk__in=self._member_numbers).values_list("pk", flat=True)
        }

    @cached_property
    def _sources(self) -> dict[str, Locale]:
        """The languages of the sources, by number."""
        numbers = {row.source_pk for group in self._rows.values() for row in group}
        found = self.model.objects.filter(pk__in=numbers).select_related("locale")
        return {str(source.pk): source.locale for source in found}


def _model_of(content: Translatable) -> Any:
    return Page if isinstance(content, Page) else content._meta.model


def is_translated(content: object) -> TypeGuard[Page | TranslatableSnippet]:
    """Whether a thing is a page with a text of its own, or a snippet that is translated."""
    if isinstance(content, Page):
        return bool(content.pk) and not content.is_root() and not content.alias_of_id
    return type(content) in list_snippet_models() and bool(getattr(content, "pk", None))
