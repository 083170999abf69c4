"""Every list and report that the back office exports as CSV opens right in a spreadsheet."""

import csv
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from cms.core.csv_cells import neutralise_formula
from tests import factories
from tests.admin.crawl import starts

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "＝1+1"]


def exports(client: Client) -> Iterator[tuple[str, str]]:
    """Yield the address and the text of each CSV file that a screen offers."""
    for address in starts():
        response = client.get(f"{address}?export=csv")
        if response.get("Content-Type", "").startswith("text/csv"):
            assert response["Content-Type"] == "text/csv; charset=utf-8", address
            content = response.getvalue()
            assert content.startswith(b"\xef\xbb\xbf"), address
            yield address, content.decode("utf-8-sig")


def test_no_cell_of_any_export_is_a_formula(admin: Client) -> None:
    for title in FORMULAS:
        factories.article(title=title)
        factories.category(title=title)
    found = dict(exports(admin))
    assert len(found) > 5, sorted(found)
    for address, text in found.items():
        cells = [cell for row in csv.reader(StringIO(text)) for cell in row]
        assert not [cell for cell in cells if neutralise_formula(cell) != cell], address
    assert any("'=1+1" in text for text in found.values())


def test_command_prints_no_formula() -> None:
    factories.article(title="=1+1")
    out = StringIO()
    call_command("translation_status", csv=True, stdout=out)
    assert ",=1+1" not in out.getvalue()
    assert "'=1+1" in out.getvalue()
