"""`manage.py remove_language`: takes a language away again, with all that is written in it."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Locale

from cms.operations.languages import count_pages, count_sources, remove_language, require_removable
from cms.operations.own_site import require_own_site
from cms.store.flush import drain, publish_transaction


class Command(BaseCommand):
    help = (
        "Deletes a language: its pages, categories and profile, what was to be translated, its "
        "groups and their review, its subscribers, the redirects to it. What is remembered of its "
        "translations stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="the language's code")
        parser.add_argument("--yes", action="store_true", help="do it, instead of saying what")

    def handle(self, *args: object, code: str, yes: bool, **options: object) -> None:
        locale = Locale.all_objects.filter(language_code=code).first()
        if locale is None:
            known = ", ".join(Locale.all_objects.values_list("language_code", flat=True))
            raise CommandError(f"There is no language “{code}”, only: {known}")
        require_own_site()
        require_removable(locale)
        summary = f"{code}: {count_pages(code)} pages"
        if sources := count_sources(locale):
            summary += f", {sources} of its texts with translations that stay,"
        if not yes:
            raise CommandError(f"{summary} would be deleted. To delete them, add --yes")
        with publish_transaction():
            remove_language(locale)
        # The other pages name one language less.
        while drain():
            pass
        self.stdout.write(f"{summary} are deleted. Take the language out of LANGUAGES too.")
