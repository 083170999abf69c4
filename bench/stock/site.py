"""The site's content and people, and what its editor does before a translator has anything to do.

The texts are those of this project's own page “About us”.
"""

from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from wagtail.models import GroupPagePermission, Locale, Page, Site
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.operations import translate_object

from bench.stock.models import ArticlePage
from cms.operations.initial_content import about

PASSWORD = "secret"  # noqa: S105
# The rights that each has on the pages of a language, beside entering the back office.
PEOPLE = {
    "editor": ("bg", ["add", "change", "publish"]),
    "translator": ("en", ["change"]),
    "reviewer": ("en", ["change", "publish"]),
}


def prepare() -> None:
    """Make a new site: a home page and one below it, both translated and live, and the people."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    english, _ = Locale.objects.get_or_create(language_code="en")
    home = _home()
    page = ArticlePage(title=about.TITLE.bg, slug=about.SLUG.bg, body=_body())
    home.add_child(instance=page)
    page.save_revision().publish()
    texts = [about.TITLE, about.SLUG, *about.PARAGRAPHS]
    for thing in (home, page):
        thing = ArticlePage.objects.get(pk=thing.pk)
        translate_object(thing, [english])
        _translate(thing, {text.bg: text.en for text in texts})
    for name in PEOPLE:
        _make(name)


def change(old: str, new: str) -> None:
    """Publish the source with other words in it."""
    page = ArticlePage.objects.get(slug=about.SLUG.bg)
    assert old in page.body
    page.body = page.body.replace(old, new)
    page.save_revision().publish()


def _home() -> ArticlePage:
    """In place of Wagtail's page of welcome."""
    root = Page.get_first_root_node()
    root.get_children().delete()
    home = ArticlePage(title="Клъстер", slug="home")
    root.add_child(instance=home)
    home.save_revision().publish()
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return home


def _body() -> str:
    return "".join(f"<p>{paragraph.bg}</p>" for paragraph in about.PARAGRAPHS)


def _translate(page: ArticlePage, texts: dict[str, str]) -> None:
    """Translate it to its end and publish the translation."""
    job = Translation.objects.get(source__object_id=page.translation_key)
    for segment in StringSegment.objects.filter(source=job.source).select_related("string"):
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=job.target_locale,
            data=texts.get(segment.string.data, "Cluster"),
        )
    job.save_target(publish=True)


def _make(name: str) -> None:
    """Somebody who reads English, with a group of their own."""
    code, rights = PEOPLE[name]
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    if name == "editor":
        group.permissions.add(Permission.objects.get(codename="submit_translation"))
    home = Page.objects.get(depth=2, locale__language_code=code)
    for right in rights:
        permission = Permission.objects.get(codename=f"{right}_page")
        GroupPagePermission.objects.create(group=group, page=home, permission=permission)
    user = User.objects.create_user(name, f"{name}@example.org", PASSWORD)
    user.groups.add(group)
    UserProfile.objects.create(user=user, preferred_language="en")
