"""Who translates, and whose work somebody may see."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail.permissions import policy_registry

from cms.backoffice.roles import COORDINATORS, REVIEWERS, TRANSLATORS, group_name
from cms.backoffice.visibility import Reader
from cms.entry_types import snippet_models
from cms.translation.jobs.models import Job, Orphan, Progress

SUBMIT = "wagtail_localize.submit_translation"


def translators_of(locale: Locale) -> QuerySet[Any]:
    """Those of a language who may log in, by name."""
    group = group_name(TRANSLATORS, locale.language_code)
    users = get_user_model().objects.filter(groups__name=group, is_active=True)
    return users.order_by("first_name", "last_name", "username")


def responsible_for(languages: Iterable[Locale]) -> QuerySet[Any]:
    """Return the reviewers of these languages and the coordinators, those who may log in."""
    reviewers = [group_name(REVIEWERS, locale.language_code) for locale in languages]
    users = get_user_model().objects.filter(
        groups__name__in=[*reviewers, COORDINATORS], is_active=True
    )
    return users.distinct().order_by("pk")


def is_responsible(user: Any) -> bool:
    """Whether somebody is among the reviewers of a language or the coordinators."""
    return user.groups.filter(name=COORDINATORS).exists() or bool(reviewed_by(user))


def orphans_of(user: Any) -> QuerySet[Orphan]:
    """Return the translations without a public source that somebody is responsible for: all for
    whoever sends pages for translation, else those of the languages one reviews."""
    if user.has_perm(SUBMIT):
        return Orphan.objects.all()
    return Orphan.objects.filter(locale__in=reviewed_by(user))


def reviewed_by(user: Any) -> list[Locale]:
    """Return the languages that somebody is a reviewer of."""
    return _languages_of(user, REVIEWERS)


def translated_by(user: Any) -> list[Locale]:
    """The languages that somebody is a translator of."""
    return _languages_of(user, TRANSLATORS)


def _languages_of(user: Any, role: str) -> list[Locale]:
    groups = set(user.groups.values_list("name", flat=True))
    return [
        locale
        for locale in Locale.objects.all()
        if group_name(role, locale.language_code) in groups
    ]


def work_of(user: Any) -> QuerySet[Progress]:
    """What was sent to somebody by name, or to all translators of a language of theirs."""
    job = "translation__job"
    to_all = Q(**{f"{job}__assignee": None}, locale__in=translated_by(user))
    rows = Progress.objects.exclude(**{job: None})
    return rows.filter(Q(**{f"{job}__assignee": user}) | to_all)


def name_of(user: Any) -> str:
    return user.get_full_name() or user.get_username()


def assigned() -> QuerySet[Any]:
    """Everybody to whom something was sent by name."""
    sent = Job.objects.exclude(assignee=None).values("assignee")
    return get_user_model().objects.filter(pk__in=sent).order_by("first_name", "username")


def languages_seen_by(user: Any) -> QuerySet[Locale]:
    """All for whoever sends pages for translation; else those on whose pages one works."""
    return Locale.objects.all() if user.has_perm(SUBMIT) else languages_edited_by(user)


def languages_edited_by(user: Any) -> QuerySet[Locale]:
    """Those of which somebody may change at least a section."""
    if user.is_superuser:
        return Locale.objects.all()
    right = {"permission__codename": "change_page", "group__user": user}
    places = list(GroupPagePermission.objects.filter(**right).select_related("page"))
    if any(place.page.is_root() for place in places):
        return Locale.objects.all()
    return Locale.objects.filter(pk__in={place.page.locale_id for place in places})


def seen_by(user: Any) -> QuerySet[Progress]:
    """Return what somebody may know of, in their languages.

    Of a page that is not public, only who finds it, or its translation, in the page tree; of such a
    snippet, who works in its language, or in the one that it was sent to.
    """
    rows = Progress.objects.filter(locale__in=languages_seen_by(user))
    tree = policy_registry.get_by_type(Page).explorable_instances(user)
    own = tree.annotate(number=Cast("pk", CharField())).values("number")
    pages = Q(page__in=tree.values("pk")) | Q(target_pk__in=own)
    return rows.filter(Q(public=True) | pages | _own_snippets(user))


def _own_snippets(user: Any) -> Q:
    languages = Reader(user).languages
    condition = Q(page=None, locale__in=languages) & ~Q(target_pk="")
    for model in snippet_models():
        own = model.objects.filter(locale__in=languages)
        numbers = own.annotate(number=Cast("pk", CharField())).values("number")
        condition |= Q(page=None, kind=model._meta.label_lower, source_pk__in=numbers)
    return condition
