"""`manage.py remove_language`: takes a language away again, with all that is written in it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from wagtail.models import Locale, Page, get_translatable_models
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    TranslationSource,
)

from cms.backoffice.roles import remove_roles
from cms.outreach.mailing.models import Announcement, Subscription
from cms.store.flush import publishing
from cms.translation.jobs.models import Batch


class Command(BaseCommand):
    help = (
        "Deletes a language: its pages, categories and profile, what was to be translated, its "
        "groups and their review, its subscribers. What is remembered of its translations stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="the language's code")
        parser.add_argument("--yes", action="store_true", help="do it, instead of saying what")

    def handle(self, *args: Any, code: str, yes: bool, **options: Any) -> None:
        if code == settings.LANGUAGE_CODE:
            raise CommandError(f"“{code}” is the language that the content is written in.")
        locale = Locale.all_objects.filter(language_code=code).first()
        if locale is None:
            known = ", ".join(Locale.all_objects.values_list("language_code", flat=True))
            raise CommandError(f"There is no language “{code}”, only: {known}")
        told = f"{code}: {Page.objects.filter(locale=locale).count()} pages"
        if not yes:
            raise CommandError(f"{told} would be deleted. To delete them, add --yes")
        with publishing():
            remove(locale)
        self.stdout.write(f"{told} are deleted. Take the language out of LANGUAGES too.")


def remove(locale: Locale) -> None:
    """Delete the language and all that is of it alone."""
    for home in Page.objects.filter(locale=locale, depth=2):
        home.specific.delete()
    for model in get_translatable_models():
        if not issubclass(model, Page):
            for thing in model.objects.filter(locale=locale):
                thing.delete()
    remove_roles(locale.language_code)
    Subscription.objects.filter(locale=locale.language_code).delete()
    Announcement.objects.filter(locale=locale.language_code).delete()
    locale.delete()
    _forget_what_was_sent()


def _forget_what_was_sent() -> None:
    """Delete what was kept of texts that are in no translator's hands any more."""
    Batch.objects.filter(assignments=None).delete()
    TranslationSource.objects.filter(translations=None).delete()
    kept = StringTranslation.objects.values("context__object_id")
    TranslatableObject.objects.filter(sources=None).exclude(pk__in=kept).delete()
    used = Q(pk__in=StringSegment.objects.values("string_id"))
    used |= Q(pk__in=StringTranslation.objects.values("translation_of_id"))
    String.objects.exclude(used).delete()
