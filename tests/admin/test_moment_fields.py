"""Dates in forms: the hour that clocks show twice, the one they skip, and what nobody touched."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.utils import timezone
from wagtail.admin.widgets import AdminDateTimeInput

from cms.admin.datetime_fields import MomentField
from tests import factories as make
from tests.admin_client import PUBLISH, Office, administrator, body

# As the database returns them: 3:30:27 in Sofia, for the first and for the second time.
FIRST = datetime(2025, 10, 26, 0, 30, 27, 123, UTC)
SECOND = datetime(2025, 10, 26, 1, 30, 27, 123, UTC)


class Form(forms.Form):
    moment = MomentField(required=False, widget=AdminDateTimeInput())


def sent(text: str | None, initial: datetime | None = None) -> Form:
    """A form that comes back with a text, or as it was shown."""
    shown = Form(initial={"moment": initial})["moment"]
    value = shown.field.widget.format_value(shown.value()) if text is None else text
    return Form({"moment": value}, initial={"moment": initial})


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "hour"),
    [("2025-10-26 03:30", 0), ("2025-10-26 03:30+02:00", 1), ("2025-10-26 04:30", 2)],
)
def test_hour_that_comes_twice_is_the_first_unless_its_offset_is_given(
    text: str, hour: int
) -> None:
    form = sent(text)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["moment"] == datetime(2025, 10, 26, hour, 30, tzinfo=UTC)


@pytest.mark.once
def test_skipped_hour_is_refused_with_one_that_exists() -> None:
    form = sent("2025-03-30 03:30")
    assert "04:30" in str(form.errors["moment"])


@pytest.mark.once
@pytest.mark.parametrize("moment", [FIRST, SECOND, SECOND.replace(month=7)])
def test_moment_that_nobody_touched_stays_to_the_second(moment: datetime) -> None:
    form = sent(None, moment)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["moment"] == moment
    assert not form.has_changed()


@pytest.mark.once
def test_hour_of_the_readers_own_time_zone_is_meant() -> None:
    with timezone.override("America/New_York"):
        form = sent("2025-11-02 01:30")
        assert form.is_valid()
    assert form.cleaned_data["moment"] == datetime(2025, 11, 2, 5, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_article_of_that_hour_is_edited_and_keeps_its_moment() -> None:
    article, office = make.article(date=SECOND), Office(administrator())
    form = office.form(article) | {"title": "Поправена"} | body("текст") | PUBLISH
    assert office.edit(article, form).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.date) == ("Поправена", SECOND)


@pytest.mark.django_db
def test_page_is_scheduled_for_that_hour() -> None:
    page, office = make.text_page(make.home()), Office(administrator())
    form = office.form(page) | {"go_live_at": "2098-10-26 03:30"} | body("текст") | PUBLISH
    assert office.edit(page, form).status_code == 302
    page.refresh_from_db()
    assert page.scheduled_revision.approved_go_live_at == datetime(2098, 10, 26, 0, 30, tzinfo=UTC)
