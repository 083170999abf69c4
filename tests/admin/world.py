"""A small site with someone in every role: where the cells of the table of roles are tried."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    Site,
    Workflow,
)
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cms.content.translatable import query_translation_records
from cms.newsletter.frequencies import Frequency
from cms.newsletter.models import Subscription
from cms.newsletter.subscriptions import request_link
from cms.previews import links
from cms.store.flush import publish_transaction
from cms.store.models import Entry
from cms.webhooks.models import Delivery, Endpoint
from home.models import ContentPage, SiteProfile
from members.models import MemberPage
from news.models import NewsCategory, NewsPage
from tests import factories
from tests.admin.browser import Browser

EDITORS_OF_THE_NEWS = "Редактори на новините"

# The columns of the table: who, and the group they are in.
ROLES: dict[str, str | None] = {
    "anonymous": None,
    "nobody": None,
    "translator": "Преводачи (en)",
    "reviewer-en": "Проверяващи (en)",
    "editor": "Редактори (bg)",
    "news-editor": EDITORS_OF_THE_NEWS,
    "reviewer-bg": "Проверяващи (bg)",
    "coordinator": "Координатори",
    "administrator": "Администратори",
}


# Tables in which merely asking leaves something.
TRACES = {
    "sessions.Session",
    "wagtailadmin.EditingSession",
    "wagtailcore.PageSubscription",
    "wagtailusers.UserProfile",
}


@dataclass(frozen=True)
class Place:
    """A page or another thing by the name that the table gives it, and what only it says."""

    name: str
    it: Any

    @property
    def secret(self) -> str:
        return f"Secret-{self.name.replace(' ', '-')}"

    @property
    def veiled(self) -> str:
        """The title and slug of what has never been public."""
        return veiled(self.name)

    def now(self) -> Any:
        """The thing as the database has it, None where it is gone."""
        return type(self.it).objects.filter(pk=self.it.pk).first()

    @property
    def job(self) -> Translation:
        """The translation that makes it."""
        return Translation.objects.get(
            source__object_id=self.it.translation_key, target_locale=self.it.locale
        )

    @property
    def source(self) -> TranslationSource:
        return TranslationSource.objects.get(object_id=self.it.translation_key)


@dataclass(frozen=True)
class World:
    """The places, and the cookies of each role's session."""

    places: dict[str, Place]
    cookies: dict[str, Any]
    digest: dict[str, int]

    @contextmanager
    def visit(self, role: str) -> Iterator[Browser]:
        """A browser of this role's; all that is done with it is taken back at the end."""
        client = Client()
        client.cookies.load(self.cookies[role])
        with transaction.atomic():
            yield Browser(client)
            transaction.set_rollback(True)
        cache.clear()


def veiled(name: str) -> str:
    return f"Veiled-{name.replace(' ', '-')}"


def editor_of(thing: Any) -> tuple[str, int]:
    """The route of the editor of a page or snippet, and its number."""
    if isinstance(thing, Page):
        return "wagtailadmin_pages:edit", thing.pk
    return f"wagtailsnippets_{thing._meta.app_label}_{thing._meta.model_name}:edit", thing.pk


def digest() -> dict[str, int]:
    """A number for what each table of the database says."""
    models = (model for model in apps.get_models() if model._meta.label not in TRACES)
    return {model._meta.label: _digest(model._default_manager) for model in models}


def _digest(rows: Any) -> int:
    return hash(tuple(repr(row) for row in rows.order_by("pk").values_list()))


def three_languages() -> Any:
    """The site's languages while the world stands: a third one is opened and has no pages."""
    found = [*settings.LANGUAGES, ("de", "Deutsch")]
    return override_settings(LANGUAGES=found, WAGTAIL_CONTENT_LANGUAGES=found)


def build() -> World:
    """Make every place and every person."""
    _make_editors_of_the_news()
    cookies = {role: _log_in(role) for role in ROLES}
    found = {"-": None, **_pages(), **_settings()}
    places = {name: Place(name, thing) for name, thing in found.items()}
    for place in places.values():
        _keep_a_secret(place)
    factories.settle()
    places = {name: Place(name, place.it and place.now()) for name, place in places.items()}
    return World(places, cookies, digest())


def _make_editors_of_the_news() -> None:
    """Editors of one section: what an administrator makes by hand."""
    group = Group.objects.create(name=EDITORS_OF_THE_NEWS)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for action in ("add", "change", "publish"):
        GroupPagePermission.objects.create(
            group=group,
            page=factories.news_index(),
            permission=Permission.objects.get(codename=f"{action}_page"),
        )


def _log_in(role: str) -> Any:
    client = Client()
    if role != "anonymous":
        user = User.objects.create_user(role)
        user.groups.set(Group.objects.filter(name=ROLES[role]))
        client.force_login(user)
    return client.cookies.output(header="", sep=";")


def _pages() -> dict[str, Any]:
    """Pages of both languages: written, translated, in review, locked."""
    home, news, english = factories.home(), factories.news_index(), factories.home("en")
    source: dict[str, Any] = {"source_url": "https://example.org/"}
    article = factories.article(summary="Кратко", **source)
    member = factories.member()
    factories.site_profile()
    category = factories.category(title="Secretprojects")
    english_news = factories.translate(news, {"Новини": "News"})
    found = {
        "home": home,
        "news": news,
        "article": article,
        "draft": factories.article(title="Чернова", live=False),
        "submitted": factories.article(title="На проверка", live=False),
        "locked": factories.article(title="Заключена"),
        "scheduled": factories.article(title="Насрочена", live=False),
        "late": factories.article(
            title="С дата в бъдещето", picture=factories.image(), picture_alt="Цех"
        ),
        "member": member,
        "text": factories.text_page(home, title="Текст"),
        "other text": factories.text_page(home, title="Друг текст"),
        "en home": english,
        "en news": english_news,
        "en article": factories.translate(article, {}),
        "en draft": _sent(factories.article(title="Изпратена", summary="Кратко")),
        "en submitted": factories.child(
            english_news, NewsPage(title="Предадена", slug="submitted")
        ),
        "en locked": _sent(factories.article(title="Втора", **source)),
        "en text": factories.child(english, ContentPage(title="Текст на английски", slug="text")),
        "en other text": factories.child(
            english, ContentPage(title="Друг текст на английски", slug="other-text")
        ),
        "en scheduled": factories.child(
            english_news, NewsPage(title="Насрочена", slug="scheduled"), live=False
        ),
        "en stopped": _sent(factories.article(title="Спряна", live=False)),
        "en stopped and locked": _sent(factories.article(title="Спряна и заключена", live=False)),
        "en whole submitted": _sent(factories.article(title="Преведена", **source)),
        "category": category,
        "en category": factories.translate(category, {}),
        **_unseen(home, english_news),
        "profile": SiteProfile.objects.get(),
        "en profile": factories.translate(SiteProfile.objects.get(), {}),
    }
    found["alias"] = found["text"].create_alias(update_slug="alias")
    stopped = [found[name].translation_key for name in ("en stopped", "en stopped and locked")]
    Translation.objects.filter(source__object_id__in=stopped).update(enabled=False)
    late = timezone.now() + timedelta(days=365)
    with publish_transaction():
        found["late"].picture.delete()
    undescribed = {"picture": factories.image("lead.png"), "picture_alt": "lead.png"}
    NewsPage.objects.filter(pk=found["late"].pk).update(date=late, **undescribed)
    for name in ("locked", "en locked", "en stopped and locked"):
        type(found[name]).objects.filter(pk=found[name].pk).update(locked=True)
    return found


def _unseen(home: Page, english_news: Page) -> dict[str, Any]:
    """Pages and categories that nobody has read in public: drafts, and pages for some, in a section
    and another, and in another language."""
    english = factories.locale("en")
    found = {
        "unseen article": factories.article(live=False, **_veil("unseen article")),
        "unseen member": factories.child(
            factories.members_index(),
            MemberPage(kind="industry", **_veil("unseen member")),
            live=False,
        ),
        "en unseen": factories.child(english_news, NewsPage(**_veil("en unseen")), live=False),
        "private article": factories.article(**_veil("private article")),
        "private member": factories.member(**_veil("private member")),
        "en private": factories.child(english_news, NewsPage(**_veil("en private"))),
        "unseen category": NewsCategory(locale=home.locale, **_veil("unseen category")),
        "en unseen category": NewsCategory(locale=english, **_veil("en unseen category")),
    }
    with publish_transaction():
        for name in ("private article", "private member", "en private"):
            PageViewRestriction.objects.create(page=found[name], restriction_type="login")
        for name in ("unseen category", "en unseen category"):
            found[name].live = False
            found[name].save()
    return found


def _veil(name: str) -> dict[str, Any]:
    return {"title": veiled(name), "slug": veiled(name).lower()}


def _sent(page: Page) -> Any:
    """Send a page for translation; return the draft of its translation."""
    with publish_transaction():
        source, _ = TranslationSource.update_or_create_from_instance(page)
        job = Translation.objects.create(source=source, target_locale=factories.locale("en"))
        job.save_target(publish=False)
    return type(page).objects.get(pk=job.get_target_instance().pk)


def _settings() -> dict[str, Any]:
    private = Collection.get_first_root_node().add_child(name="Secret-collection")
    return {
        "image": factories.image(title="Secret-image"),
        "document": factories.document(title="Secret-document"),
        "private document": factories.document(title="Secret-private-document", collection=private),
        "collection": private,
        "empty collection": Collection.get_first_root_node().add_child(name="Empty"),
        "redirect": Redirect.objects.create(old_path="/Secret-redirect", redirect_link="/bg/"),
        "locale": factories.locale("de"),
        "site": _site(),
        "user": User.objects.create_user("Secret-user"),
        "group": Group.objects.create(name="Secret-group"),
        "workflow": Workflow.objects.create(name="Secret-workflow"),
        "old workflow": Workflow.objects.create(name="Secret-old", active=False),
        "old task": GroupApprovalTask.objects.create(name="Secret-old", active=False),
        "task": GroupApprovalTask.objects.create(name="Secret-task"),
        "webhook": _webhook(),
        "subscriber": _subscriber(),
    }


def _site() -> Site:
    site = Site.objects.get()
    site.site_name = "Secret-site"
    site.save()
    return site


def _webhook() -> Endpoint:
    """One with an old secret that is valid still, and something that was given up."""
    webhook = Endpoint.objects.create(name="Secret-webhook", address="https://example.org/")
    webhook.rotate()
    webhook.deliveries.create(
        entry=Entry.objects.filter(type="news").first(), attempts=10,
        state=Delivery.State.PARKED, enqueued_at=timezone.now(), next_attempt_at=timezone.now(),
    )  # fmt: skip
    return webhook


def _subscriber() -> Subscription:
    request_link("Secret-subscriber@example.org", "bg", Frequency.WEEKLY, "")
    return Subscription.objects.get()


def _keep_a_secret(place: Place) -> None:
    """Give a page or snippet a draft, or words of a translator, that nobody has published."""
    thing = place.it
    if not hasattr(thing, "translatable_fields"):
        return
    name = "name" if isinstance(thing, SiteProfile) else "title"
    if getattr(thing, "alias_of_id", None):
        return
    draft = place.now()
    setattr(draft, name, place.secret)
    with publish_transaction():
        revision = draft.save_revision()
    if isinstance(thing, Page):
        links.create_link(place.now(), None)
    segments = StringSegment.objects.filter(context__object_id=thing.translation_key)
    for segment in segments.filter(context__path=name) if "en " in place.name else ():
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=thing.locale,
            context=segment.context,
            defaults={"data": place.secret},
        )
    if "whole" in place.name:
        with publish_transaction():
            query_translation_records(thing).get().save_target(publish=False)
    if "submitted" in place.name:
        page = type(thing).objects.get(pk=thing.pk)
        submitter = "translator" if "en " in place.name else "editor"
        page.get_workflow().start(page, User.objects.get(username=submitter))
    if "scheduled" in place.name:
        thing.revisions.filter(pk=revision.pk).update(
            approved_go_live_at=timezone.now() + timedelta(days=1)
        )
