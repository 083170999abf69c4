"""Load the cluster's own content into the page trees."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.operations.initial_content.loading import SEED, load_content, seed_languages
from cms.operations.own_site import require_own_site


class Command(BaseCommand):
    help = "Loads the cluster's own content; what is there already is left alone."

    def handle(self, *args: object, **options: Any) -> None:
        say = self.stdout.write if options["verbosity"] > 0 else (lambda line: None)
        require_own_site()
        codes = seed_languages()
        if not codes:
            self.stdout.write(
                f"The cluster's own content is in {' and '.join(SEED)}, and this site is not "
                "written in either. Nothing is loaded."
            )
            return
        created = load_content(say)
        self.stdout.write(f"{created} pages and snippets loaded, each in {' and '.join(codes)}.")
