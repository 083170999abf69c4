"""`manage.py add_language`: opens a language, and sends its first pages to its translators."""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Locale, Page

from cms.backoffice.roles import ensure_roles
from cms.entry_types import snippet_models
from cms.store.flush import publishing
from cms.translation.jobs.sending import Order, send


class Command(BaseCommand):
    help = (
        "Opens a language: its locale, a draft of its home page, its groups and their review; and "
        "sends the home page, the sections, the site's profile and the categories to its "
        "translators. Again without effect."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="the language's code, one of the setting LANGUAGES")

    def handle(self, *args: Any, code: str, **options: Any) -> None:
        accepted = [language for language, _ in settings.WAGTAIL_CONTENT_LANGUAGES]
        if code not in accepted:
            raise CommandError(f"“{code}” is not among LANGUAGES, which has: {', '.join(accepted)}")
        with publishing():
            locale, _ = Locale.objects.get_or_create(language_code=code)
            source = Page.objects.get(depth=2, slug=settings.LANGUAGE_CODE).specific
            is_new = not source.has_translation(locale) and locale != source.locale
            if is_new:
                open_home(source, locale)
            ensure_roles(apps, code)
            sent = send(first_pages(source), Order({locale: None}, None, None)) if is_new else None
        self.stdout.write(f"{code}: locale, home page and groups are in place.")
        if sent:
            self.stdout.write(
                f"{code}: the home page, the sections, the site's profile and the categories, "
                f"{sent.total} in all, are sent to its translators."
            )


def open_home(source: Page, locale: Locale) -> None:
    """Copy the source language's home page, as a draft at the address /<code>/."""
    home = source.copy_for_translation(locale)
    home.slug = locale.language_code
    home.save_revision()
    home.save()


def first_pages(home: Page) -> list[Any]:
    """What a language cannot be opened to the public without."""
    sections = [page for page in home.get_children().live().specific() if page.fixed]
    snippets = [
        snippet
        for model in snippet_models()
        for snippet in model.objects.filter(locale=home.locale, live=True)
    ]
    return [home, *sections, *snippets]
