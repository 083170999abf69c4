"""Opening and removing the languages of the content, for `prepare` and the commands.

Opening gives a language its locale, a home page and groups, and sends its translators what it
cannot be public without. What `LANGUAGES` may be changed to is in docs/languages.md.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    TranslationSource,
)

from cms.content.entry_types import list_snippet_models
from cms.content.locales import is_in_use
from cms.content.translatable import find_source, get_source_locale_id, query_translation_records
from cms.newsletter.models import Announcement, Subscription
from cms.permissions.roles import ensure_roles, lacks_roles, remove_roles
from cms.references.models import Deletion
from cms.store.flush import flush_named, publish_transaction
from cms.translation.jobs.models import Submission
from cms.translation.jobs.submission import SubmissionOptions, submit
from cms.upstream.wagtail import get_translatable_models
from home.models import HomePage

# The homes come with the migrations; whatever stands below one is content.
HOME_DEPTH = 2


def homes_by_code() -> dict[str, Page]:
    """Return the home page of each language that has one, by code. One query."""
    pages = Page.objects.filter(depth=HOME_DEPTH).select_related("locale").order_by("path")
    return {page.locale.language_code: page for page in pages}


def has_content() -> bool:
    """Return whether anything was ever written or loaded. One or two queries."""
    below = Page.objects.filter(depth__gt=HOME_DEPTH)
    return below.exists() or any(map(_was_published, homes_by_code().values()))


def _was_published(home: Page) -> bool:
    return home.live or home.first_published_at is not None


# What `prepare` does


def ensure_languages() -> str:
    """Bring the database in line with `LANGUAGES`; return in a few words which there are.

    On an empty database, prepare the first language for its content, and remove what the
    migrations made for languages that are not named. Otherwise, give the languages the groups that
    they lack. Raises CommandError, having changed nothing, where `LANGUAGES` cannot be served.
    """
    if has_content():
        _require_servable()
    else:
        _prepare_empty()
    for code in homes_by_code():
        if is_in_use(code) and lacks_roles(code):
            ensure_roles(apps, code)
    return describe_languages()


def _require_servable() -> None:
    """Raise CommandError where the first language was never opened, or no language is public."""
    first, known = settings.LANGUAGE_CODE, homes_by_code()
    named = [code for code, _ in settings.LANGUAGES]
    written = ", ".join(known)
    if first not in known:
        rest = ",".join([*known, first])
        raise CommandError(
            f"LANGUAGES begins with {first}, which this installation does not have: its pages are "
            f"in {written}. Start it with LANGUAGES={rest}, open the language with "
            f"`manage.py add_language {first}`, and put it first when its home page is published."
        )
    if not any(code in named and _was_published(home) for code, home in known.items()):
        public = ", ".join(code for code, home in known.items() if _was_published(home))
        raise CommandError(
            f"LANGUAGES names {', '.join(named)}, of which no home page was published yet: nothing "
            f"would be public. Name one of these, too: {public}"
        )


def _prepare_empty() -> None:
    """Give the first language a home and remove the empty homes of languages not in use."""
    first, known = settings.LANGUAGE_CODE, homes_by_code()
    unused = [code for code in known if not is_in_use(code)]
    if first in known and not unused:
        return
    with publish_transaction():
        locale, _ = Locale.objects.get_or_create(language_code=first)
        if first not in known:
            was_created = HomePage(title=settings.WAGTAIL_SITE_NAME, locale=locale, live=False)
            was_created.translation_key = next(iter(known.values())).translation_key
            was_created.slug = first
            Page.objects.get(depth=1).add_child(instance=was_created)
        for code in unused:
            remove_language(Locale.objects.get(language_code=code))


def describe_languages() -> str:
    """Name the languages of the site, those not opened yet, and those left out of `LANGUAGES`."""
    known = homes_by_code()
    named = [code for code, _ in settings.LANGUAGES]
    lines = [", ".join(named)]
    if missing := [code for code in named if code not in known]:
        commands = " and ".join(f"`manage.py add_language {code}`" for code in missing)
        lines.append(f"not opened yet: {', '.join(missing)} ({commands})")
    if left_out := [code for code in known if not is_in_use(code)]:
        counted = ", ".join(f"{code} ({count_pages(code)} pages)" for code in left_out)
        lines.append(f"left out of LANGUAGES, so not public: {counted}")
    return "; ".join(lines)


def count_pages(code: str) -> int:
    return Page.objects.filter(locale__language_code=code).exclude(depth=1).count()


# What `add_language` does


def open_language(code: str) -> Submission | None:
    """Open a language; return what was sent to its translators, None where that was done before.

    Raises CommandError where there is nothing to translate from.
    """
    with publish_transaction():
        locale, _ = Locale.objects.get_or_create(language_code=code)
        source = _source_home()
        is_new = source.locale_id != locale.pk and not _is_opened(locale)
        if is_new and code not in homes_by_code():
            _open_home(source, locale)
        ensure_roles(apps, code)
        return (
            submit(first_pages(source), SubmissionOptions({locale: None}, None, None))
            if is_new
            else None
        )


def _is_opened(locale: Locale) -> bool:
    """Whether a language's home page is published, or its translators have it."""
    home = homes_by_code().get(locale.language_code)
    return home is not None and (_was_published(home) or query_translation_records(home).exists())


def _source_home() -> Page:
    """Return the home page that the others are translated from. Raises CommandError."""
    known = sorted(homes_by_code().values(), key=_was_published, reverse=True)
    if not known:
        raise CommandError("There is no home page yet: run `manage.py prepare` first.")
    home, found = known[0], find_source(known[0])
    source = (found if isinstance(found, Page) else home).specific
    code = source.locale.language_code
    if not is_in_use(code):
        raise CommandError(
            f"The pages are translated from “{code}”, which LANGUAGES leaves out: put it back "
            "before you open another language."
        )
    return source


def _open_home(source: Page, locale: Locale) -> None:
    """Copy the source language's home page, as a draft at the address /<code>/."""
    home = source.copy_for_translation(locale)
    home.slug = locale.language_code
    home.save_revision()
    home.save()


def first_pages(home: Page) -> list[Any]:
    """What a language cannot be opened to the public without."""
    sections = [page for page in home.get_children().live().specific() if page.fixed]
    snippets = [
        snippet
        for model in list_snippet_models()
        for snippet in model._default_manager.filter(locale=home.locale, live=True)
    ]
    return [home, *sections, *snippets]


# What `remove_language` does


def require_removable(locale: Locale) -> None:
    """Raise CommandError where the site would be left without its first or its source language."""
    code = locale.language_code
    if code == settings.LANGUAGE_CODE:
        raise CommandError(
            f"“{code}” is the first of LANGUAGES, the site's own language: put another one first."
        )
    home = Page.objects.filter(depth=HOME_DEPTH, locale=locale).first()
    if (
        home
        and TranslationSource.objects.filter(object_id=home.translation_key, locale=locale).exists()
        and get_source_locale_id(home) == locale.pk
    ):
        raise CommandError(
            f"“{code}” is the language that the content is written in: the other languages are "
            "translated from it. Leave it out of LANGUAGES, and none of it is public."
        )


def count_sources(locale: Locale) -> int:
    """Return how many texts in other languages are translated from this one."""
    sources = TranslationSource.objects.filter(locale=locale, translations__enabled=True)
    return sources.distinct().count()


def remove_language(locale: Locale) -> None:
    """Delete the language and all that is of it alone; the store follows before this returns.

    Called in a transaction that leaves the store right (cms.store.flush.publish_transaction).
    """
    started, code = timezone.now(), locale.language_code
    found = Page.objects.filter(locale=locale, depth=HOME_DEPTH)
    _move_sites(found)
    # Redirects to its pages are deleted with these.
    addresses = (f"/{code}/", f"{settings.BASE_URL}/{code}/")
    links = Q()
    for address in addresses:
        links |= Q(redirect_link__startswith=address)
    Redirect.objects.filter(links, redirect_page=None).delete()
    for home in found:
        home.specific.delete()
    for model in get_translatable_models():
        if not issubclass(model, Page):
            for content in model._default_manager.filter(locale=locale):
                content.delete()
    remove_roles(code)
    Subscription.objects.filter(locale=code).delete()
    Announcement.objects.filter(locale=code).delete()
    locale.delete()
    # Where another language's page refers to it, its editors read what was deleted.
    Deletion.objects.filter(deleted_at__gte=started, references=None).delete()
    _delete_empty_submissions()
    # All that was of it, however much: none of it is public once this transaction is committed.
    flush_named()


def _move_sites(removed: QuerySet[Page]) -> None:
    """Lead the site to another language's home, before Wagtail deletes it with its own."""
    left = Page.objects.filter(depth=HOME_DEPTH).exclude(pk__in=removed.values("pk"))
    first = left.filter(locale__language_code=settings.LANGUAGE_CODE)
    if home := first.first() or left.order_by("path").first():
        for site in Site.objects.filter(root_page__in=removed):
            site.root_page = home
            site.save()


def _delete_empty_submissions() -> None:
    """Delete what was kept of texts that are in no translator's hands any more."""
    Submission.objects.filter(assignments=None).delete()
    TranslationSource.objects.filter(translations=None).delete()
    kept = StringTranslation.objects.values("context__object_id")
    TranslatableObject.objects.filter(sources=None).exclude(pk__in=kept).delete()
    used = Q(pk__in=StringSegment.objects.values("string_id"))
    used |= Q(pk__in=StringTranslation.objects.values("translation_of_id"))
    String.objects.exclude(used).delete()
