"""Pages in every state that a page can be in, in the first language."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import sleep
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from tests.upgrade.filling import bodies, library, people

# A moment that does not come while a fixture is in use.
FAR = datetime(2099, 1, 1, tzinfo=UTC)
# Articles have dates of their own, so that their order does not depend on when this ran.
FIRST = datetime(2026, 1, 1, 9, tzinfo=UTC)


def fill() -> None:
    for step in (_live, _drafts, _scheduled, _restricted, _moved, _gone, _kept_by_hand):
        step()


def only(label: str, code: str = "bg") -> Any:
    """Return the one page of a kind that a language has."""
    return apps.get_model(label).objects.get(locale__language_code=code)


def titled(title: str) -> Any:
    """Return the page of this title that is written in the first language."""
    return Page.objects.get(title=title, locale__language_code="bg", alias_of=None).specific


def article(title: str, day: int, publish: bool = True, **fields: Any) -> Any:
    """Put an article below the news, written by the editor."""
    related = {name: fields.pop(name) for name in ("categories", "members") if name in fields}
    model = apps.get_model("news.NewsPage")
    defaults = {
        "summary": f"Накратко: {title}.",
        "body": bodies.text(title, f"Първи абзац: {title}.", "Втори абзац."),
        "date": FIRST + timedelta(days=day),
    }
    page = model(title=title, **(defaults | fields))
    for name, things in related.items():
        setattr(page, name, things)
    return put(only("news.NewsIndexPage"), page, publish)


def content(title: str, parent: Any, publish: bool = True, **fields: Any) -> Any:
    """Put a page of text below another."""
    body = bodies.text(title, f"Текстът на „{title}“.")
    page = apps.get_model("home.ContentPage")(title=title, body=body, **fields)
    return put(parent, page, publish)


def put(parent: Any, page: Any, publish: bool = True) -> Any:
    page.locale, page.live, page.owner = parent.locale, False, people.user("editor")
    with transaction.atomic():
        type(parent).objects.get(pk=parent.pk).add_child(instance=page)
        save(page, publish)
    return again(page)


def save(page: Any, publish: bool = True) -> Any:
    """Save what the page says as a draft, and publish that, as somebody who may."""
    user = people.user("editor" if page.locale.language_code == "bg" else "administrator")
    with transaction.atomic():
        revision = page.save_revision(user=user, log_action=True)
        if publish:
            revision.publish(user=user)
    return revision


def again(thing: Any) -> Any:
    return type(thing).objects.get(pk=thing.pk)


def changed(thing: Any, publish: bool = True, **fields: Any) -> Any:
    """Save other values of some fields."""
    newest = thing.get_latest_revision_as_object() if thing.latest_revision_id else thing
    for name, value in fields.items():
        setattr(newest, name, value)
    save(newest, publish)
    return again(thing)


def restrict(page: Any, **how: Any) -> None:
    groups = how.pop("groups", [])
    restriction = apps.get_model("wagtailcore.PageViewRestriction").objects.create(page=page, **how)
    restriction.groups.set(groups)


def _live() -> None:
    about, members = only("home.AboutPage"), only("members.MembersIndexPage")
    category = apps.get_model("news.NewsCategory")
    events = category(title="Събития", summary="Срещи и обучения.", locale=about.locale, live=False)
    lost = category(title="Изтрита категория", locale=about.locale, live=False)
    for each in (events, lost):
        with transaction.atomic():
            each.save()
            save(each)
    member = members.get_children().live().first().specific
    images = [library.image("Комбинатът"), library.image("Портрет")]
    article(
        "Пълна статия",
        1,
        body=bodies.every_kind("full", images, library.document("Годишен доклад"), [about, member]),
        picture=images[0],
        picture_alt="Комбинатът от изток",
        picture_credit="Архив",
        categories=[events],
        members=[member],
        author="Пресцентър",
        source_url="https://example.org/izvor",
        seo_title="Пълна статия за търсачките",
        search_description="Описание за търсачките",
        share_image=images[1],
    )
    section = content("Проекти", only("home.HomePage"), show_in_menus=True)
    content("Проект „Водород“", section, summary="Чист газ.")
    changed(member, legal_name="Пример АД", website="https://example.com/", latitude=42.5,
            longitude=24.2, logo=library.image("Мед на блокове"), address="ул. Първа 1\nПирдоп",
            email="office@example.com", telephone="+359 2 000 000")  # fmt: skip
    full = titled("Пълна статия")
    with transaction.atomic():
        full.create_alias(update_slug="palna-statia-otnovo", user=people.user("editor"))


def _drafts() -> None:
    article("Никога публикувана", 2, publish=False)
    over = article("Публична с чернова", 3)
    changed(over, publish=False, summary="Думите на черновата",
            body=bodies.text("draft", "Абзац, който още никой не е видял."))  # fmt: skip
    review = article("Чака одобрение", 4, publish=False)
    with transaction.atomic():
        review.get_workflow().start(review, people.user("editor"))
    returned = article("Върната за поправка", 5, publish=False)
    with transaction.atomic():
        returned.get_workflow().start(returned, people.user("editor"))
        task = returned.current_workflow_task
        state = returned.current_workflow_task_state
        task.on_action(state, people.user("reviewer"), "reject", comment="Поправете датата.")
    locked = article("Заключена", 6)
    locked.locked, locked.locked_by, locked.locked_at = True, people.user("editor"), FIRST
    locked.save()


def _scheduled() -> None:
    _schedule(article("Насрочена", 7, publish=False, date=None))
    _schedule(article("Насрочена промяна", 8), summary="Ще важи после")
    soon = article("Изтекла", 9)
    changed(soon, expire_at=timezone.now() + timedelta(seconds=2))
    changed(article("Изтича след време", 10), expire_at=FAR)
    sleep(3)
    call_command("publish_scheduled")
    if again(soon).live:
        raise RuntimeError("“Изтекла” did not expire.")


def _schedule(page: Any, **fields: Any) -> None:
    """Have a page's draft published in a far year."""
    page.go_live_at = FAR
    for name, value in fields.items():
        setattr(page, name, value)
    save(page)


def _restricted() -> None:
    restrict(article("С парола", 11), restriction_type="password", password="мед и злато")
    restrict(article("За влезли", 12), restriction_type="login")
    club = [Group.objects.get(name="Клуб")]
    restrict(article("За клуба", 13), restriction_type="groups", groups=club)
    section = content("Закрит раздел", only("home.HomePage"))
    content("Под закрития раздел", section)
    restrict(section, restriction_type="login")


def _moved() -> None:
    home = only("home.HomePage")
    old, new = content("Старо място", home), content("Ново място", home)
    page = content("Преместена", old)
    content("Под преместената", page)
    with transaction.atomic():
        again(page).move(again(new), pos="last-child", user=people.user("editor"))
    changed(article("Преименувана", 14, slug="staro-ime"), slug="novo-ime")
    first = article("Застъпена", 15, slug="obsht-adres")
    changed(first, slug="osvoboden-adres")
    article("Наследник на адреса", 16, slug="obsht-adres")


def _gone() -> None:
    """Unpublish and delete, some of it while others still name it."""
    with transaction.atomic():
        article("Свалена от сайта", 17).unpublish(user=people.user("editor"))
    _delete(article("Изтрита", 18))
    target = article("Изтрита цел", 19)
    picture, file = library.image("Ще бъде изтрита"), library.document("Ще бъде изтрит")
    link = f'<p>Към <a linktype="page" id="{target.pk}">изтритата</a>.</p>'
    article(
        "Сочи към изтрити",
        20,
        categories=[apps.get_model("news.NewsCategory").objects.get(title="Изтрита категория")],
        body=[
            bodies.block("broken", "text", link),
            bodies.block(
                "broken",
                "picture",
                {"image": bodies.picture(picture, "Няма я"), "caption": "", "credit": ""},
            ),
            bodies.block("broken", "file", {"title": "", "description": "", "file": file.pk}),
        ],
    )
    for thing in (target, picture, file):
        _delete(thing)
    _delete(apps.get_model("news.NewsCategory").objects.get(title="Изтрита категория"))


def _delete(thing: Any) -> None:
    with transaction.atomic():
        again(thing).delete()


def _kept_by_hand() -> None:
    """What editors and administrators write down beside pages."""
    full = titled("Пълна статия")
    redirects = apps.get_model("wagtailredirects.Redirect").objects
    redirects.create(old_path="/stara-stranica", redirect_page=full)
    redirects.create(old_path="/naviad", redirect_link="https://example.org/", is_permanent=False)
    redirects.create(old_path="/bg/star-katalog", redirect_link="/bg/novini/?page=1")
    administrator = people.browser("administrator")
    administrator.post(
        "/admin/redirects/add/",
        {
            "old_path": "/po-formulyar",
            "is_permanent": "on",
            "redirect_link": "https://example.com/",
        },
    )
    comment = apps.get_model("wagtailcore.Comment").objects.create(
        page=titled("Публична с чернова"),
        user=people.user("reviewer"),
        text="Да проверим числата.",
        contentpath="summary",
    )
    apps.get_model("wagtailcore.CommentReply").objects.create(
        comment=comment, user=people.user("editor"), text="Проверени са."
    )
    apps.get_model("wagtailcore.PageSubscription").objects.create(
        user=people.user("editor"), page=full, comment_notifications=True
    )
    token = apps.get_model("wagtailcore.APIToken")
    for name in ("програма", "отменен"):
        made, _ = token.create_token(user=people.user("administrator"), name=name)
    made.revoke()


def preview_links() -> None:
    """Links to drafts, as their editor makes them: two that work, one revoked, one of a page that
    is gone."""
    editor, links = people.browser("editor"), apps.get_model("previews.PreviewLink").objects
    condemned = article("Ще изчезне с препратката си", 21)
    for page in (
        titled("Никога публикувана"), titled("Публична с чернова"), titled("Пълна статия"),
        condemned,
    ):  # fmt: skip
        editor.post(f"/admin/previews/page/{page.pk}/")
    revoked = links.get(revision__object_id=str(titled("Пълна статия").pk))
    editor.post(f"/admin/previews/{revoked.pk}/revoke/")
    # It may be a year at most by its settings.
    links.update(expires_at=FAR)
    _delete(condemned)
    if links.count() < 3:
        raise RuntimeError("There are fewer preview links than asked for.")


Step = Callable[[], None]


def locale(code: str) -> Any:
    return Locale.objects.get(language_code=code)
