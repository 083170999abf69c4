"""Whoever works in Bulgarian meets no English: not on any screen that their role can open, nor in
what the browser's scripts say.
"""

import json
import re
from collections.abc import Iterator
from functools import partial
from zoneinfo import available_timezones

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import CharField, Model, Value
from django.db.models.functions import Cast, Concat
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker, Settings
from wagtail.models import Collection, ModelLogEntry, Page, PageLogEntry, Revision
from wagtail_localize.models import TranslationSource

from cms.translation.jobs.models import Progress
from home.models import SiteProfile
from news.models import NewsCategory
from tests.admin.crawl import Screen, crawl, look, starts
from tests.admin.world import World, build, three_languages
from tests.languages.test_upstream_messages import catalogues

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Each with a route that their own work leads to.
ROLES = {
    "editor": "wagtailadmin_pages:add",
    "coordinator": "translation_jobs:send_page",
    "translator": "wagtailadmin_pages:edit",
    "reviewer-en": "wagtailadmin_pages:workflow_preview",
    "reviewer-bg": "wagtailadmin_pages:workflow_preview",
    "administrator": "wagtailusers_users:edit",
}
# They show the site, in the language of the page.
PREVIEWS = re.compile(
    r":(view_draft|preview_on_\w+|workflow_preview|preview_translation|revisions_view)$"
)
COMPARISON = "wagtailadmin_pages:revisions_compare"

# What people have named, and what remembers the names.
NAMED: dict[type[Model], tuple[str, ...]] = {
    Collection: ("name",),
    ModelLogEntry: ("label",),
    NewsCategory: ("title",),
    Page: ("title", "draft_title"),
    PageLogEntry: ("label",),
    Progress: ("title",),
    SiteProfile: ("name",),
    TranslationSource: ("object_repr",),
    User: ("username",),
}
# What is no English, or has no Bulgarian name.
NAMES = re.compile(
    r"""
    Secret[\w-]+ | \ben:                # what the world calls its own
    | \S*/\S* | \S*\w[.@_:]\w\S*        # addresses, names of files and of programs
    | \S*\d\S* | %\(\w+\)s              # identifiers, versions, what a script fills in
    | \((bg|en|de)\) | ·\ (bg|en|de)\ · # languages by their codes …
    | \b(English|German|Deutsch)\b      # … and by their own names
    | \b(Wagtail|WebSub|JavaScript|Standard\ Webhooks|Poedit|GET)\b
    | \b(Alt|Ctrl|Enter|Esc|Shift)\b
    | \b(AVIF|CSV|GIF|HEIC|HEIF|HIF|JPE?G|PNG|PO|TSV|URL|WEBP|XLIFF|XLSX)\b
    """,
    re.VERBOSE,
)
# wagtail-localize hands its script a date that it never shows. (Those that it does are in
# tests/browser/test_translator.py.)
UNSHOWN = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")
ENGLISH = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A small site; nothing in it is called by a word that a screen may say."""
    with django_db_blocker.unblock(), transaction.atomic(), three_languages():
        made = build()
        number = Concat(Value("№"), Cast("pk", CharField()))
        for model, names in NAMED.items():
            model._default_manager.update(**dict.fromkeys(names, number))
        yield made
        transaction.set_rollback(True)


def slugs() -> set[str]:
    """What a comparison of two versions of a page shows of their addresses."""
    contents = Revision.page_revisions.values_list("content", flat=True)
    return {content["slug"] for content in contents} | {page.slug for page in Page.objects.all()}


def english(screen: Screen) -> set[str]:
    """The texts of a screen in which an English word is left."""
    known = available_timezones()
    return {
        text
        for text in screen.texts
        if ENGLISH.search(NAMES.sub("", text)) and text not in known and not UNSHOWN.fullmatch(text)
    }


@pytest.mark.filterwarnings("ignore:Pagination may yield inconsistent results")
@pytest.mark.parametrize("role", ROLES)
def test_every_screen_is_in_bulgarian(role: str, world: World, settings: Settings) -> None:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
    }
    settings.MAILING = True
    with world.visit(role) as browser:
        screens = list(crawl(partial(look, browser.client), starts()))
    compared = slugs()
    left: dict[str, Screen] = {}
    for screen in screens:
        if not PREVIEWS.search(screen.route):
            named = compared if screen.route == COMPARISON else set()
            left |= dict.fromkeys(english(screen) - named - left.keys(), screen)
    said = [f"{each.route} {each.address}: {text}" for text, each in left.items()]
    assert not said, f"{role} reads English:\n" + "\n".join(said)
    assert ROLES[role] in {screen.route for screen in screens}, "their own work was not opened"


def test_texts_are_read_wherever_they_stand() -> None:
    """The reader itself: what it takes for words, and what for the names of things."""
    screen = Screen("/admin/", "wagtailadmin_home")
    screen.read_html("""
        <p class="None">Plain <b aria-label="Aria" hidden>bold</b></p>
        <input type="submit" value="Send"><input value="typed"><code>from</code>
        <a href="/admin/pages/?q=1" title="Go">on</a>
        <div data-props='{"label": "In props", "type": "ListPanel", "at": "/admin/images/"}'></div>
        <template><i>In a template</i></template>
        <script type="text/django-form-template"><label>In a form</label></script>
        <script type="application/json">{"html": "<em>In a script</em>"}</script>
        <script>var english = "No screen shows this";</script>
    """)
    assert screen.texts == [
        *("Plain", "Aria", "bold", "Send", "Go", "on", "In props"),
        *("In a template", "In a form", "In a script"),
    ]
    assert screen.links == ["/admin/pages/?q=1", "/admin/images/"]


@pytest.mark.parametrize(
    ("route", "app"),
    [
        ("wagtailadmin_javascript_catalog", "wagtail.admin"),
        ("wagtail_localize:javascript_catalog", "wagtail_localize"),
    ],
)
def test_scripts_speak_bulgarian(route: str, app: str, admin: Client) -> None:
    script = admin.get(reverse(route)).content.decode()
    said = json.loads(script.partition("newcatalog = ")[2].partition(";\n")[0])
    (catalogue,) = (each for each in catalogues() if each.path.match(f"{app}/*/*/djangojs.po"))
    assert [msgid for _, msgid in catalogue.english if msgid not in said] == []
