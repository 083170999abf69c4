"""What people try with pages by bulk actions, by the admin API and in the reports."""

from typing import Any

from wagtail.models import Page

from cms.translation.jobs.models import Progress
from tests.admin.browser import Browser
from tests.admin.role_attempts import act, show
from tests.admin.role_attempts.pages import NEW, elsewhere, made, parent, pk, told
from tests.admin.world import Place

API = "wagtailadmin_api:pages:action"
BULK = "wagtail_bulk_action"


def bulk(browser: Browser, place: Place, action: str, **data: Any) -> None:
    """Do something with a thing by the bar below a list of its kind."""
    model = (Page if isinstance(place.it, Page) else type(place.it))._meta
    query = f"?id={place.it.pk}"
    browser.post(BULK, model.app_label, model.model_name, action, query=query, **data)


@act(BULK)
def publish_in_bulk(browser: Browser, place: Place) -> bool:
    bulk(browser, place, "publish")
    return place.secret in told(place)


@act(BULK)
def publish_with_all_below(browser: Browser, place: Place) -> bool:
    bulk(browser, place, "publish", include_descendants="on")
    return place.secret in told(place)


@act(BULK)
def unpublish_in_bulk(browser: Browser, place: Place) -> bool:
    bulk(browser, place, "unpublish")
    return not place.now().live


@act(BULK)
def delete_in_bulk(browser: Browser, place: Place) -> bool:
    bulk(browser, place, "delete")
    return place.now() is None


@act(BULK)
def move_in_bulk(browser: Browser, place: Place) -> bool:
    there = elsewhere(place)
    bulk(browser, place, "move", chooser=there.pk)
    return bool(place.now().get_parent().pk == there.pk)


@act(API)
def publish_by_the_api(browser: Browser, place: Place) -> bool:
    browser.post(API, place.it.pk, "publish")
    return place.secret in told(place)


@act(API)
def delete_by_the_api(browser: Browser, place: Place) -> bool:
    browser.post(API, place.it.pk, "delete")
    return place.now() is None


@act(API)
def copy_by_the_api(browser: Browser, place: Place) -> bool:
    browser.post(API, place.it.pk, "copy", slug="new", title=NEW)
    return made() is not None


show("list by the api", "wagtailadmin_api:pages:listing", child_of=parent)
show("ask the api for", "wagtailadmin_api:pages:detail", pk)


def title_of_the_source(place: Place) -> str:
    """As the list has it, whether it is public or not."""
    group = f"page:{place.it.translation_key}"
    return f"{Progress.objects.filter(group=group).values_list('title', flat=True)[0]}\n"


for name, route in {
    "report of the locked": "wagtailadmin_reports:locked_pages",
    "report of old pages": "wagtailadmin_reports:aging_pages",
    "report of reviews": "wagtailadmin_reports:workflow",
    "report of review tasks": "wagtailadmin_reports:workflow_tasks",
    "report of page types": "wagtailadmin_reports:page_types_usage",
    "home screen": "wagtailadmin_home",
}.items():
    show(name, route)
for name, route in {
    "report of late dates": "late_dates",
    "report of alternative texts": "alternative_texts",
    "report of losses": "losses",
}.items():
    show(name, route, tells=lambda place: f"/admin/pages/{place.it.pk}/edit/")
show("report of translations", "translation_jobs:overview", tells=title_of_the_source,
     q=lambda place: title_of_the_source(place).strip())  # fmt: skip
show("report of changes", "wagtailadmin_reports:site_history", label=lambda place: place.it.title,
     tells=lambda place: f"/admin/pages/{place.it.pk}/")  # fmt: skip
