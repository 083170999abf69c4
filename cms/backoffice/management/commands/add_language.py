"""Opens a language: its locale, its home page and the people's groups."""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Locale, Page

from cms.backoffice.roles import ensure_roles


class Command(BaseCommand):
    help = "Opens a language: its locale, a draft of its home page, its groups and their review."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="the language's code, one of the setting LANGUAGES")

    @transaction.atomic
    def handle(self, *args: Any, code: str, **options: Any) -> None:
        accepted = [language for language, _ in settings.WAGTAIL_CONTENT_LANGUAGES]
        if code not in accepted:
            raise CommandError(f"“{code}” is not among LANGUAGES, which has: {', '.join(accepted)}")
        locale, _ = Locale.objects.get_or_create(language_code=code)
        self.ensure_home(locale)
        ensure_roles(apps, code)
        self.stdout.write(f"{code}: locale, home page and groups are in place.")

    def ensure_home(self, locale: Locale) -> None:
        """Copy the source language's home page, as a draft at the address /<code>/."""
        source = Page.objects.get(depth=2, slug=settings.LANGUAGE_CODE).specific
        if source.has_translation(locale):
            return
        home = source.copy_for_translation(locale)
        home.slug = locale.language_code
        home.save_revision()
        home.save()
