"""Pages, snippets and files for tests: each made as an editor would, and the store left right."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cms.content import dependency_keys
from cms.store import writer
from cms.store.flush import drain, publish_transaction
from cms.store.lock import store_lock
from cms.store.models import Entry, ListMembership, ListState
from cms.store.projection import ProjectedEntry, Projection, project
from home.models import AboutPage, ContentPage, HomePage, SiteProfile
from members.models import MemberPage, MembersIndexPage
from news.models import NewsCategory, NewsIndexPage, NewsPage


def locale(code: str = "bg") -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def home(code: str = "bg") -> HomePage:
    """The language's home, published."""
    page = HomePage.objects.get(locale=locale(code))
    return page if page.live else publish(page)


def site_profile(**fields: Any) -> SiteProfile:
    return publish_snippet(SiteProfile(**{"name": "Клъстер", "locale": locale()} | fields))


def about(**fields: Any) -> AboutPage:
    return child(home(), AboutPage(**{"title": "За нас"} | fields))


def text_page(parent: Page, **fields: Any) -> ContentPage:
    return child(parent, ContentPage(**{"title": "Страница"} | fields))


def members_index(**fields: Any) -> MembersIndexPage:
    found = MembersIndexPage.objects.filter(locale=locale()).first()
    return found or child(home(), MembersIndexPage(**{"title": "Членове"} | fields))


def member(**fields: Any) -> MemberPage:
    fields = {"title": "Асарел-Медет", "kind": "industry"} | fields
    return child(members_index(), MemberPage(**fields))


def news_index(**fields: Any) -> NewsIndexPage:
    found = NewsIndexPage.objects.filter(locale=locale()).first()
    return found or child(home(), NewsIndexPage(**{"title": "Новини"} | fields))


def article(live: bool = True, **fields: Any) -> NewsPage:
    """An article in Bulgarian; `categories` and `members` are lists.

    Its picture is decoration unless an alternative text is given.
    """
    if fields.get("picture") and not fields.get("picture_alt"):
        fields = {"picture_decorative": True} | fields
    related = {name: fields.pop(name) for name in ("categories", "members") if name in fields}
    page = NewsPage(**{"title": "Първа копка"} | fields)
    for name, things in related.items():
        setattr(page, name, things)
    return child(news_index(), page, live=live)


def many_articles(number: int) -> None:
    """Put so many live articles below the news, in the fewest steps, and project them.

    Each is a minute older than the one before.
    """
    index = news_index()
    index.refresh_from_db()
    kind = ContentType.objects.get_for_model(NewsPage)
    with transaction.atomic():
        for place in range(index.numchild + 1, index.numchild + 1 + number):
            moment = timezone.now() - timedelta(minutes=place)
            title = f"Новина {place}"
            page = NewsPage(
                title=title, draft_title=title, slug=f"novina-{place}", content_type=kind,
                locale=index.locale, date=moment, first_published_at=moment,
                last_published_at=moment, body=[("text", f"<p>Текст {place}</p>")],
                depth=index.depth + 1, path=index._get_path(index.path, index.depth + 1, place),
                url_path=f"{index.url_path}novina-{place}/",
            )  # fmt: skip
            # Not `save`, which looks at the whole tree each time.
            page.save_base(force_insert=True)
        Page.objects.filter(pk=index.pk).update(numchild=index.numchild + number)
    settle()


def copies(page: NewsPage, number: int) -> None:
    """Put so many copies of a live article into the store, without pages: to make lists long.

    Each is a day older than the one before, the first a day older than the article.
    """
    (made,) = project(dependency_keys.group(page)).entries
    with store_lock() as sequence:
        writer.write_projections(sequence, [_copy(made, days) for days in range(1, number + 1)])
        sequence.save()


def many_copies(page: NewsPage, number: int) -> None:
    """The same by thousands: rows alone, of which no read model of the store hears."""
    (made,) = project(dependency_keys.group(page)).entries
    new = [copy for days in range(1, number + 1) for copy in _copy(made, days).entries]
    with store_lock() as sequence:
        rows = [
            Entry(**copy.fields, sequence=sequence.next(), modified_at=sequence.moment)
            for copy in new
        ]
        Entry.objects.bulk_create(rows, batch_size=500)
        facets = [
            ListMembership(entry=row, name=name, **copy.sort_keys)
            for row, copy in zip(rows, new, strict=True)
            for name in copy.facets
        ]
        ListMembership.objects.bulk_create(facets, batch_size=500)
        moved = {"sequence": sequence.next(), "modified_at": sequence.moment}
        lists = ListState.objects.filter(
            name__in=made.facets, locale__in=["", made.fields["locale"]]
        )
        lists.update(count=F("count") + number, updated_at=sequence.moment, **moved)
        sequence.save()


def _copy(made: ProjectedEntry, days: int) -> Projection:
    identity, path = uuid4(), made.fields["path"]
    new = {str(made.id): str(identity), path: f"{path.rstrip('/')}-{days}/"}
    fields = {name: _replaced(value, new) for name, value in made.fields.items()} | {
        "id": identity,
        # A page that there is not.
        "group": f"page:{identity}",
        "published_at": made.fields["published_at"] - timedelta(days=days),
    }
    group = {made.fields["group"]: fields["group"]}
    facets = frozenset(_replaced(name, group) for name in made.facets)
    return Projection(fields["group"], [replace(made, fields=fields, facets=facets)], frozenset())


def _replaced(value: Any, new: dict[str, str]) -> Any:
    """A text with every old part replaced by its new one."""
    for old in new if isinstance(value, str) else ():
        value = value.replace(old, new[old])
    return value


def category(**fields: Any) -> NewsCategory:
    return publish_snippet(NewsCategory(**{"title": "Проекти", "locale": locale()} | fields))


def image(name: str = "picture.png", **fields: Any) -> Any:
    file = BytesIO()
    Image.new("RGB", (96, 54), "sienna").save(file, "PNG")
    with publish_transaction():
        return get_image_model().objects.create(
            **{"title": "Снимка", "file": ImageFile(BytesIO(file.getvalue()), name=name)} | fields
        )


def document(name: str = "report.pdf", **fields: Any) -> Any:
    file = ContentFile(b"%PDF-1.4 test", name=name)
    with publish_transaction():
        return get_document_model().objects.create(**{"title": "Доклад", "file": file} | fields)


def child(parent: Page, page: Any, live: bool = True) -> Any:
    """Put a page below another, in its language, and publish it unless it is to stay a draft."""
    page.locale, page.live = parent.locale, False
    with publish_transaction():
        parent.add_child(instance=page)
        revision = page.save_revision()
        if live:
            revision.publish()
    settle()
    parent.refresh_from_db()
    return type(page).objects.get(pk=page.pk)


def publish(page: Any) -> Any:
    """Publish what the page says now."""
    with publish_transaction():
        page.save_revision().publish()
    settle()
    return type(page).objects.get(pk=page.pk)


def publish_snippet(snippet: Any) -> Any:
    snippet.live = False
    with publish_transaction():
        snippet.save()
        snippet.save_revision().publish()
    settle()
    return type(snippet).objects.get(pk=snippet.pk)


def translate(thing: Any, texts: dict[str, str], code: str = "en", live: bool = True) -> Any:
    """Translate a live page or snippet by wagtail-localize and publish the translation, unless it
    is to stay a draft.

    `texts` maps source text to translation; what is missing gets the language's code before it.
    """
    with publish_transaction():
        source, _ = TranslationSource.update_or_create_from_instance(
            type(thing).objects.get(pk=thing.pk)
        )
        translation, _ = Translation.objects.get_or_create(
            source=source, target_locale=locale(code)
        )
        for segment in StringSegment.objects.filter(source=source).select_related("string"):
            text = segment.string.data
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                defaults={"data": texts.get(text, f"{code}: {text}")},
            )
        translation.save_target(publish=False)
    target = type(thing).objects.get(pk=translation.get_target_instance().pk)
    # The row of what is live already says what is public.
    return publish(target.get_latest_revision_as_object()) if live else target


def settle() -> None:
    """Do what the worker would."""
    while drain():
        pass
