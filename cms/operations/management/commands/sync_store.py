"""Bring the content store in line with the pages, or say in what it differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.operations.own_site import require_own_site
from cms.store import build_version, consistency
from cms.store.flush import list_failed_groups


class Command(BaseCommand):
    help = (
        "Re-projects every page into the content store and writes what differs; "
        "with --check, writes nothing and lists the differences."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--check", action="store_true", help="only list the differences")
        how.add_argument(
            "--rebuild",
            action="store_true",
            help="project every page again, not only those that differ; goes on if it was killed",
        )
        how.add_argument(
            "--if-stale",
            action="store_true",
            help="do nothing unless the version, the address or the languages are new",
        )

    def handle(self, *args: object, **options: Any) -> None:
        if options["check"]:
            self._check()
            return
        require_own_site()
        if not options["if_stale"] or build_version.is_stale():
            changed = consistency.sync(self._progress, rebuild=options["rebuild"])
            if failed := list_failed_groups():
                raise CommandError(f"{len(failed)} pages could not be projected: the log says why.")
            self.stdout.write(f"The content store is in line; {changed} changes were numbered.")

    def _check(self) -> None:
        differences = list(consistency.find_differences())
        for line in differences:
            self.stdout.write(line)
        if differences:
            raise CommandError(
                f"The content store differs from the pages in {len(differences)} places."
            )
        self.stdout.write("The content store equals the pages.")

    def _progress(self, done: int, of: int) -> None:
        self.stdout.write(f"Projecting pages: {done} of {of}")
