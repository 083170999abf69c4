"""`manage.py add_language`: opens a language, and sends its first pages to its translators."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.operations.languages import open_language
from cms.operations.own_site import require_own_site


class Command(BaseCommand):
    help = (
        "Opens a language: its locale, a draft of its home page, its groups and their review; and "
        "sends the home page, the sections, the site's profile and the categories to its "
        "translators. Again without effect."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="the language's code, one of the setting LANGUAGES")

    def handle(self, *args: object, code: str, **options: object) -> None:
        accepted = [language for language, _ in settings.WAGTAIL_CONTENT_LANGUAGES]
        if code not in accepted:
            raise CommandError(f"“{code}” is not among LANGUAGES, which has: {', '.join(accepted)}")
        require_own_site()
        sent = open_language(code)
        self.stdout.write(f"{code}: locale, home page and groups are in place.")
        if sent:
            self.stdout.write(
                f"{code}: the home page, the sections, the site's profile and the categories, "
                f"{sent.total} in all, are sent to its translators."
            )
