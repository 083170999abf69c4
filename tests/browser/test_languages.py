"""The whole life of a language: added, translated by files, published, read, searched, followed,
removed, and added again, when what was translated is offered.

German is written as Bulgarian is, Arabic from right to left, Chinese without spaces.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import polib
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import DESK, log_in, needs_browser
from tests.browser.installation import Installation, new_installation

pytestmark = [needs_browser, pytest.mark.xdist_group("languages"), pytest.mark.once]

PHONE: ViewportSize = {"width": 360, "height": 740}
XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"
CYRILLIC = re.compile("[а-яѝ]", re.IGNORECASE)
# Between the tags of a text.
WORDS = re.compile(r"[^<>]*[^<>\s][^<>]*(?=<|$)")

TITLE, TEXT = "Медна мина край Панагюрище", "Промишлеността тук живее от медта."


@dataclass(frozen=True)
class Language:
    """What is written in it: the article, by what it is found, the sections, and all the rest."""

    code: str
    visitor: str
    form: str
    title: str
    text: str
    question: str
    slug: str
    sections: dict[str, str]
    filler: tuple[str, ...]


LANGUAGES = [
    Language(
        "de",
        "de-AT",
        "XLIFF 2.0",
        "Kupferhütte bei Panagjurischte",
        "Die Industrie lebt hier seit hundert Jahren von der Kupfergewinnung.",
        "Kupfer",
        "kupferhuette-bei-panagjurischte",
        {
            "Начало": "Startseite",
            "За нас": "Über uns",
            "Членове": "Mitglieder",
            "Новини": "Nachrichten",
        },
        ("Wir vertreten die Betriebe des Tals", "Größe und Güte", "Bergbau, Wasser und Wald"),
    ),
    Language(
        "ar",
        "ar-EG",
        "PO",
        "منجم نحاس قرب باناغيوريشته",
        "تعيش الصناعة هنا على النحاس منذ مئة عام.",
        "النحاس",
        "mnjm-nhs-qrb-bnghywryshth",
        {"Начало": "الرئيسية", "За нас": "من نحن", "Членове": "الأعضاء", "Новини": "الأخبار"},
        ("نحن نمثل شركات الوادي", "الجودة والحجم", "التعدين والمياه والغابات"),
    ),
    Language(
        "zh-hans",
        "zh-CN",
        "XLIFF 2.0",
        "帕纳久里什特附近的铜矿",
        "这里的工业一百多年来依靠铜矿生存。",
        "工业",
        "panajiulishentefujindetongkuang",
        {"Начало": "首页", "За нас": "关于我们", "Членове": "成员", "Новини": "新闻"},
        ("我们代表山谷中的企业", "质量与规模", "采矿、水与森林"),
    ),
]

ADD = """
import json
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from wagtail.models import Locale, Page
from cms.store.flush import publish_transaction
from cms.translation.jobs.submission import SubmissionOptions, submit
from news.models import NewsIndexPage, NewsPage

code = {code!r}
call_command("add_language", code, verbosity=0)
index = NewsIndexPage.objects.get(locale__language_code="bg")
article = NewsPage.objects.filter(title={title!r}, locale=index.locale).first()
if article is None:
    article = NewsPage(
        title={title!r}, locale=index.locale, body=[("text", "<p>" + {text!r} + "</p>")]
    )
    with publish_transaction():
        index.add_child(instance=article)
        article.save_revision().publish()
with publish_transaction():
    options = SubmissionOptions({{Locale.objects.get(language_code=code): None}}, None, None)
    submit([article], options)
for name, group in (("translator", "Преводачи"), ("reviewer", "Проверяващи")):
    full = name + "-" + code
    user = User.objects.filter(username=full).first()
    user = user or person(full, "Иван Иванов", f"{{group}} (en)")
    user.groups.set([Group.objects.get(name=f"{{group}} ({{code}})")])
call_command("worker", once=True)
home = Page.objects.get(depth=2, slug=code)
print(json.dumps([home.pk, NewsPage.objects.get(locale=home.locale).pk]))
"""
# All but the article, which is published in the browser; and the profile and the categories, which
# are in no section's files.
PUBLISH_THE_REST = """
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from cms.store.flush import publish_transaction

locale = Locale.objects.get(language_code={code!r})
words = {words!r}
client = Client(HTTP_HOST="localhost")
client.force_login(User.objects.get(username="reviewer-{code}"))
for job in Translation.objects.filter(target_locale=locale).order_by("pk"):
    target = job.get_target_instance()
    if target.pk == {article} and isinstance(target, Page):
        continue
    if isinstance(target, Page):
        answer = client.post(f"/admin/pages/{{target.pk}}/edit/", {{"action": "publish"}})
        assert answer.status_code == 302, answer.content.decode()
        continue
    for number, segment in enumerate(StringSegment.objects.filter(source=job.source)):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string, locale=locale, context=segment.context,
            defaults={{"data": words[(job.pk + number) % len(words)]}},
        )
    with publish_transaction():
        job.save_target(publish=False)
        job.get_target_instance().get_latest_revision().publish()
"""
REMOVE = """
from django.core.management import call_command
call_command("remove_language", {code!r}, "--yes", verbosity=0)
call_command("worker", once=True)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    codes = ",".join(["bg", "en", *(language.code for language in LANGUAGES)])
    with new_installation(tmp_path_factory.mktemp("languages"), {"LANGUAGES": codes}) as site:
        yield site


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_language_is_added_translated_read_removed_and_remembered(
    language: Language, site: Installation, browser_page: Page, tmp_path: Path
) -> None:
    browser = browser_page.context.browser
    assert browser
    home, article = add(site, language)
    log_in(browser_page, site, f"translator-{language.code}")
    translate_by_files(browser_page, site, language, home, tmp_path)
    log_in(browser_page, site, f"reviewer-{language.code}")
    publish(browser_page, site, language, article)

    visitor = new_visitor(browser, language)
    read(visitor, site, language, tmp_path)
    search(visitor, site, language, tmp_path)
    subscribe(visitor, site, language, tmp_path)
    follow_feed(visitor, site, language)

    site.run(REMOVE.format(code=language.code))
    assert_is_gone(visitor, site, language)

    home, article = add(site, language)
    log_in(browser_page, site, f"translator-{language.code}")
    take_over_what_is_remembered(browser_page, site, language, article)
    site.run(REMOVE.format(code=language.code))
    assert "Traceback" not in site.log.read_text(), "the server met errors on the way"


def add(site: Installation, language: Language) -> tuple[int, int]:
    """Open the language and send an article to its translators; return the drafts' numbers."""
    script = ADD.format(code=language.code, title=TITLE, text=TEXT)
    home, article = json.loads(site.run(script).splitlines()[-1])
    return home, article


# In the back office


def translate_by_files(
    page: Page, site: Installation, language: Language, home: int, folder: Path
) -> None:
    """Download the files of the whole section, translate each text in them, and send them back."""
    page.goto(f"{site.url}/admin/exchange/section/{home}/")
    with page.expect_download() as begun:
        page.get_by_role("link", name=f"Изтегли {language.form}").click()
    path = folder / begun.value.suggested_filename
    begun.value.save_as(path)
    files = [path]
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder / "files")
        files = sorted((folder / "files").iterdir())
    filler = cycle(language.filler)
    known = language.sections | {TITLE: language.title, TEXT: language.text}
    for file in files:
        translate = translate_po if file.suffix == ".po" else translate_xliff
        translate(file, known, filler)
    with page.expect_file_chooser() as asked:
        page.get_by_label("Преведени файлове").click()
    asked.value.set_files(files)
    page.get_by_role("button", name="Приеми превода").click()
    expect(page.locator(".messages")).to_contain_text("Всичко е преведено.")


def translate_po(path: Path, known: dict[str, str], filler: "cycle[str]") -> None:
    file = polib.pofile(str(path))
    for entry in file:
        entry.msgstr = WORDS.sub(lambda found: known.get(found[0], next(filler)), entry.msgid)
    file.save()


def translate_xliff(path: Path, known: dict[str, str], filler: "cycle[str]") -> None:
    tree = ElementTree.parse(path)  # noqa: S314  (our own file)
    for segment in tree.iter(f"{XLIFF}segment"):
        for former in segment.findall(f"{XLIFF}target"):
            segment.remove(former)
        source = segment.find(f"{XLIFF}source")
        assert source is not None
        target = ElementTree.fromstring(ElementTree.tostring(source))  # noqa: S314
        target.tag, target.tail = f"{XLIFF}target", None
        for piece in target.iter():
            if piece.text and piece.text.strip():
                piece.text = known.get(piece.text, next(filler))
            if piece.tail and piece.tail.strip():
                piece.tail = known.get(piece.tail, next(filler))
        segment.append(target)
        segment.set("state", "translated")
    tree.write(path, encoding="utf-8", xml_declaration=True)


def publish(page: Page, site: Installation, language: Language, article: int) -> None:
    """Publish the article in the translation editor, and by script all the rest."""
    script = PUBLISH_THE_REST.format(
        code=language.code, words=list(language.filler), article=article
    )
    site.run(script)
    page.goto(f"{site.url}/admin/pages/{article}/edit/")
    page.get_by_role("button", name="Публикувай").click()
    expect(page.locator(".messages .success")).to_be_visible()
    site.work()


def take_over_what_is_remembered(
    page: Page, site: Installation, language: Language, article: int
) -> None:
    page.goto(f"{site.url}/admin/pages/{article}/edit/")
    left = page.locator("#left-to-translate")
    matches = left.locator(".translation-row__match")
    expect(matches).to_have_count(2)
    expect(matches.first).to_contain_text(language.title)
    left.get_by_role("button", name="Използвай всички точни съвпадения").click()
    expect(left).to_contain_text("Всичко е преведено.")
    expect(page.locator(".js-translation-editor")).to_contain_text(language.text)


# In public


def new_visitor(browser: Browser, language: Language) -> Page:
    context = browser.new_context(locale=language.visitor, viewport=DESK)
    context.set_default_timeout(30_000)
    return context.new_page()


def picture(page: Page, language: Language, name: str, folder: Path) -> None:
    """Keep what a desk and a telephone show, for whoever wants to look; it fits both, and nothing
    of it is Bulgarian."""
    shown = page.locator("body").inner_text()
    assert not CYRILLIC.search(shown), f"{page.url} shows Bulgarian: {shown}"
    for screen in (PHONE, DESK):
        page.set_viewport_size(screen)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= screen["width"], f"{page.url} is {wide} wide on {screen['width']}"
        page.screenshot(
            path=folder / f"{language.code}-{name}-{screen['width']}.png", full_page=True
        )


def read(page: Page, site: Installation, language: Language, folder: Path) -> None:
    """Come to the home by the bare domain, go by the menu to the news, and read the article."""
    page.goto(f"{site.url}/")
    assert page.url == f"{site.url}/{language.code}/"
    html = page.locator("html")
    expect(html).to_have_attribute("lang", language.code)
    assert page.evaluate("document.dir || 'ltr'") == ("rtl" if language.code == "ar" else "ltr")
    picture(page, language, "home", folder)
    page.get_by_role("navigation").get_by_role("link", name=language.sections["Новини"]).click()
    expect(page.locator("h1")).to_have_text(language.sections["Новини"])
    picture(page, language, "news", folder)
    page.get_by_role("link", name=language.title).click()
    expect(page.locator("h1")).to_have_text(language.title)
    assert page.url.endswith(f"/{language.slug}/"), page.url
    expect(page.locator(".body")).to_contain_text(language.text)
    picture(page, language, "article", folder)


def search(page: Page, site: Installation, language: Language, folder: Path) -> None:
    page.goto(f"{site.url}/{language.code}/search/")
    page.locator("main [name=q]").fill(language.question)
    page.locator("main form [type=submit]").click()
    expect(page.get_by_role("link", name=language.title)).to_be_visible()
    picture(page, language, "search", folder)


def subscribe(page: Page, site: Installation, language: Language, folder: Path) -> None:
    """Ask for the news by e-mail and confirm it by the link in the mail."""
    address = f"{language.code}@example.org"
    page.goto(f"{site.url}/{language.code}/subscribe/mail/")
    page.locator("[name=address]").fill(address)
    page.locator("[name=frequency]").first.check()
    page.locator("[name=consent]").check()
    picture(page, language, "mail", folder)
    page.locator("main form [type=submit]").click()
    site.work()
    (sent,) = site.mail.to(address)
    assert not CYRILLIC.search(sent.part("plain")), sent.part("plain")
    link = rf"http://localhost:\d+/{language.code}/subscribe/mail/\S+"
    (found,) = set(re.findall(link, sent.part("plain")))
    page.goto(found)
    page.locator("main [name=do][value=confirm]").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("main")).to_contain_text(address)
    picture(page, language, "subscribed", folder)


def follow_feed(page: Page, site: Installation, language: Language) -> None:
    """Find the feed of the news on the page that lists them, and the article in it."""
    page.goto(f"{site.url}/{language.code}/subscribe/")
    address = page.locator(".feeds a[type='application/rss+xml']").first.get_attribute("href")
    assert address
    feed = feedparser.parse(page.request.get(address).text())
    assert feed.feed.language == language.code
    (entry,) = feed.entries
    assert (entry.title, entry.link) == (
        language.title,
        feed.feed.link + f"{language.slug}/",
    )


def assert_is_gone(page: Page, site: Installation, language: Language) -> None:
    """Nothing is public of it, and nothing leads there."""
    page.goto(f"{site.url}/")
    assert page.url == f"{site.url}/bg/"
    assert f'"/{language.code}/' not in page.content()
    for path in ("", "news/feed.rss", "search/?q=a"):
        answer = page.request.get(f"{site.url}/{language.code}/{path}")
        assert language.filler[0] not in answer.text()
        assert "search" in path or answer.status in (404, 410), path
    assert f"sitemap-{language.code}-" not in page.request.get(f"{site.url}/sitemap.xml").text()
