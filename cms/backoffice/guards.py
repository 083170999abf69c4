"""What Wagtail and wagtail-localize do not ask before they act: may this person do it here, now?

Wagtail gives the right to a snippet by its model alone, whatever its language. wagtail-localize
asks one right of whoever sends and takes over translations, wherever they stand, and looks at no
lock. A guard stands before the routes that `GUARDS` names for it; all of a route's must agree.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.core.exceptions import ObjectDoesNotExist
from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch
from wagtail.admin.auth import permission_denied
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, WorkflowState
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation, TranslationSource

from cms.backoffice.visibility import Reader
from cms.backoffice.wholeness import (
    refused,
    require_whole_to_publish,
    require_whole_translations,
)
from cms.entry_types import snippet_models
from cms.localized import RefusedPublicationError
from cms.titles import titles_by

Guard = Callable[..., bool]

ANY = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}
MEDIA_RIGHTS = ["add", "change", "delete", "choose"]
# Wagtail's own screens about pages, and how their addresses name a page's number.
SHOWING_PAGES = ("wagtailadmin_pages:", "wagtailadmin_explore")
PAGE_NUMBERS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "pk")


class GuardMiddleware:
    """Asks a route's guards before its view. Nothing is asked of who may not enter at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/admin/"):
            return self.get_response(request)
        with titles_by(Reader(request.user).title_of):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if request.path.startswith("/admin/") and _leads_nowhere(request):
            raise Http404
        return refusal(request, kwargs)


def refusal(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Return what whoever is refused by a guard of the route is answered; None where all agree."""
    guards = _guards(request.resolver_match.view_name if request.resolver_match else "")
    if not guards or not request.user.has_perm("wagtailadmin.access_admin"):
        return None
    try:
        agreed = all(guard(request, **kwargs) for guard in guards)
    except (ObjectDoesNotExist, ValueError, OverflowError) as error:
        # A number that no database has is one of nothing.
        raise Http404 from error
    except RefusedPublicationError as error:
        return refused(request, error)
    return None if agreed else permission_denied(request)


def _leads_nowhere(request: HttpRequest) -> bool:
    """Whether what is to come `next` is no address: Django takes it for the name of a view then,
    and fails when there is none."""
    way = get_valid_next_url_from_request(request)
    return bool(way) and not {"/", "."} & set(way)


def _guards(route: str) -> Iterable[Guard]:
    if route.startswith("wagtailsnippets_"):
        return [own_snippet]
    if re.fullmatch(r"wagtailsnippetchoosers_\w+:create", route):
        return [closed]  # a chooser of snippets has no form for a new one
    guards = GUARDS.get(route, ())
    return (visible_pages, *guards) if route.startswith(SHOWING_PAGES) else guards


# Where somebody works


def works_on(user: Any, thing: Any) -> bool:
    """Whether the person has any right on the page, or on a page of the snippet's language."""
    policy = policy_registry.get_by_type(Page)
    if isinstance(thing, Page):
        return bool(policy.user_has_any_permission_for_instance(user, ANY, thing))
    places = list(policy.instances_with_direct_explore_permission(user))
    return any(page.is_root() or page.locale_id == thing.locale_id for page in places)


def may_publish(user: Any, thing: Any) -> bool:
    if isinstance(thing, Page):
        return bool(thing.permissions_for_user(user).can_publish())
    right = f"{thing._meta.app_label}.publish_{thing._meta.model_name}"
    return bool(user.has_perm(right)) and works_on(user, thing)


def is_locked(user: Any, thing: Any) -> bool:
    """Whether the page is locked for the person, by hand or by its review."""
    return isinstance(thing, Page) and bool(thing.permissions_for_user(user).page_locked())


# Snippets


def own_snippet(request: HttpRequest, **kwargs: Any) -> bool:
    """A snippet is opened, changed and added in one's own languages alone."""
    match = cast(ResolverMatch, request.resolver_match)
    model = _snippet_model(match.namespace.removeprefix("wagtailsnippets_"))
    if model and "pk" in kwargs:
        snippet = model.objects.get(pk=kwargs["pk"])
        if match.url_name == "edit" and may_publish(request.user, snippet):
            require_whole_to_publish(request, snippet)
        return works_on(request.user, snippet)
    if model and match.url_name in ("add", "preview_on_add"):
        code = request.GET.get("locale") or Locale.get_default().language_code
        return works_on(request.user, model(locale=Locale.objects.get(language_code=code)))
    return True


def own_snippets(request: HttpRequest, app_label: str, model_name: str, action: str) -> bool:
    """The same, of all that a bulk action is asked for."""
    model = _snippet_model(f"{app_label}_{model_name}")
    chosen = _chosen(request, model.objects.all()) if model else []
    return all(works_on(request.user, thing) for thing in chosen)


def visible_snippet(request: HttpRequest, app_label: str, model_name: str, pk: str) -> bool:
    """A snippet is named by its number to whoever may choose it."""
    model = _snippet_model(f"{app_label}_{model_name}")
    named = model.objects.filter(pk=pk) if model else Page.objects.none()
    return Reader(request.user).visible_snippets(named).exists()


def visible_things(request: HttpRequest, app_label: str, model_name: str, action: str) -> bool:
    """Wagtail names whatever is chosen, if only to say that one may do nothing with it."""
    if (app_label, model_name) == ("wagtailcore", "page"):
        # All the pages of a list are named by the titles that the person may see.
        numbers = [number for number in request.GET.getlist("id") if number != "all"]
        reader = Reader(request.user)
        return all(reader.sees(page) for page in Page.objects.filter(pk__in=numbers))
    medium = {model._meta.label_lower: model for model in (get_image_model(), get_document_model())}
    model = medium.get(f"{app_label}.{model_name}")
    if model is None:
        return True
    chosen = _chosen(request, model.objects.all())
    policy = policy_registry.get_by_type(model)
    seen = policy.instances_user_has_any_permission_for(request.user, MEDIA_RIGHTS)
    return bool(chosen.filter(pk__in=seen.values("pk")).count() == chosen.count())


def _snippet_model(name: str) -> Any:
    """The registered snippet model that is called news_newscategory; None for what is none."""
    names = {model._meta.label_lower.replace(".", "_"): model for model in snippet_models()}
    return names.get(name)


def _chosen(request: HttpRequest, things: QuerySet[Any]) -> QuerySet[Any]:
    """Those that a bulk action is asked for."""
    numbers = request.GET.getlist("id")
    return things if "all" in numbers else things.filter(pk__in=numbers)


# Pages


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


def choosable_pages(request: HttpRequest) -> bool:
    """The titles of drafts are told by their numbers to nobody who could not see them."""
    chosen = _chosen(request, Page.objects.all())
    return Reader(request.user).choosable(chosen).count() == chosen.count()


def choosable_parent(request: HttpRequest, parent_page_id: int) -> bool:
    """What stands below a page is chosen by whoever may choose the page itself."""
    chosen = Page.objects.filter(pk=parent_page_id, depth__gt=1)
    return Reader(request.user).choosable(chosen).count() == chosen.count()


def visible_pages(request: HttpRequest, **kwargs: Any) -> bool:
    """The pages that an address names are shown to whoever may see them in the page tree."""
    numbers = {kwargs[name] for name in PAGE_NUMBERS if name in kwargs}
    reader = Reader(request.user)
    return all(reader.sees(page) for page in Page.objects.filter(pk__in=numbers))


# Translations


def own_page(request: HttpRequest, page_id: int) -> bool:
    """A page is sent for translation by who works on it."""
    return works_on(request.user, Page.objects.get(pk=page_id))


def own_snippet_to_send(request: HttpRequest, app_label: str, model_name: str, pk: str) -> bool:
    model = _snippet_model(f"{app_label}_{model_name}")
    return model is None or works_on(request.user, model.objects.get(pk=pk))


def own_source(request: HttpRequest, translation_source_id: int) -> bool:
    """A source is taken over by who works on it; published at once by who may publish all of it."""
    source = TranslationSource.objects.get(pk=translation_source_id)
    if not works_on(request.user, source.get_source_instance()):
        return False
    if "publish_translations" not in request.POST:
        return True
    targets = [job.get_target_instance() for job in source.translations.filter(enabled=True)]
    agreed = all(
        may_publish(request.user, target) and not is_locked(request.user, target)
        for target in targets
    )
    if agreed:
        require_whole_translations(request, source)
    return agreed


def own_unlocked_translation(request: HttpRequest, translation_id: int, **kwargs: Any) -> bool:
    """A translation is worked on in one's own language, and while it is not locked."""
    job = Translation.objects.get(pk=translation_id)
    return _own_and_unlocked(request, job.get_target_instance())


def unlocked_translation(request: HttpRequest, page_id: int) -> bool:
    """wagtail-localize's editor stands in for Wagtail's, which asks for the lock by itself.

    What has an `action` is the translators' editor's (cms.translation.editor.actions): that asks
    for itself, and gives back what was written.
    """
    restarts = "localize-restart-translation" in request.POST
    if not _changes(request) or ("action" in request.POST and not restarts):
        return True
    page = Page.objects.get(pk=page_id)
    jobs = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id
    )
    theirs = jobs.filter(enabled=True).exists() or restarts
    return not theirs or not is_locked(request.user, page)


def whole_translation(request: HttpRequest, page_id: int) -> bool:
    """Asked last: who may not publish at all learns nothing of what is missing."""
    page = Page.objects.get(pk=page_id).specific
    if may_publish(request.user, page):
        require_whole_to_publish(request, page)
    return True


def publishable(request: HttpRequest, page_id: int) -> bool:
    """A translation that becomes an alias again is public no more."""
    page = Page.objects.get(pk=page_id)
    return may_publish(request.user, page) and _own_and_unlocked(request, page)


def _own_and_unlocked(request: HttpRequest, thing: Model) -> bool:
    locked = _changes(request) and is_locked(request.user, thing)
    return works_on(request.user, thing) and not locked


def _changes(request: HttpRequest) -> bool:
    return request.method not in ("GET", "HEAD", "OPTIONS")


# Redirects


def signed_import(request: HttpRequest) -> bool:
    """Wagtail fails on a form for an import that it has not signed itself."""
    try:
        for name in ("import_file_name", "input_format"):
            Signer().unsign(request.POST.get(name, ""))
    except BadSignature:
        return False
    return True


# Reviews


def manages_workflows(request: HttpRequest, **kwargs: Any) -> bool:
    """The tasks of reviews are chosen by whoever writes reviews."""
    rights = ("add_workflow", "change_workflow")
    return any(request.user.has_perm(f"wagtailcore.{right}") for right in rights)


# The admin's API


def closed(request: HttpRequest, **kwargs: Any) -> bool:
    """Nothing in the back office asks for it, and it asks for too little itself."""
    return False


GUARDS: dict[str, tuple[Guard, ...]] = {
    "wagtail_bulk_action": (visible_things, own_snippets, unlocked_pages),
    "wagtailadmin_choose_page_child": (choosable_parent,),
    "wagtailadmin_choose_page_chosen_multiple": (choosable_pages,),
    **{
        f"wagtailadmin_workflows:{view}": (manages_workflows,)
        for view in ("task_chooser", "task_chooser_results", "task_chooser_create", "task_chosen")
    },
    "wagtailadmin_pages:edit": (unlocked_translation, whole_translation),
    "wagtailredirects:process_import": (signed_import,),
    "translation_jobs:send_page": (own_page,),
    "translation_jobs:send_snippet": (own_snippet_to_send,),
    "wagtail_localize:update_translations": (own_source,),
    "wagtail_localize:convert_to_alias": (publishable,),
    "wagtail_localize:preview_translation": (own_unlocked_translation,),
    "wagtail_localize:stop_translation": (own_unlocked_translation,),
    "translation_editor:segment": (own_unlocked_translation,),
    "translation_editor:override": (own_unlocked_translation,),
    # They write over what nobody has seen, and take whatever is sent.
    "wagtail_localize:edit_string_translation": (closed,),
    "wagtail_localize:edit_override": (closed,),
    # It asks a machine while it holds the lock: the worker does (cms.translation.machine).
    "wagtail_localize:machine_translate": (closed,),
    "wagtail_localize:snippets_api_detail": (visible_snippet,),
    # It lists the drafts of every language, and nothing in the back office asks for it.
    "wagtail_localize:snippets_api_listing": (closed,),
    # It raises an error on purpose.
    "wagtailadmin_error_test": (closed,),
    # It publishes what is locked or in review.
    "wagtailadmin_api:pages:action": (closed,),
    # It lists every collection to everybody.
    **{
        f"wagtailadmin_api:{kind}:{view}": (closed,)
        for kind in ("images", "documents")
        for view in ("listing", "detail", "find")
    },
}
