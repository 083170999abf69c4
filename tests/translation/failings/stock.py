"""wagtail-localize as it comes: whatever stands before it, beside it or in it here is taken away.

Its own views, templates, functions and models answer then, of our page types. Nothing of it is
written anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import wagtail.admin
import wagtail.snippets
import wagtail_localize
from pytest_django import Settings
from wagtail.signals import published

from cms.admin import publish_middleware
from cms.content.base_pages import SitePage
from cms.content.translatable import TranslatableContent, TranslatableSnippet
from cms.translation.editor import actions
from cms.translation.jobs import source_updates

# What of ours stands in the place of what every page or snippet has by itself.
OVERRIDING = (
    (TranslatableContent, "save"),
    (TranslatableContent, "publish"),
    (TranslatableSnippet, "save"),
    (TranslatableSnippet, "copy_for_translation"),
    (SitePage, "save"),
    (SitePage, "clean"),
    (SitePage, "minimal_clean"),
    (SitePage, "_set_core_field_defaults"),
)
# What is set here otherwise than it comes.
SET = (
    "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE",
    "WAGTAILLOCALIZE_DISABLE_ON_DELETE",
    "WAGTAIL_ALLOW_UNICODE_SLUGS",
)
GUARD = "cms.admin.guard_middleware.GuardMiddleware"
TEMPLATES = [
    Path(package.__file__ or "").parent / "templates"
    for package in (wagtail_localize, wagtail.admin, wagtail.snippets)
]


@contextmanager
def by_itself(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[None]:
    for model, name in OVERRIDING:
        monkeypatch.delattr(model, name)
    monkeypatch.setattr(actions, "ACTIONS", {})
    monkeypatch.setattr(actions, "is_locked", lambda user, thing: False)
    monkeypatch.setattr(publish_middleware, "refusal", lambda request, kwargs: None)
    for name in SET:
        delattr(settings, name)
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each != GUARD]
    settings.ROOT_URLCONF = "tests.translation.failings.stock_urls"
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": TEMPLATES}]
    assert published.disconnect(dispatch_uid="translation_jobs source_published")
    try:
        yield
    finally:
        source_updates.connect()
