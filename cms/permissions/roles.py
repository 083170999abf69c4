"""The groups, what each may do, and the review of each language's pages.

`ensure_roles` only adds: what an administrator granted beside it stays. It runs in a migration
as well as in a command, so it takes the app registry, leans on no method of a model, and makes
the permissions that Django itself makes only after the last migration.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import Model
from wagtail.models import GroupApprovalTask, Workflow

from cms.content.entry_types import list_snippet_models

# Names that people read, in the language they work in.
ADMINISTRATORS = "Администратори"
COORDINATORS = "Координатори"
EDITORS, REVIEWERS, TRANSLATORS = "Редактори", "Проверяващи", "Преводачи"
REVIEW = "Проверка"

# A permission is named "app.model:codename" all through this file.
ACCESS = "wagtailadmin.admin:access_admin"
SUBMIT = "wagtail_localize.translation:submit_translation"


class Registry(Protocol):
    """`django.apps.apps`, or the historical registry that a migration is given."""

    def get_model(self, app_label: str, model_name: str) -> Any: ...


def _expand_permissions(actions: str, *models: str) -> tuple[str, ...]:
    """Name every action on every model: ("add change", "auth.group") → "auth.group:add_group"…"""
    return tuple(
        f"{model}:{action}_{model.partition('.')[2]}"
        for model in models
        for action in actions.split()
    )


LIBRARY = _expand_permissions("add change choose", "wagtailimages.image", "wagtaildocs.document")
MANAGEMENT = _expand_permissions(
    "add change delete",
    settings.AUTH_USER_MODEL.lower(),
    "auth.group",
    "wagtailcore.locale",
    "wagtailcore.workflow",
    "wagtailcore.task",
    "wagtailredirects.redirect",
)
# What the rooms have administrators do on their own models.
_granted: list[str] = []


def grant_to_administrators(actions: str, *models: str) -> None:
    """Let administrators do these on a room's models, named as "app.model".

    Called when its app is ready. Existing groups get a new permission by a migration
    (`ensure_every_role`).
    """
    _granted.extend(_expand_permissions(actions, *models))


def _list_snippet_permissions(actions: str = "add change delete view publish") -> tuple[str, ...]:
    """These actions on the snippets that sections have registered.

    They hold in the languages on whose pages one has any right (cms.permissions.rules).
    """
    return _expand_permissions(
        actions, *(model._meta.label_lower for model in list_snippet_models())
    )


@dataclass(frozen=True)
class Role:
    """A group's name and its permissions: on pages, in the library, and everywhere."""

    name: str
    pages: tuple[str, ...]
    library: tuple[str, ...] = ()
    everywhere: tuple[str, ...] = ()


def get_group_name(role: str, language_code: str) -> str:
    """Return the name of a language's group: Проверяващи (en)."""
    return f"{role} ({language_code})"


def list_roles(language_code: str) -> list[Role]:
    """Return the roles that work on one language's pages.

    Every language is translated into and reviewed. In the site's first one editors write, too; in
    another, whom an administrator gives the right to.
    """
    reviewers = Role(
        get_group_name(REVIEWERS, language_code),
        _expand_permissions("change publish", "wagtailcore.page"),
        everywhere=_list_snippet_permissions("change view publish"),
    )
    translators = Role(
        get_group_name(TRANSLATORS, language_code),
        _expand_permissions("change", "wagtailcore.page"),
        everywhere=_list_snippet_permissions("change view"),
    )
    if language_code != settings.LANGUAGE_CODE:
        return [reviewers, translators]
    editors = Role(
        get_group_name(EDITORS, language_code),
        _expand_permissions("add change publish lock unlock", "wagtailcore.page"),
        library=LIBRARY,
        everywhere=_list_snippet_permissions(),
    )
    # The right to lock shows the page tree, and holds a page still while it is translated; it
    # opens no draft.
    coordinators = Role(
        COORDINATORS, _expand_permissions("lock", "wagtailcore.page"), everywhere=(SUBMIT,)
    )
    return [reviewers, translators, editors, coordinators]


def ensure_roles(apps: Registry, language_code: str) -> None:
    """Give a language its groups and the review of its pages; again without effect.

    Raises Page.DoesNotExist where the language has no home page.
    """
    pages = apps.get_model("wagtailcore", "Page").objects
    home = pages.get(depth=2, slug=language_code)
    _ensure_administrators(apps, pages.get(depth=1))
    for role in list_roles(language_code):
        _ensure_group(apps, role, home)
    _ensure_review(apps, language_code, home)


def lacks_roles(language_code: str) -> bool:
    """Return whether a group of a language is not there. One query."""
    names = {role.name for role in list_roles(language_code)}
    return Group.objects.filter(name__in=names).count() < len(names)


def remove_roles(language_code: str) -> None:
    """Take a language's groups and the review of its pages away again; people stay."""
    # It may have been the first one, with editors.
    names = [get_group_name(role, language_code) for role in (EDITORS, REVIEWERS, TRANSLATORS)]
    Group.objects.filter(name__in=names).delete()
    reviewers = get_group_name(REVIEWERS, language_code)
    Workflow.objects.filter(
        name=get_group_name(REVIEW, language_code), workflow_pages=None
    ).delete()
    GroupApprovalTask.objects.filter(name=_get_approval(reviewers), workflow_tasks=None).delete()


def _get_approval(group: str) -> str:
    """The name of the one task of a language's review."""
    return f"{group}: одобрение"


def ensure_every_role(apps: Registry, *args: Any) -> None:
    """Do the same for each language that has a home page: what a migration calls."""
    codes = apps.get_model("wagtailcore", "Locale").objects.values_list("language_code", flat=True)
    homes = apps.get_model("wagtailcore", "Page").objects.filter(depth=2, slug__in=list(codes))
    for code in homes.values_list("slug", flat=True):
        ensure_roles(apps, code)


def _ensure_administrators(apps: Registry, root: Model) -> None:
    role = Role(
        ADMINISTRATORS,
        _expand_permissions("add bulk_delete change lock publish unlock", "wagtailcore.page"),
        library=LIBRARY + _expand_permissions("add change delete", "wagtailcore.collection"),
        everywhere=(SUBMIT, *_list_snippet_permissions(), *MANAGEMENT, *_granted),
    )
    _ensure_group(apps, role, root)


def _ensure_group(apps: Registry, role: Role, page: Model) -> None:
    """Make the group if needed; its page permissions hold for `page` and all below it."""
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role.name)
    group.permissions.add(*_find_permissions(apps, (ACCESS, *role.everywhere)))
    on_pages = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for permission in _find_permissions(apps, role.pages):
        on_pages.get_or_create(group=group, page_id=page.pk, permission=permission)
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    in_library = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for permission in _find_permissions(apps, role.library):
        in_library.get_or_create(group=group, collection=root, permission=permission)


def _find_permissions(apps: Registry, names: Iterable[str]) -> list[Any]:
    """Return the permissions of these names, made first where they do not exist yet."""
    types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    found = []
    for name in names:
        model, _, codename = name.partition(":")
        app_label, _, model_name = model.partition(".")
        kind, _ = types.get_or_create(app_label=app_label, model=model_name)
        defaults = {"name": f"Can {codename.replace('_', ' ')}"}
        permission, _ = permissions.get_or_create(
            content_type=kind, codename=codename, defaults=defaults
        )
        found.append(permission)
    return found


def _ensure_review(apps: Registry, language_code: str, home: Model) -> None:
    """Let the language's reviewers approve what is submitted to them below its home page."""
    group = apps.get_model("auth", "Group").objects.get(
        name=get_group_name(REVIEWERS, language_code)
    )
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    task, _ = apps.get_model("wagtailcore", "GroupApprovalTask").objects.get_or_create(
        name=_get_approval(group.name), defaults={"content_type": kind}
    )
    task.groups.add(group)
    workflow, _ = apps.get_model("wagtailcore", "Workflow").objects.get_or_create(
        name=get_group_name(REVIEW, language_code)
    )
    apps.get_model("wagtailcore", "WorkflowTask").objects.get_or_create(
        workflow=workflow, task=task, defaults={"sort_order": 0}
    )
    apps.get_model("wagtailcore", "WorkflowPage").objects.get_or_create(
        page_id=home.pk, defaults={"workflow": workflow}
    )
