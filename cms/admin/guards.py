"""Guards of Wagtail's own screens: the checks that they leave out."""

from typing import Any, cast

from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import ResolverMatch
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, WorkflowState
from wagtail.permissions import policy_registry

from cms.content.entry_types import find_snippet_model
from cms.permissions.guards import protect, refuse_all
from cms.permissions.rules import can_work_on, is_locked
from cms.permissions.visibility import UserVisibility

MEDIA_RIGHTS = ["add", "change", "delete", "choose"]
# The arguments by which the routes of Wagtail's screens about pages name a page's id.
PAGE_NUMBERS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "pk")


def register() -> None:
    for screens in ("wagtailadmin_pages:*", "wagtailadmin_explore*"):
        protect(screens, visible_pages)
    protect("wagtailadmin_choose_page_child", choosable_parent)
    protect("wagtailadmin_choose_page_chosen_multiple", choosable_pages)
    protect("wagtailsnippets_*:*", own_snippet)
    # A chooser of snippets has no form for a new one.
    protect("wagtailsnippetchoosers_*:create", refuse_all)
    protect("wagtail_bulk_action", visible_contents, own_snippets, unlocked_pages)
    for view in ("task_chooser", "task_chooser_results", "task_chooser_create", "task_chosen"):
        protect(f"wagtailadmin_workflows:{view}", manages_workflows)
    protect("wagtailredirects:process_import", signed_import)
    # It raises an error on purpose.
    protect("wagtailadmin_error_test", refuse_all)
    # It publishes what is locked or in review.
    protect("wagtailadmin_api:pages:action", refuse_all)
    # They list every collection to everyone.
    for kind in ("images", "documents"):
        for view in ("listing", "detail", "find"):
            protect(f"wagtailadmin_api:{kind}:{view}", refuse_all)


# Snippets


def own_snippet(request: HttpRequest, **kwargs: Any) -> bool:
    """A snippet is opened, changed and added in one's own languages alone."""
    match = cast(ResolverMatch, request.resolver_match)
    model = find_snippet_model(match.namespace.removeprefix("wagtailsnippets_"))
    if model and "pk" in kwargs:
        return can_work_on(request.user, model.objects.get(pk=kwargs["pk"]))
    if model and match.url_name in ("add", "preview_on_add"):
        code = request.GET.get("locale") or Locale.get_default().language_code
        return can_work_on(request.user, model(locale=Locale.objects.get(language_code=code)))
    return True


def own_snippets(request: HttpRequest, app_label: str, model_name: str, action: str) -> bool:
    """A bulk action is for snippets of one's own languages alone."""
    model = find_snippet_model(f"{app_label}_{model_name}")
    chosen = _chosen(request, model.objects.all()) if model else []
    return all(can_work_on(request.user, snippet) for snippet in chosen)


# Bulk actions


def visible_contents(request: HttpRequest, app_label: str, model_name: str, action: str) -> bool:
    """Wagtail names whatever is chosen, if only to say that one may do nothing with it."""
    if (app_label, model_name) == ("wagtailcore", "page"):
        # All the pages of a list are named by the titles that the person may see.
        numbers = [number for number in request.GET.getlist("id") if number != "all"]
        visibility = UserVisibility(request.user)
        return all(visibility.can_see(page) for page in Page.objects.filter(pk__in=numbers))
    medium = {model._meta.label_lower: model for model in (get_image_model(), get_document_model())}
    model = medium.get(f"{app_label}.{model_name}")
    if model is None:
        return True
    chosen = _chosen(request, model.objects.all())
    policy = policy_registry.get_by_type(model)
    seen = policy.instances_user_has_any_permission_for(request.user, MEDIA_RIGHTS)
    return bool(chosen.filter(pk__in=seen.values("pk")).count() == chosen.count())


def unlocked_pages(request: HttpRequest, app_label: str, model_name: str, action: str) -> bool:
    """What is locked is not published or unpublished in bulk, as it is not one by one."""
    if model_name != "page" or action not in ("publish", "unpublish"):
        return True
    pages = Page.objects.all()
    if parent := request.GET.get("childOf"):
        pages = pages.child_of(Page.objects.get(pk=parent))
    chosen = tuple(_chosen(request, pages).values_list("path", flat=True))
    below = "include_descendants" in request.POST
    reviews = WorkflowState.objects.active().values_list("object_id", flat=True)
    held = Page.objects.filter(Q(locked=True) | Q(pk__in=[int(pk) for pk in reviews]))
    return not any(
        is_locked(request.user, page)
        for page in held
        if (page.path.startswith(chosen) if below else page.path in chosen)
    )


def _chosen(request: HttpRequest, contents: QuerySet[Any]) -> QuerySet[Any]:
    """Return those that a bulk action is asked for."""
    numbers = request.GET.getlist("id")
    return contents if "all" in numbers else contents.filter(pk__in=numbers)


# Pages


def choosable_pages(request: HttpRequest) -> bool:
    """The titles of drafts are told by their numbers to nobody who could not see them."""
    chosen = _chosen(request, Page.objects.all())
    return UserVisibility(request.user).filter_choosable(chosen).count() == chosen.count()


def choosable_parent(request: HttpRequest, parent_page_id: int) -> bool:
    """What stands below a page is chosen by whoever may choose the page itself."""
    chosen = Page.objects.filter(pk=parent_page_id, depth__gt=1)
    return UserVisibility(request.user).filter_choosable(chosen).count() == chosen.count()


def visible_pages(request: HttpRequest, **kwargs: Any) -> bool:
    """The pages that an address names are shown to whoever may see them in the page tree."""
    numbers = {kwargs[name] for name in PAGE_NUMBERS if name in kwargs}
    visibility = UserVisibility(request.user)
    return all(visibility.can_see(page) for page in Page.objects.filter(pk__in=numbers))


# Redirects and reviews


def signed_import(request: HttpRequest) -> bool:
    """Wagtail fails on a form for an import that it has not signed itself."""
    try:
        for name in ("import_file_name", "input_format"):
            Signer().unsign(request.POST.get(name, ""))
    except BadSignature:
        return False
    return True


def manages_workflows(request: HttpRequest, **kwargs: Any) -> bool:
    """The tasks of reviews are chosen by whoever writes reviews."""
    rights = ("add_workflow", "change_workflow")
    return any(request.user.has_perm(f"wagtailcore.{right}") for right in rights)
