"""Load the cluster's own content into the page trees."""

from typing import Any

from django.core.management.base import BaseCommand

from home.loading import load


class Command(BaseCommand):
    help = "Loads the cluster's own content; what is there already is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        say = self.stdout.write if options["verbosity"] > 0 else (lambda line: None)
        made = load(say)
        self.stdout.write(f"{made} pages and snippets loaded, each in both languages.")
