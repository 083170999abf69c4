"""An article's date does not lie after its publication, and is that of its publication where
nobody has chosen one."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import APIToken

from cms.store import scheduled_publishing
from cms.store.flush import publish_transaction
from news.models import LateDateError, NewsPage
from tests import factories
from tests.admin_client import Office, administrator, edit_address
from tests.newsletter.conftest import Clock
from tests.newsletter.conftest import clock as clock
from tests.store.operations import committing
from tests.translation.jobs.steps import publish_translation

pytestmark = [pytest.mark.once, pytest.mark.django_db]

LATE = "Датата не може да е след публикуването."
FAR = datetime(2999, 1, 1, tzinfo=UTC)


def scheduled(page: NewsPage, **due: float) -> NewsPage:
    page = page.get_latest_revision_as_object()
    page.go_live_at = timezone.now() + timedelta(**due)
    with publish_transaction():
        page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


def let_pass(clock: Clock, **time: float) -> None:
    """Let some time pass, and the worker have its turn."""
    clock.pass_by(**time)
    with committing():
        scheduled_publishing.publish_due()


def refusal(address: str, form: dict[str, Any]) -> str:
    client = Client()
    client.force_login(administrator("other"))
    with committing():
        return str(client.post(address, form, follow=True).content.decode())


def test_editor_refuses_to_publish_a_date_after_the_publication() -> None:
    office = Office(administrator())
    page = factories.article(live=False)
    form = office.form(page) | {"date": "2999-01-01 00:00"}
    answer = office.edit(page, form | {"action-publish": "action-publish"})
    assert answer.status_code == 200
    assert LATE in answer.content.decode()
    assert not NewsPage.objects.get(pk=page.pk).live
    assert office.edit(page, form).status_code == 302, "a draft may have any date"


def test_editor_takes_a_date_until_the_hour_that_is_scheduled() -> None:
    office = Office(administrator())
    page = factories.article(live=False)
    day = timezone.localtime() + timedelta(days=2)
    moments = {"go_live_at": f"{day:%Y-%m-%d %H:%M}", "date": f"{day:%Y-%m-%d} 00:00"}
    form = office.form(page) | moments | {"action-publish": "action-publish"}
    assert office.edit(page, form).status_code == 302
    assert NewsPage.objects.get(pk=page.pk).approved_schedule


def test_bulk_action_says_that_the_date_is_late() -> None:
    page = factories.article(live=False, date=FAR)
    shown = refusal(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", {})
    assert LATE in shown
    assert not NewsPage.objects.get(pk=page.pk).live


def test_program_that_publishes_a_late_date_is_refused() -> None:
    page = factories.article(live=False, date=FAR)
    with pytest.raises(LateDateError), publish_transaction():
        page.get_latest_revision().publish()


def test_token_that_publishes_a_late_date_is_refused(client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.admin.write_api_urls"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "cms.admin.write_api.WritingMiddleware"]
    page = factories.article(live=False, date=FAR)
    _, token = APIToken.create_token(user=administrator(), name="test")
    headers = {"Authorization": f"Bearer {token}", "If-Match": "*"}
    answer = client.post(f"/api/write/pages/{page.pk}/actions/publish/", headers=headers)
    assert answer.status_code == 422, answer.content
    body = {
        "meta": {"type": "news.NewsPage", "parent_id": page.get_parent().pk, "action": "publish"},
        "title": "Бъдеща", "body": [], "categories": [], "members": [], "date": FAR.isoformat(),
    }  # fmt: skip
    answer = client.post(
        "/api/write/pages/", body, content_type="application/json", headers=headers
    )
    assert answer.status_code == 422, answer.content
    assert not NewsPage.objects.filter(live=True).exists()


def test_scheduled_article_takes_the_date_at_which_it_goes_live(
    clock: Clock, client: Client
) -> None:
    page = scheduled(factories.article(live=False, title="Насрочена"), days=3)
    factories.article(title="Междувременна")
    let_pass(clock, days=3, minutes=1)
    page.refresh_from_db()
    assert page.live
    assert page.date == page.first_published_at
    assert page.date
    assert timezone.now() - page.date < timedelta(minutes=1)
    first, _ = client.get("/api/v1/news/", {"locale": "bg"}).json()["results"]
    assert first["title"] == "Насрочена"
    assert datetime.fromisoformat(first["published_at"]) == page.date.replace(microsecond=0)
    assert "Насрочена" in client.get("/sitemap-news.xml").content.decode()
    feed = client.get("/bg/novini/feed.atom").content.decode()
    assert feed.index("Насрочена") < feed.index("Междувременна")


def test_article_that_is_created_and_scheduled_in_one_step_takes_that_date_too(
    clock: Clock,
) -> None:
    office, parent = Office(administrator()), factories.news_index()
    day = timezone.localtime() + timedelta(days=3)
    form = office.empty_form(NewsPage, parent) | {
        "title": "Насрочена", "slug": "nasrochena", "go_live_at": f"{day:%Y-%m-%d %H:%M}",
        "action-publish": "action-publish",
    }  # fmt: skip
    assert office.create(NewsPage, parent, form).status_code == 302
    page = NewsPage.objects.get(slug="nasrochena")
    assert (page.live, page.date) == (False, None)
    let_pass(clock, days=3, minutes=1)
    page.refresh_from_db()
    assert page.live
    assert page.date == page.first_published_at


def test_date_that_somebody_chose_stays(clock: Clock) -> None:
    chosen = timezone.now().replace(microsecond=0) - timedelta(days=1)
    page = scheduled(factories.article(live=False, date=chosen), days=3)
    let_pass(clock, days=3, minutes=1)
    page.refresh_from_db()
    assert (page.live, page.date) == (True, chosen)


def test_article_that_is_published_anew_keeps_the_date_of_its_first_publication(
    clock: Clock,
) -> None:
    page = factories.article()
    first = page.date
    clock.pass_by(days=3)
    draft = page.get_latest_revision_as_object()
    draft.title = "Друго"
    factories.publish(draft)
    assert NewsPage.objects.get(pk=page.pk).date == first


def test_translation_has_the_date_of_its_source(clock: Clock) -> None:
    for thing in (factories.home(), factories.news_index()):
        factories.translate(thing, {})
    page = scheduled(factories.article(live=False, title="Насрочена"), days=1)
    target = factories.translate(page, {"Насрочена": "Scheduled"}, live=False)
    publish_translation(page)
    let_pass(clock, days=1, minutes=1)
    let_pass(clock, minutes=1)
    page.refresh_from_db()
    target.refresh_from_db()
    assert (page.live, target.live) == (True, True)
    assert target.date == page.date


def test_existing_late_dates_stay_and_are_reported(client: Client) -> None:
    page = factories.article(title="Бъдеща")
    factories.article(title="Обикновена")
    NewsPage.objects.filter(pk=page.pk).update(date=FAR)
    client.force_login(administrator())
    shown = client.get("/admin/reports/article-dates/").content.decode()
    assert "Бъдеща" in shown
    assert "Обикновена" not in shown
    assert edit_address(page) in shown
    assert (
        "/admin/reports/article-dates/"
        in client.get("/admin/reports/site-history/").content.decode()
    )
    table = client.get("/admin/reports/article-dates/", {"export": "csv"})
    text = b"".join(table.streaming_content).decode()  # type: ignore[attr-defined]
    assert [row[0] for row in csv.reader(StringIO(text))][1:] == ["Бъдеща"]
    assert NewsPage.objects.get(pk=page.pk).live
    NewsPage.objects.filter(pk=page.pk).update(date=timezone.now() - timedelta(days=9))
    assert "Бъдеща" not in client.get("/admin/reports/article-dates/").content.decode()
