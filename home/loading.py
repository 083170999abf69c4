"""Loading the cluster's own content (home/content/): pages, pictures, finished translations.

What is there already is left alone, so loading twice changes nothing and undoes no editor's work.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from django.utils.html import escape, strip_tags
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue

from cms import keys
from cms.serializers.images import make_renditions
from cms.store.flush import drain, flush, mark, publishing, waiting
from home.content import about, home, members, news
from home.content.pictures import SHARE, Picture, draw
from home.content.text import DAY, Text, key
from home.models import AboutPage, HomePage, SiteProfile
from members.models import MemberPage, MembersIndexPage
from news.models import NewsCategory, NewsIndexPage, NewsPage

PICTURE_SIZE = (1200, 675)

Say = Callable[[str], None]


def load(say: Say) -> int:
    """Load what is missing, telling `say` how far it is; return how many things were made."""
    wanted = _pictures()
    pictures = {}
    for number, picture in enumerate(wanted, start=1):
        say(f"Drawing the pictures: {number} of {len(wanted)}")
        pictures[picture.name] = _picture(picture)
    with publishing():
        loader = Loader(pictures, say)
        loader.load()
    done = 0
    while batch := drain():
        done += batch
        say(f"Projecting pages: {done} of {done + waiting()}")
    return loader.made


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
    with publishing():
        home = home.get_latest_revision_as_object()
        home.sections = draft.sections
        home.save_revision().publish(log_action=False)
    return True


def _pictures() -> list[Picture]:
    return [SHARE, *(article.picture for article in news.ARTICLES)]


def _picture(picture: Picture) -> Any:
    """The picture, drawn and stored with all its sizes if it is not there yet."""
    images = get_image_model().objects
    name = f"{picture.name}.png"
    found = images.filter(file=f"original_images/{name}").first()
    if found:
        return found
    file = ImageFile(BytesIO(draw(picture.name, *PICTURE_SIZE)), name=name)
    image = images.create(title=picture.alt.bg, file=file)
    make_renditions(image)
    return image


def _count() -> int:
    """Return how many pages and snippets a whole loading makes, a translated one counted once."""
    categories = {article.category.slug.bg for article in news.ARTICLES}
    sections = (home, about, members, news)
    profiles = 1
    return len(sections) + profiles + len(members.MEMBERS) + len(categories) + len(news.ARTICLES)


class Loader:
    """One loading: the Bulgarian page first, then its English translation, one after another."""

    def __init__(self, pictures: dict[str, Any], say: Say) -> None:
        self.pictures = pictures
        self.say = say
        self.begun = self.made = 0
        self.source = Locale.objects.get(language_code="bg")
        self.target = Locale.objects.get(language_code="en")

    def load(self) -> None:
        top = HomePage.objects.get(locale=self.source)
        # The home is published last of these and projected first: all others name it.
        mark(keys.group(top))
        self._profile()
        about_page = self._page(
            "about", top, AboutPage(body=_body("about", about.PARAGRAPHS)), about, about.PARAGRAPHS
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
        page.title = home.TITLE.bg
        page.summary = page.lead = home.LEAD.bg
        page.share_image = self.pictures[SHARE.name]
        page.figures = [
            {
                "type": "figure",
                "id": str(key(f"home/figures/{number}")),
                "value": {"value": figure.value.bg, "label": figure.label.bg},
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
        made = SiteProfile(
            name=profile.name.bg, tagline=profile.tagline.bg, footer=profile.footer.bg
        )
        self._snippet("profile", made, texts)

    def _category(self, category: news.Category) -> NewsCategory:
        made = NewsCategory(title=category.title.bg, slug=category.slug.bg)
        return self._snippet(f"news/categories/{category.slug.bg}", made, [category.title])

    def _member(self, parent: Page, member: members.Member) -> None:
        page = MemberPage(
            legal_name=member.legal_name.bg,
            kind=member.kind,
            founder=member.founder,
            municipality=member.municipality.bg if member.municipality else "",
        )
        texts = [member.legal_name, *([member.municipality] if member.municipality else [])]
        self._child(f"members/{member.slug.bg}", parent, page, member.name, member.slug, texts)

    def _article(self, parent: Page, article: news.Article, category: NewsCategory) -> None:
        name = f"news/{article.slug.bg}"
        page = NewsPage(
            date=DAY,
            summary=article.summary.bg,
            picture=self.pictures[article.picture.name],
            picture_alt=article.picture.alt.bg,
            body=_body(name, article.body),
        )
        page.categories = [category]
        texts = [article.summary, article.picture.alt, *article.body]
        self._child(name, parent, page, article.title, article.slug, texts)

    def _page(
        self, name: str, parent: Page, page: Any, content: Any, texts: Iterable[Text] = ()
    ) -> Page:
        """A section's page, from the content file of the section."""
        page.summary = content.SUMMARY.bg
        texts = [content.SUMMARY, *texts]
        return self._child(name, parent, page, content.TITLE, content.SLUG, texts)

    def _child(
        self, name: str, parent: Page, page: Any, title: Text, slug: Text, texts: Iterable[Text]
    ) -> Page:
        found = Page.objects.filter(translation_key=key(name), locale=self.source).first()
        if found:
            return found
        page.title, page.slug = title.bg, slug.bg
        page.translation_key, page.locale = key(name), self.source
        page.live = False
        parent.add_child(instance=page)
        self._publish(page, [title, *texts], slug)
        return page

    def _snippet(self, name: str, snippet: Any, texts: Iterable[Text]) -> Any:
        found = type(snippet).objects.filter(translation_key=key(name), locale=self.source).first()
        if found:
            return found
        snippet.translation_key, snippet.locale = key(name), self.source
        snippet.live = False
        snippet.save()
        self._publish(snippet, texts, None)
        return snippet

    def _publish(self, thing: Any, texts: Iterable[Text], slug: Text | None) -> None:
        """Publish a page or snippet, and its translation made of `texts`, on the day of entry."""
        self.begun += 1
        self.say(f"Loading pages: {self.begun} of {_count()}")
        thing.save_revision().publish(log_action=False)
        _date(thing)
        source, _ = TranslationSource.update_or_create_from_instance(_fresh(thing))
        translation, _ = Translation.objects.get_or_create(source=source, target_locale=self.target)
        for segment in StringSegment.objects.filter(source=source).select_related("string"):
            self._translate(segment, dict(_pairs(texts)))
        translation.save_target(publish=False)
        # The draft that was just made: the row may still be what was published before.
        translated = translation.get_target_instance().get_latest_revision_as_object()
        if slug:
            translated.slug = slug.en
        translated.save_revision().publish(log_action=False)
        _date(translated)
        self.made += 1

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


def _body(name: str, paragraphs: Iterable[Text]) -> list[dict[str, str]]:
    """One text block with these paragraphs."""
    html = "".join(f"<p>{escape(text.bg)}</p>" for text in paragraphs)
    return [{"type": "text", "id": str(key(f"{name}/body/1")), "value": html}]


def _pairs(texts: Iterable[Text]) -> Iterator[tuple[str, str]]:
    """Each text as wagtail-localize keeps it, source and translation."""
    for text in texts:
        yield _data(text.bg), _data(text.en)


def _data(text: str) -> str:
    return StringValue.from_plaintext(strip_tags(text)).data


def _date(thing: Any) -> None:
    """Set a publication to the day of entry, behind Wagtail's back: it always says now.

    Its last one has a second of its own, by which feed readers tell what changed of an article.
    """
    second = timedelta(seconds=thing.translation_key.int % 3600)
    moments = {"first_published_at": DAY, "last_published_at": DAY + second}
    type(thing).objects.filter(pk=thing.pk).update(**moments)
    mark(keys.group(thing))


def _fresh(thing: Any) -> Any:
    """The row as it is after publishing, which changed more than the instance in hand."""
    return type(thing).objects.get(pk=thing.pk)
