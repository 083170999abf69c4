"""Make Wagtail's CSV exports safe for spreadsheets: marked as UTF-8, without formulas."""

from codecs import BOM_UTF8
from collections.abc import Iterator
from itertools import chain
from typing import Any, cast

from django.db.models import Model, QuerySet
from django.http import StreamingHttpResponse

from cms.core.csv_cells import neutralise_formula
from cms.upstream.patches import apply_patches
from cms.upstream.wagtail_admin import IndexView

MIXIN = "wagtail.admin.views.mixins:SpreadsheetExportMixin"


def register() -> None:
    """Replace two methods of the mixin that every list and report of Wagtail exports with."""

    def preprocess_field_value(view: IndexView, field: str, value: Any, export_format: str) -> Any:
        cell = preprocess(view, field, value, export_format)
        is_text = export_format == view.FORMAT_CSV and isinstance(cell, str)
        return neutralise_formula(cell) if is_text else cell

    def write_csv_response(view: IndexView, queryset: QuerySet[Model]) -> StreamingHttpResponse:
        response: StreamingHttpResponse = respond(view, queryset)
        # Without the mark, Excel reads the file in the computer's old character set.
        content = cast(Iterator[bytes], response.streaming_content)
        response.streaming_content = chain([BOM_UTF8], content)
        response["Content-Type"] = "text/csv; charset=utf-8"
        return response

    preprocess = apply_patches(f"{MIXIN}.preprocess_field_value", preprocess_field_value)
    respond = apply_patches(f"{MIXIN}.write_csv_response", write_csv_response)
