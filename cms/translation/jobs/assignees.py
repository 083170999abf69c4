"""Who translates, and whose work somebody may see."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission, User
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail.permissions import policy_registry

from cms.content.entry_types import list_snippet_models
from cms.content.locales import query_locales_in_use
from cms.core.users import RequestUser
from cms.permissions.roles import COORDINATORS, REVIEWERS, TRANSLATORS, get_group_name
from cms.permissions.rules import SUBMIT
from cms.permissions.visibility import UserVisibility
from cms.translation.jobs.models import Job, Orphan, Progress


def translators_of(locale: Locale) -> QuerySet[User]:
    """Those of a language who may log in, by name."""
    group = get_group_name(TRANSLATORS, locale.language_code)
    users = get_user_model().objects.filter(groups__name=group, is_active=True)
    return users.order_by("first_name", "last_name", "username")


def responsible_users(languages: Iterable[Locale]) -> QuerySet[User]:
    """Return the reviewers of these languages and the coordinators, those who may log in."""
    reviewers = [get_group_name(REVIEWERS, locale.language_code) for locale in languages]
    users = get_user_model().objects.filter(
        groups__name__in=[*reviewers, COORDINATORS], is_active=True
    )
    return users.distinct().order_by("pk")


def coordinators() -> QuerySet[User]:
    """Return those who hear of what is to be sent: the coordinators, or, where there are none,
    everybody who may send."""
    users = get_user_model().objects.filter(is_active=True).order_by("pk")
    named = users.filter(groups__name=COORDINATORS)
    if named.exists():
        return named
    app_label, _, codename = SUBMIT.partition(".")
    rights = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    holders = Q(groups__permissions__in=rights) | Q(user_permissions__in=rights)
    return users.filter(Q(is_superuser=True) | holders).distinct()


def is_responsible(user: RequestUser) -> bool:
    """Whether somebody is among the reviewers of a language or the coordinators."""
    return user.groups.filter(name=COORDINATORS).exists() or bool(reviewed_by(user))


def orphans_of(user: RequestUser) -> QuerySet[Orphan]:
    """Return the translations without a public source that somebody is responsible for: all for
    whoever sends pages for translation, else those of the languages one reviews."""
    if user.has_perm(SUBMIT):
        return Orphan.objects.all()
    return Orphan.objects.filter(locale__in=reviewed_by(user))


def reviewed_by(user: RequestUser) -> list[Locale]:
    """Return the languages that somebody is a reviewer of."""
    return _languages_of(user, REVIEWERS)


def translated_by(user: RequestUser) -> list[Locale]:
    """The languages that somebody is a translator of."""
    return _languages_of(user, TRANSLATORS)


def _languages_of(user: RequestUser, role: str) -> list[Locale]:
    groups = set(user.groups.values_list("name", flat=True))
    return [
        locale
        for locale in query_locales_in_use()
        if get_group_name(role, locale.language_code) in groups
    ]


def assigned_rows(user: RequestUser) -> QuerySet[Progress]:
    """What was sent to somebody by name, or to all translators of a language of theirs."""
    job = "translation__job"
    to_all = Q(**{f"{job}__assignee": None}, locale__in=translated_by(user))
    rows = Progress.objects.exclude(**{job: None})
    return rows.filter(Q(**{f"{job}__assignee": user}) | to_all)


def display_name(user: User) -> str:
    return user.get_full_name() or user.get_username()


def assigned_users() -> QuerySet[User]:
    """Everybody to whom something was sent by name."""
    sent = Job.objects.exclude(assignee=None).values("assignee")
    return get_user_model().objects.filter(pk__in=sent).order_by("first_name", "username")


def languages_seen_by(user: RequestUser) -> QuerySet[Locale]:
    """All for whoever sends pages for translation; else those on whose pages one works."""
    return query_locales_in_use() if user.has_perm(SUBMIT) else languages_edited_by(user)


def languages_edited_by(user: RequestUser) -> QuerySet[Locale]:
    """Those of which somebody may change at least a section."""
    if user.is_superuser:
        return query_locales_in_use()
    right = {"permission__codename": "change_page", "group__user": user}
    places = list(GroupPagePermission.objects.filter(**right).select_related("page"))
    if any(place.page.is_root() for place in places):
        return query_locales_in_use()
    return query_locales_in_use().filter(pk__in={place.page.locale_id for place in places})


def visible_rows(user: RequestUser) -> QuerySet[Progress]:
    """Return what somebody may know of, in their languages.

    Of a page that is not public, only who finds it, or its translation, in the page tree; of such a
    snippet, who works in its language, or in the one that it was sent to.
    """
    rows = Progress.objects.filter(locale__in=languages_seen_by(user))
    tree = policy_registry.get_by_type(Page).explorable_instances(user)
    own = tree.annotate(number=Cast("pk", CharField())).values("number")
    pages = Q(page__in=tree.values("pk")) | Q(target_pk__in=own)
    return rows.filter(Q(public=True) | pages | _own_snippets(user))


def _own_snippets(user: RequestUser) -> Q:
    languages = UserVisibility(user).languages
    condition = Q(page=None, locale__in=languages) & ~Q(target_pk="")
    for model in list_snippet_models():
        own = model._default_manager.filter(locale__in=languages)
        numbers = own.annotate(number=Cast("pk", CharField())).values("number")
        condition |= Q(page=None, kind=model._meta.label_lower, source_pk__in=numbers)
    return condition
