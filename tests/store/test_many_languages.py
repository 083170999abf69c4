"""What a publish asks of the database grows with the entries it changes, and not with how many
languages times how many pages there are."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf.locale import LANG_INFO
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings
from wagtail.admin.models import EditingSession
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from cms.content import dependency_keys
from cms.store import consistency
from cms.store.flush import mark_changed, publish_transaction
from cms.store.models import Entry
from home.models import AboutPage, ContentPage, HomePage, SiteProfile
from members.models import MemberPage, MembersIndexPage
from news.models import NewsCategory, NewsIndexPage, NewsPage
from tests import factories
from tests.admin_client import PUBLISH, Form, Office, administrator

pytestmark = [pytest.mark.django_db, pytest.mark.once]

CODES = ["bg", "en", "de", "fr", "ro", "el", "tr", "sr-latn", "ar", "ja"]
MODELS: list[Any] = [
    HomePage, SiteProfile, AboutPage, MembersIndexPage, MemberPage, NewsIndexPage, NewsCategory,
    NewsPage,
]  # fmt: skip
ARTICLES = 3
# What each changed entry takes: its own row, its rows in the lists, and where it comes or goes also
# those that are deleted and the note that its source is gone.
PER_ENTRY = 9
# What each language takes of a page or snippet that is published: what its entry shows is read.
PER_LANGUAGE = 3


@dataclass(frozen=True)
class Cost:
    """What an act asked of the database, in the request and in the worker's part."""

    queries: list[str]
    entries: int

    def __len__(self) -> int:
        return len(self.queries)


def open_languages(settings: Settings, codes: list[str]) -> None:
    named = [(code, LANG_INFO[code]["name_local"]) for code in codes]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = named
    for code in codes:
        factories.locale(code)
    call_command("sync_store", verbosity=0)


def translate_everything(codes: list[str]) -> None:
    """Put a public translation of all that is Bulgarian into each of these languages.

    Each is kept in line with its source, and has the source's words.
    """
    with publish_transaction():
        for model in MODELS:
            for source in model.objects.filter(locale__language_code="bg").order_by("pk"):
                record, _ = TranslationSource.update_or_create_from_instance(source)
                for code in codes:
                    Translation.objects.get_or_create(
                        source=record, target_locale=factories.locale(code), enabled=True
                    )
                    _translate(source, code)
                mark_changed(dependency_keys.group(source))
    factories.settle()


def _translate(source: Any, code: str) -> None:
    locale = factories.locale(code)
    copy = source.get_translation_or_none(locale) or source.copy_for_translation(locale)
    if copy.pk is None:
        copy.save()
    # By its form, it could not be published before every piece of its text was translated.
    type(source).objects.filter(pk=copy.pk).update(
        live=True,
        text_digest=source.text_digest,
        first_published_at=source.first_published_at,
        last_published_at=source.last_published_at,
    )


@pytest.fixture
def site(settings: Settings) -> None:
    """A site in two languages."""
    open_languages(settings, CODES[:2])
    factories.home()
    factories.site_profile()
    factories.about()
    factories.members_index()
    factories.news_index()
    factories.member()
    category = factories.category()
    for number in range(ARTICLES):
        factories.article(title=f"Новина {number}", categories=[category])
    translate_everything(CODES[1:2])


@pytest.fixture
def office() -> Office:
    return Office(administrator())


def numbers() -> dict[Any, int]:
    return dict(Entry.objects.values_list("pk", "sequence"))


def cost(act: Callable[[], Any]) -> Cost:
    """Do it, and what the worker does after it."""
    EditingSession.objects.all().delete()
    before = numbers()
    with CaptureQueriesContext(connection) as captured:
        answer = act()
        factories.settle()
    assert answer.status_code in (200, 302), answer.content.decode()
    changed = dict(numbers().items() - before.items())
    return Cost([query["sql"] for query in captured.captured_queries], len(changed))


def source(model: Any, **fields: Any) -> Any:
    return model.objects.filter(locale__language_code="bg", **fields).order_by("pk")[0]


def edit(office: Office, thing: Any, **changes: Any) -> Cost:
    form: Form = office.form(thing) | changes | PUBLISH
    return cost(lambda: office.edit(thing, form))


def of_snippet(office: Office, name: str, category: NewsCategory | None = None) -> str:
    return reverse(
        NewsCategory.snippet_viewset.get_url_name(name), args=[category.pk] if category else []
    )


def of_page(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def snippets(office: Office, round_: int) -> dict[str, Cost]:
    """Publish snippets in every way, and leave all as it was but for the words."""
    category, profile = source(NewsCategory), source(SiteProfile)
    costs = {
        "category renamed": edit(office, category, title=f"Проекти {round_}"),
        "profile": edit(office, profile, name=f"Клъстер {round_}"),
    }
    form = office._form(of_snippet(office, "add"), NewsCategory)
    form |= {"title": f"Нова {round_}"} | PUBLISH
    costs["category new"] = cost(lambda: office.post(of_snippet(office, "add"), form))
    new = NewsCategory.objects.get(title=f"Нова {round_}")
    costs["category deleted"] = cost(lambda: office.post(of_snippet(office, "delete", new)))
    costs["category unpublished"] = cost(
        lambda: office.post(of_snippet(office, "unpublish", category))
    )
    costs["category published again"] = edit(office, category)
    return costs


def pages(office: Office, round_: int) -> dict[str, Cost]:
    """Publish, move and take away pages, and leave all as it was but for the words."""
    article, index, about = source(NewsPage), source(NewsIndexPage), source(AboutPage)
    costs = {
        "article": edit(office, article, title=f"Друга {round_}"),
        "member": edit(office, source(MemberPage), title=f"Член {round_}"),
        "news index": edit(office, index, title=f"Новини {round_}"),
        "home": edit(office, source(HomePage), title=f"Начало {round_}"),
        "section reordered": cost(
            lambda: office.post(of_page("set_page_position", index.pk) + f"?position={round_}")
        ),
    }
    form = office.empty_form(ContentPage, about) | {"title": f"Страница {round_}"} | PUBLISH
    costs["page new"] = cost(lambda: office.create(ContentPage, about, form))
    new = Page.objects.get(title=f"Страница {round_}")
    home = source(HomePage)
    costs["page moved"] = cost(lambda: office.post(of_page("move_confirm", new.pk, home.pk)))
    costs["page deleted"] = cost(lambda: office.post(of_page("delete", new.pk)))
    costs["article unpublished"] = cost(lambda: office.post(of_page("unpublish", article.pk)))
    costs["article published again"] = edit(office, article)
    return costs


def shape(sql: str) -> str:
    """A statement without its values."""
    return re.sub(r"'(?:[^']|'')*'|\d+|\(%s(, %s)*\)", "?", sql)[:300]


def compare(act: str, two: Cost, ten: Cost) -> None:
    """Require that ten languages cost what two do, but for what is more to be written."""
    more = max(ten.entries - two.entries, 0)
    bound = len(two) + PER_ENTRY * more + PER_LANGUAGE * (len(CODES) - 2)
    surplus = Counter(map(shape, ten.queries)) - Counter(map(shape, two.queries))
    text = "\n".join(f"{number} {sql}" for sql, number in surplus.most_common(15))
    assert len(ten) <= bound, f"{act}: {len(two)}, then {len(ten)} of {bound} queries\n{text}"


@pytest.mark.parametrize("acts", [snippets, pages])
def test_a_publish_in_ten_languages_asks_as_much_as_in_two(
    site: None,
    office: Office,
    settings: Settings,
    acts: Callable[[Office, int], dict[str, Cost]],
) -> None:
    two = acts(office, 1)
    open_languages(settings, CODES)
    translate_everything(CODES[2:])
    ten = acts(office, 2)
    assert list(consistency.find_differences()) == []
    for name in two:
        compare(name, two[name], ten[name])
