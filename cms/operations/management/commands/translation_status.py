"""How far the translations are, or in what the tables differ from the pages."""

import csv
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Q, QuerySet, Sum

from cms.content.locales import query_locales_in_use
from cms.core.csv_cells import neutralise_formula
from cms.translation.jobs import consistency
from cms.translation.jobs.models import JobState, Progress, Status
from cms.translation.jobs.report import annotate_details

COLUMNS = ("title", "language", "state", "job_state", "words_left", "assignee_name", "due")


class Command(BaseCommand):
    help = (
        "Prints how far the translations are, as the list in the back office has it; with --check, "
        "tells every state anew from the pages and lists what differs; with --mend, mends that."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", help="only this one, by its code")
        parser.add_argument("--state", choices=Status.values, help="only translations in this one")
        parser.add_argument("--csv", action="store_true", help="print a line for each page")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--check", action="store_true", help="only list the differences")
        how.add_argument("--mend", action="store_true", help="list the differences and mend them")

    def handle(self, *args: object, **options: Any) -> None:
        if options["check"] or options["mend"]:
            self._check(repair=options["mend"])
            return
        rows = annotate_details(Progress.objects.filter(**self._filters(options))).order_by(
            "title_key", "pk"
        )
        if options["csv"]:
            self._print_rows(rows)
        else:
            self._print_numbers(rows)

    def _filters(self, options: dict[str, object]) -> dict[str, object]:
        filters = {}
        if code := options["language"]:
            codes = list(query_locales_in_use().values_list("language_code", flat=True))
            if code not in codes:
                raise CommandError(f"There is no language “{code}”; there are: {', '.join(codes)}")
            filters["locale__language_code"] = code
        if options["state"]:
            filters["state"] = options["state"]
        return filters

    def _check(self, repair: bool) -> None:
        rows = list(consistency.find_differences())
        for line in rows:
            self.stdout.write(line)
        if repair and rows:
            consistency.repair()
            rows = list(consistency.find_differences())
        if rows:
            raise CommandError(f"The translations differ from the pages in {len(rows)} places.")
        self.stdout.write("What is said of the translations is what the pages tell.")

    def _print_rows(self, rows: QuerySet[Any]) -> None:
        writer = csv.writer(self.stdout, lineterminator="")
        writer.writerow(COLUMNS)
        for row in rows:
            values = (getattr(row, name) for name in COLUMNS)
            writer.writerow(
                [neutralise_formula(value) if isinstance(value, str) else value for value in values]
            )

    def _print_numbers(self, rows: QuerySet[Any]) -> None:
        """A line for each language."""
        numbers = {state: Count("pk", filter=Q(state=state)) for state in Status.values}
        numbers |= {state: Count("pk", filter=Q(job_state=state)) for state in JobState.values}
        row = (
            rows.order_by("locale")
            .values("locale__language_code")
            .annotate(left=Sum("words_left"), late=Count("pk", filter=Q(overdue=True)), **numbers)
        )
        for line in row:
            states = ", ".join(f"{line[name]} {name}" for name in Status.values)
            jobs = ", ".join(f"{line[name]} {name}" for name in JobState.values)
            self.stdout.write(
                f"{line['locale__language_code']}: {states}; {line['left']} words left; "
                f"jobs: {jobs}, {line['late']} overdue"
            )
