"""What people try with what stands in the settings: redirects, languages, people, workflows."""

from django.contrib.auth.models import Group, User
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Site

from tests.admin.browser import Browser
from tests.admin.role_attempts import act, show, shown
from tests.admin.role_attempts.pages import pk
from tests.admin.world import Place

WORKFLOWS = "wagtailadmin_workflows:"


@act("wagtailredirects:add")
def add_a_redirect(browser: Browser, place: Place) -> bool:
    browser.post(
        "wagtailredirects:add", old_path="/new", redirect_link="https://example.org/", site=""
    )
    return Redirect.objects.filter(old_path="/new").exists()


@act("wagtaillocales:delete")
def delete_the_language(browser: Browser, place: Place) -> bool:
    browser.post("wagtaillocales:delete", place.it.pk)
    return not Locale.objects.filter(pk=place.it.pk).exists()


@act("wagtailusers_users:add")
def add_a_user(browser: Browser, place: Place) -> bool:
    password = "a long and new one"
    data = {"username": "new", "first_name": "N", "last_name": "N", "email": "new@example.org"}
    browser.post("wagtailusers_users:add", **data, password1=password, password2=password)
    return User.objects.filter(username="new", is_superuser=False).exists()


@act("wagtailusers_users:delete")
def delete_the_user(browser: Browser, place: Place) -> bool:
    browser.post("wagtailusers_users:delete", place.it.pk)
    return not User.objects.filter(pk=place.it.pk).exists()


@act("wagtailusers_groups:delete")
def delete_the_group(browser: Browser, place: Place) -> bool:
    browser.post("wagtailusers_groups:delete", place.it.pk)
    return not Group.objects.filter(pk=place.it.pk).exists()


@act("wagtailredirects:delete")
def delete_the_redirect(browser: Browser, place: Place) -> bool:
    browser.post("wagtailredirects:delete", place.it.pk)
    return not Redirect.objects.filter(pk=place.it.pk).exists()


@act("wagtailsites:delete")
def delete_the_site(browser: Browser, place: Place) -> bool:
    browser.post("wagtailsites:delete", place.it.pk)
    return not Site.objects.filter(pk=place.it.pk).exists()


@act("wagtailadmin_collections:delete")
def delete_the_collection(browser: Browser, place: Place) -> bool:
    browser.post("wagtailadmin_collections:delete", place.it.pk)
    return place.now() is None


@act(WORKFLOWS + "disable")
def disable_the_workflow(browser: Browser, place: Place) -> bool:
    browser.post(WORKFLOWS + "disable", place.it.pk)
    return not place.now().active


@act(WORKFLOWS + "disable_task")
def disable_the_task(browser: Browser, place: Place) -> bool:
    browser.post(WORKFLOWS + "disable_task", place.it.pk)
    return not place.now().active


@act(WORKFLOWS + "enable")
def enable_the_workflow(browser: Browser, place: Place) -> bool:
    browser.post(WORKFLOWS + "enable", place.it.pk)
    return bool(place.now().active)


@act(WORKFLOWS + "enable_task")
def enable_the_task(browser: Browser, place: Place) -> bool:
    browser.post(WORKFLOWS + "enable_task", place.it.pk)
    return bool(place.now().active)


@act(WORKFLOWS + "remove")
def take_a_page_out_of_review(browser: Browser, place: Place) -> bool:
    workflow = place.it.get_workflow()
    browser.post(WORKFLOWS + "remove", place.it.pk, workflow.pk)
    return not workflow.workflow_pages.filter(page=place.it).exists()


for kind, index, form in (
    ("redirect", "wagtailredirects:index", "wagtailredirects:edit"),
    ("site", "wagtailsites:index", "wagtailsites:edit"),
    ("user", "wagtailusers_users:index", "wagtailusers_users:edit"),
    ("group", "wagtailusers_groups:index", "wagtailusers_groups:edit"),
    ("workflow", WORKFLOWS + "index", WORKFLOWS + "edit"),
    ("task", WORKFLOWS + "task_index", WORKFLOWS + "edit_task"),
    ("collection", "wagtailadmin_collections:index", "wagtailadmin_collections:edit"),
):
    show(f"see the {kind}", index)
    show(f"open the {kind}", form, pk)
show("open the language", "wagtaillocales:edit", pk, tells=lambda _: 'name="language_code"')
for kind, namespace in (
    ("language", "wagtaillocales"),
    ("site", "wagtailsites"),
    ("user", "wagtailusers_users"),
):
    show(f"see the {kind}'s history", f"{namespace}:history", pk, tells=shown)
    show(f"see the {kind}'s usage", f"{namespace}:usage", pk, tells=shown)
    show(f"ask to copy the {kind}", f"{namespace}:copy", pk, tells=shown)
show("see the group's history", "wagtailusers_groups:history", pk, tells=shown)
show("see the group's usage", "wagtailusers_groups:usage", pk, tells=shown)
show("see the workflow's usage", WORKFLOWS + "usage", pk, tells=shown)
for name, route in {
    "ask to add a language": "wagtaillocales:add",
    "ask to add a site": "wagtailsites:add",
    "ask to add a group": "wagtailusers_groups:add",
    "ask to add a workflow": WORKFLOWS + "add",
    "ask to import redirects": "wagtailredirects:start_import",
    "see the languages": "wagtaillocales:index",
}.items():
    show(name, route, tells=shown)
show("ask to add a task", WORKFLOWS + "add_task", lambda _: "wagtailcore",
     lambda _: "groupapprovaltask", tells=shown)  # fmt: skip
show("choose a task", WORKFLOWS + "task_chooser")
show("take the task", WORKFLOWS + "task_chosen", pk)
