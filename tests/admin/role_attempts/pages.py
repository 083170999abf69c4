"""What people try with a page in its editor and from the page tree."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import Page, PageViewRestriction

from cms.store.models import Entry
from home.models import ContentPage
from tests.admin.browser import Browser
from tests.admin.role_attempts import act, show
from tests.admin.world import Place

EDIT = "wagtailadmin_pages:edit"
NEW = "Ново заглавие"
EMPTY = {
    "date": "2026-01-02 03:04",
    "kind": "industry",
    **{f"{field}-count": "0" for field in ("body", "figures", "sections")},
}


def form(page: Page, **changes: Any) -> dict[str, Any]:
    """The page's editor, filled in."""
    return EMPTY | {"title": NEW, "slug": page.slug} | changes


def drafted(place: Place) -> bool:
    """Whether the new title is in its newest draft."""
    return bool(place.now().get_latest_revision_as_object().title == NEW)


def published(place: Place) -> bool:
    """Whether the new title is what the public reads."""
    return NEW in told(place)


def told(place: Place) -> str:
    """What the public reads of it; empty where nothing."""
    entries = Entry.objects.filter(group=f"page:{place.it.translation_key}", live=True)
    entry = entries.filter(locale=place.it.locale.language_code).first()
    return entry.full_json if entry else ""


def made() -> Any:
    """The page that was not there before."""
    return Page.objects.filter(slug="new").specific().first()


def searched_for(place: Place) -> str:
    """What it is found by: its public title, or the words of a draft that never was public.

    What is secret, as it is written, would be shown to anyone as what they have searched for.
    """
    return str(place.it.title if place.it.live else place.secret.replace("-", " "))


def below(page: Page) -> tuple[str, str]:
    """The type of page that may be added below one."""
    options = page.specific_class.allowed_subpage_models()[-1]._meta
    return options.app_label, options.model_name


# In the editor


@act("wagtailadmin_pages:add")
def add(browser: Browser, place: Place) -> bool:
    browser.post(
        "wagtailadmin_pages:add", *below(place.it), place.it.pk, **form(place.it, slug="new")
    )
    return made() is not None and not made().live


@act("wagtailadmin_pages:add")
def add_and_publish(browser: Browser, place: Place) -> bool:
    data = form(place.it, slug="new") | {"action-publish": "1"}
    browser.post("wagtailadmin_pages:add", *below(place.it), place.it.pk, **data)
    return made() is not None and made().live


@act(EDIT)
def save(browser: Browser, place: Place) -> bool:
    browser.post(EDIT, place.it.pk, **form(place.it))
    return drafted(place)


@act(EDIT)
def publish(browser: Browser, place: Place) -> bool:
    browser.post(EDIT, place.it.pk, **form(place.it), **{"action-publish": "1"})
    return published(place)


@act(EDIT)
def schedule(browser: Browser, place: Place) -> bool:
    later = timezone.localtime() + timedelta(days=1)
    data = form(place.it, go_live_at=f"{later:%Y-%m-%d %H:%M}")
    browser.post(EDIT, place.it.pk, **data, **{"action-publish": "1"})
    return place.now().revisions.filter(approved_go_live_at__isnull=False).exists()


@act("wagtailadmin_pages:unpublish")
def unpublish(browser: Browser, place: Place) -> bool:
    browser.post("wagtailadmin_pages:unpublish", place.it.pk)
    return not place.now().live and not told(place)


@act("wagtailadmin_pages:delete")
def delete(browser: Browser, place: Place) -> bool:
    browser.post("wagtailadmin_pages:delete", place.it.pk)
    return place.now() is None and not told(place)


@act("wagtailadmin_pages:revisions_revert", EDIT)
def restore_a_revision(browser: Browser, place: Place) -> bool:
    oldest = place.it.revisions.order_by("pk").first()
    browser.get("wagtailadmin_pages:revisions_revert", place.it.pk, oldest.pk)
    browser.post(EDIT, place.it.pk, **form(place.it, revision=oldest.pk))
    return drafted(place)


@act("wagtailadmin_pages:revisions_unschedule")
def unschedule(browser: Browser, place: Place) -> bool:
    browser.post("wagtailadmin_pages:revisions_unschedule", place.it.pk, latest(place))
    return not place.now().approved_schedule


@act("wagtailadmin_pages:preview_on_edit")
def preview(browser: Browser, place: Place) -> bool:
    route = "wagtailadmin_pages:preview_on_edit"
    browser.post(route, place.it.pk, **form(place.it))
    return NEW in browser.get(route, place.it.pk, mode="")


@act("wagtailadmin_pages:preview_on_add")
def preview_new(browser: Browser, place: Place) -> bool:
    route = "wagtailadmin_pages:preview_on_add"
    browser.post(route, *below(place.it), place.it.pk, **form(place.it, slug="new"))
    return NEW in browser.get(route, *below(place.it), place.it.pk, mode="")


@act("wagtailadmin_editing_sessions:ping")
def take_part_in_editing(browser: Browser, place: Place) -> bool:
    browser.post("wagtailadmin_editing_sessions:ping", "wagtailcore", "page", place.it.pk, 0)
    return EditingSession.objects.filter(object_id=str(place.it.pk)).exists()


# From the page tree


@act("wagtailadmin_pages:set_privacy")
def restrict(browser: Browser, place: Place) -> bool:
    browser.post("wagtailadmin_pages:set_privacy", place.it.pk, restriction_type="login")
    return PageViewRestriction.objects.filter(page=place.it).exists() and not told(place)


@act("wagtailadmin_pages:lock")
def lock(browser: Browser, place: Place) -> bool:
    browser.post("wagtailadmin_pages:lock", place.it.pk)
    return bool(place.now().locked)


@act("wagtailadmin_pages:unlock")
def unlock(browser: Browser, place: Place) -> bool:
    browser.post("wagtailadmin_pages:unlock", place.it.pk)
    return not place.now().locked


@act("wagtailadmin_pages:move", "wagtailadmin_pages:move_confirm")
def move(browser: Browser, place: Place) -> bool:
    there = elsewhere(place)
    browser.get("wagtailadmin_pages:move", place.it.pk)
    browser.post("wagtailadmin_pages:move_confirm", place.it.pk, there.pk)
    return bool(place.now().get_parent().pk == there.pk)


@act("wagtailadmin_pages:set_page_position")
def reorder(browser: Browser, place: Place) -> bool:
    before = place.it.path
    last = place.it.get_siblings().count() - 1
    position = 0 if place.it.get_prev_sibling() else last
    query = f"?position={position}"
    browser.post("wagtailadmin_pages:set_page_position", place.it.pk, query=query)
    return bool(place.now().path != before)


@act("wagtailadmin_pages:copy")
def copy(browser: Browser, place: Place) -> bool:
    browser.post("wagtailadmin_pages:copy", place.it.pk, **_copy(place))
    return made() is not None


@act("wagtailadmin_pages:copy")
def alias(browser: Browser, place: Place) -> bool:
    browser.post("wagtailadmin_pages:copy", place.it.pk, **_copy(place), alias="on")
    return made() is not None and made().alias_of_id == place.it.pk


@act("wagtailadmin_pages:convert_alias")
def detach_an_alias(browser: Browser, place: Place) -> bool:
    browser.post("wagtailadmin_pages:convert_alias", place.it.pk)
    return place.now().alias_of_id is None


def _copy(place: Place) -> dict[str, Any]:
    parent = place.it.get_parent().pk
    return {"new_title": NEW, "new_slug": "new", "new_parent_page": parent, "publish_copies": "on"}


def elsewhere(place: Place) -> Page:
    """Another page that a page of text may stand below, in its own language."""
    pages = ContentPage.objects.filter(locale=place.it.locale).exclude(pk=place.it.pk)
    return pages.first() or place.it.get_parent()


# What is only shown


def pk(place: Place) -> int:
    return int(place.it.pk)


def parent(place: Place) -> int:
    return int(place.it.get_parent().pk)


def latest(place: Place) -> int:
    return int(place.it.get_latest_revision().pk)


for name, route in {
    "open": EDIT,
    "see the draft": "wagtailadmin_pages:view_draft",
    "see its history": "wagtailadmin_pages:history",
    "see its usage": "wagtailadmin_pages:usage",
    "see its workflow history": "wagtailadmin_pages:workflow_history",
}.items():
    show(name, route, pk)
show("see a revision", "wagtailadmin_pages:revisions_view", pk, latest)
show("compare revisions", "wagtailadmin_pages:revisions_compare", pk, lambda _: "live", latest)
show("see in the tree", "wagtailadmin_explore", parent)
show("see in the tree's rows", "wagtailadmin_explore_results", parent)
show("search for", "wagtailadmin_pages:search", q=searched_for)
show("search for in rows", "wagtailadmin_pages:search_results", q=searched_for)
show("see among its type", "wagtailadmin_pages:type_use", lambda p: p.it._meta.app_label,
     lambda p: p.it._meta.model_name)  # fmt: skip
show("choose", "wagtailadmin_choose_page_child", parent)
show("choose by search", "wagtailadmin_choose_page_search", q=searched_for)
show("choose several", "wagtailadmin_choose_page_chosen_multiple", id=pk)

show(
    "ask to add below",
    "wagtailadmin_pages:add_subpage",
    pk,
    tells=lambda place: reverse("wagtailadmin_pages:add", args=[*below(place.it), place.it.pk]),
)
