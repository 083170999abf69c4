"""Load the cluster's own content: pages, pictures, finished translations.

What is there already is left alone, so loading twice changes nothing and undoes no editor's work.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.images import ImageFile
from django.db.models import Manager, Model
from django.utils.html import escape, strip_tags
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue

from cms.content import dependency_keys
from cms.content.publishable import Translatable
from cms.content.serializers.images import make_renditions
from cms.content.translatable import TranslatableSnippet
from cms.operations.initial_content import about, home, members, news
from cms.operations.initial_content.pictures import SHARE, Picture, draw
from cms.operations.initial_content.text import DAY, Text, key
from cms.store.flush import count_deferred, drain, flush, mark_changed, publish_transaction
from home.models import AboutPage, HomePage, SiteProfile
from members.models import MemberPage, MembersIndexPage
from news.models import NewsCategory, NewsIndexPage, NewsPage

PICTURE_SIZE = (1200, 675)
# The languages of the content files, which cms.operations.initial_content.text.Text has.
SEED = ("bg", "en")

Say = Callable[[str], None]
Snippet = TypeVar("Snippet", bound=TranslatableSnippet)


def load_content(say: Say) -> int:
    """Load what is missing, telling `say` how far it is; return how many things were made.

    The content is in the first of the seed's languages that `LANGUAGES` names, translated into the
    other one if that is named, too. Nothing is loaded where neither is.
    """
    codes = seed_languages()
    if not codes:
        return 0
    wanted = _pictures()
    pictures = {}
    for number, picture in enumerate(wanted, start=1):
        say(f"Drawing the pictures: {number} of {len(wanted)}")
        pictures[picture.name] = _picture(picture, codes[0])
    with publish_transaction():
        loader = Loader(pictures, say, codes)
        loader.load()
    done = 0
    while batch := drain():
        done += batch
        say(f"Projecting pages: {done} of {done + count_deferred()}")
    return loader.made


def seed_languages() -> list[str]:
    """Return the languages of the content files that are in use and opened, in their order in
    `LANGUAGES`; none where these are translated from another language. Two queries."""
    homes = {page.locale.language_code: page for page in HomePage.objects.select_related("locale")}
    sources = TranslationSource.objects.filter(
        object_id__in=[page.translation_key for page in homes.values()]
    )
    opened = set() if sources.exclude(locale__language_code__in=SEED).exists() else set(homes)
    return [code for code, _ in settings.LANGUAGES if code in SEED and code in opened]


def open_without_content() -> bool:
    """Publish the first language's home page and profile with nothing but the cluster's name,
    where the content files do not have that language; return whether anything was done."""
    page = HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    if page.first_published_at:
        return False
    # A name that is not translated, in the letters that most languages can read.
    name = home.TITLE["en"]
    with publish_transaction():
        page.title = name
        page.save_revision().publish(log_action=False)
        if not SiteProfile.objects.filter(locale=page.locale).exists():
            profile = SiteProfile(name=name, locale=page.locale, live=False)
            profile.save()
            profile.save_revision().publish(log_action=False)
    return True


def restore_sections() -> bool:
    """Put back the English home's sections where loading has lost them; return whether it did.

    Earlier versions published the English home without the sections of its own draft. A home
    that a person has saved since is left as it is.
    """
    source = HomePage.objects.filter(locale__language_code="bg").first()
    home = HomePage.objects.filter(locale__language_code="en", live=True).first()
    if source is None or home is None or home.sections or not source.sections:
        return False
    revisions = list(home.revisions.order_by("-created_at", "-pk"))
    if any(revision.user_id for revision in revisions):
        return False
    complete = (page for page in map(Revision.as_object, revisions) if page.sections)
    if (draft := next(complete, None)) is None:
        return False
    with publish_transaction():
        home = home.get_latest_revision_as_object()
        home.sections = draft.sections
        home.save_revision().publish(log_action=False)
    return True


def _pictures() -> list[Picture]:
    return [SHARE, *(article.picture for article in news.ARTICLES)]


def _picture(picture: Picture, code: str) -> Any:
    """The picture, drawn and stored with all its sizes if it is not there yet."""
    images = get_image_model().objects
    name = f"{picture.name}.png"
    found = images.filter(file=f"original_images/{name}").first()
    if found:
        return found
    file = ImageFile(BytesIO(draw(picture.name, *PICTURE_SIZE)), name=name)
    image = images.create(title=picture.alt[code], file=file)
    make_renditions(image)
    return image


def _count() -> int:
    """Return how many pages and snippets a whole loading makes, a translated one counted once."""
    categories = {article.category.slug.bg for article in news.ARTICLES}
    sections = (home, about, members, news)
    profiles = 1
    return len(sections) + profiles + len(members.MEMBERS) + len(categories) + len(news.ARTICLES)


class Loader:
    """One loading: the page in its first language, then its translation, one after another.

    `codes` are one or two of the languages that the content files are in.
    """

    def __init__(self, pictures: dict[str, object], say: Say, codes: Sequence[str]) -> None:
        self.pictures = pictures
        self.say = say
        self.begun = self.made = 0
        self.code, self.target_code = codes[0], codes[1] if len(codes) > 1 else ""
        self.source = Locale.objects.get(language_code=self.code)
        self.target = Locale.objects.filter(language_code=self.target_code).first()

    def load(self) -> None:
        top = HomePage.objects.get(locale=self.source)
        # The home is published last of these and projected first: all others name it.
        mark_changed(dependency_keys.group(top))
        self._profile()
        about_page = self._page(
            "about",
            top,
            AboutPage(body=self._body("about", about.PARAGRAPHS)),
            about,
            about.PARAGRAPHS,
        )
        members_page = self._page("members", top, MembersIndexPage(), members)
        news_page = self._page("news", top, NewsIndexPage(), news)
        self._home(HomePage.objects.get(pk=top.pk), [about_page, members_page, news_page])
        # Projected now, so that what stands below them is projected once.
        flush()
        for member in members.MEMBERS:
            self._member(members_page, member)
        for article in news.ARTICLES:
            self._article(news_page, article, self._category(article.category))

    def _home(self, page: HomePage, sections: list[Page]) -> None:
        """Publish the home with the cards of its sections, which are there already."""
        if page.first_published_at:
            return
        page.title = home.TITLE[self.code]
        page.summary = page.lead = home.LEAD[self.code]
        page.share_image = self.pictures[SHARE.name]
        page.figures = [
            {
                "type": "figure",
                "id": str(key(f"home/figures/{number}")),
                "value": {"value": figure.value[self.code], "label": figure.label[self.code]},
            }
            for number, figure in enumerate(home.FIGURES, start=1)
        ]
        page.sections = [
            {"type": "page", "id": str(key(f"home/sections/{section.slug}")), "value": section.pk}
            for section in sections
        ]
        figures = [text for figure in home.FIGURES for text in (figure.value, figure.label)]
        self._publish(page, [home.TITLE, home.LEAD, *figures], None)

    def _profile(self) -> None:
        profile = home.PROFILE
        texts = [profile.name, profile.tagline, profile.footer]
        created = SiteProfile(
            name=profile.name[self.code],
            tagline=profile.tagline[self.code],
            footer=profile.footer[self.code],
        )
        self._snippet("profile", created, texts)

    def _category(self, category: news.Category) -> NewsCategory:
        created = NewsCategory(title=category.title[self.code], slug=category.slug[self.code])
        return self._snippet(f"news/categories/{category.slug.bg}", created, [category.title])

    def _member(self, parent: Page, member: members.Member) -> None:
        page = MemberPage(
            legal_name=member.legal_name[self.code],
            kind=member.kind,
            founder=member.founder,
            municipality=member.municipality[self.code] if member.municipality else "",
        )
        texts = [member.legal_name, *([member.municipality] if member.municipality else [])]
        self._child(f"members/{member.slug.bg}", parent, page, member.name, member.slug, texts)

    def _article(self, parent: Page, article: news.Article, category: NewsCategory) -> None:
        name = f"news/{article.slug.bg}"
        page = NewsPage(
            date=DAY,
            summary=article.summary[self.code],
            picture=self.pictures[article.picture.name],
            picture_alt=article.picture.alt[self.code],
            body=self._body(name, article.body),
        )
        page.categories = [category]
        texts = [article.summary, article.picture.alt, *article.body]
        self._child(name, parent, page, article.title, article.slug, texts)

    def _page(
        self, name: str, parent: Page, page: Page, content: Any, texts: Iterable[Text] = ()
    ) -> Page:
        """A section's page, from the content file of the section."""
        page.summary = content.SUMMARY[self.code]
        texts = [content.SUMMARY, *texts]
        return self._child(name, parent, page, content.TITLE, content.SLUG, texts)

    def _child(
        self, name: str, parent: Page, page: Page, title: Text, slug: Text, texts: Iterable[Text]
    ) -> Page:
        found = Page.objects.filter(translation_key=key(name), locale=self.source).first()
        if found:
            return found
        page.title, page.slug = title[self.code], slug[self.code]
        page.translation_key, page.locale = key(name), self.source
        page.live = False
        parent.add_child(instance=page)
        self._publish(page, [title, *texts], slug)
        return page

    def _snippet(self, name: str, snippet: Snippet, texts: Iterable[Text]) -> Snippet:
        rows: Manager[Any] = type(snippet)._default_manager
        if found := rows.filter(translation_key=key(name), locale=self.source).first():
            return found
        snippet.translation_key, snippet.locale = key(name), self.source
        snippet.live = False
        snippet.save()
        self._publish(snippet, texts, None)
        return snippet

    def _publish(self, content: Translatable, texts: Iterable[Text], slug: Text | None) -> None:
        """Publish a page or snippet, and its translation made of `texts`, on the day of entry."""
        self.begun += 1
        self.say(f"Loading pages: {self.begun} of {_count()}")
        content.save_revision().publish(log_action=False)
        _date(content)
        self.made += 1
        if self.target:
            self._publish_translation(content, texts, slug)

    def _publish_translation(
        self, content: Translatable, texts: Iterable[Text], slug: Text | None
    ) -> None:
        source, _ = TranslationSource.update_or_create_from_instance(_fresh(content))
        translation, _ = Translation.objects.get_or_create(source=source, target_locale=self.target)
        texts_by_source = {_data(text[self.code]): _data(text[self.target_code]) for text in texts}
        for segment in StringSegment.objects.filter(source=source).select_related("string"):
            self._translate(segment, texts_by_source)
        translation.save_target(publish=False)
        # The draft that was just made: the row may still be what was published before.
        translated = translation.get_target_instance().get_latest_revision_as_object()
        if slug:
            translated.slug = slug[self.target_code]
        translated.save_revision().publish(log_action=False)
        _date(translated)

    def _translate(self, segment: StringSegment, texts: dict[str, str]) -> None:
        """Fill in a piece of text; one that the content files do not have is a KeyError."""
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=self.target,
            context=segment.context,
            defaults={
                "data": texts[segment.string.data],
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            },
        )

    def _body(self, name: str, paragraphs: Iterable[Text]) -> list[dict[str, str]]:
        """One text block with these paragraphs."""
        html = "".join(f"<p>{escape(text[self.code])}</p>" for text in paragraphs)
        return [{"type": "text", "id": str(key(f"{name}/body/1")), "value": html}]


def _data(text: str) -> str:
    return StringValue.from_plaintext(strip_tags(text)).data


def _date(content: Translatable) -> None:
    """Set a publication to the day of entry, behind Wagtail's back: it always says now.

    Its last one has a second of its own, by which feed readers tell what changed of an article.
    """
    second = timedelta(seconds=content.translation_key.int % 3600)
    moments = {"first_published_at": DAY, "last_published_at": DAY + second}
    content._meta.model._default_manager.filter(pk=content.pk).update(**moments)
    mark_changed(dependency_keys.group(content))


def _fresh(content: Translatable) -> Model:
    """The row as it is after publishing, which changed more than the instance in hand."""
    return content._meta.model._default_manager.get(pk=content.pk)
