"""How far each language is, above the overview of all translations."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from cms.core.users import RequestUser
from cms.translation.jobs.assignees import languages_seen_by, visible_rows
from cms.translation.jobs.job_status import annotate_states
from cms.translation.jobs.models import Progress, Status


@dataclass(frozen=True)
class StateCount:
    """How many translations into a language are in a state; the overview of them."""

    label: str
    number: int
    address: str


@dataclass(frozen=True)
class LanguageSummary:
    """One language: its translations by state, the words that are left, and what is overdue."""

    name: str
    address: str
    states: list[StateCount]
    words_left: int
    overdue: StateCount

    @property
    def total(self) -> int:
        return sum(state.number for state in self.states)

    @property
    def percent(self) -> int:
        """The share of what is translated and up to date, rounded down."""
        return 100 * self.states[0].number // self.total if self.total else 0


def language_summaries(user: RequestUser) -> list[LanguageSummary]:
    """Return the languages that somebody sees, if they are several. Two queries more than those of
    their rights, for any number of languages."""
    languages = list(languages_seen_by(user).order_by("pk"))
    if len(languages) < 2:
        return []
    counts = {row["locale"]: row for row in _counts(visible_rows(user))}
    return [
        LanguageSummary(
            name=str(language.get_display_name()),
            address=_address(locale=language.pk),
            states=list(_states(language.pk, counts[language.pk])),
            words_left=counts[language.pk]["left"],
            overdue=StateCount(
                "", counts[language.pk]["late"], _address(locale=language.pk, overdue="true")
            ),
        )
        for language in languages
        if language.pk in counts
    ]


def _counts(rows: QuerySet[Progress]) -> QuerySet[Any, dict[str, Any]]:
    numbers = {status.value: Count("pk", filter=Q(state=status)) for status in Status}
    overdue = Count("pk", filter=Q(overdue=True))
    counted = annotate_states(rows).order_by().values("locale")
    return counted.annotate(left=Sum("words_left"), late=overdue, **numbers)


def _states(locale_id: int, counts: dict[str, int]) -> Iterator[StateCount]:
    for status in Status:
        address = _address(locale=locale_id, state=status.value)
        yield StateCount(str(status.label), counts[status.value], address)


def _address(**filters: object) -> str:
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return f"{reverse('translation_jobs:overview')}?{query}"
