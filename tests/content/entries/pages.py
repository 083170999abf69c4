"""A small site with one page of each kind, the same to the letter each time it is made."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from cms.store.models import Entry
from home.models import ContentPage, HomePage, SiteProfile
from tests import factories, sections

DATE = datetime(2026, 1, 15, 7, 0, tzinfo=UTC)
DOCUMENT_PK = 7  # it stands in the file's address

JSON = dict[str, Any]


def make() -> None:
    """Make the site, in Bulgarian, with an English frame, home, news list and article."""
    sections.remove()
    frame = _frame()
    factories.about(**_fixed("about"), summary="Кои сме.")
    factories.text_page(factories.home(), **_fixed("content"), title="Страница с текст")
    factories.members_index(**_fixed("members_index"))
    news = factories.news_index(**_fixed("news_index"), summary="Какво ново.")
    member = _member()
    category = factories.category(**_fixed("category"), summary="Общите проекти.")
    article = _article(category, member)
    home = _home(member)
    factories.translate(frame, {"Клъстер": "Cluster"})
    factories.translate(home, {"Начало": "Home"})
    factories.translate(news, {"Новини": "News"})
    factories.translate(article, {"Първа копка": "Breaking ground"})


def entries() -> dict[str, str]:
    """The Bulgarian entry of each kind as indented JSON, by the kind's name."""
    live = Entry.objects.filter(live=True, locale="bg").order_by("-path")
    return {entry.type: _indented(json.loads(entry.full_json)) for entry in live}


def _indented(data: JSON) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _fixed(name: str) -> JSON:
    return {"translation_key": _key(name), "first_published_at": DATE}


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"https://example.org/{name}")


def _blocks(**values: Any) -> list[JSON]:
    """A body with one block of each given type."""
    return [
        {"type": kind, "id": str(_key(f"block/{kind}")), "value": value}
        for kind, value in values.items()
    ]


def _frame() -> SiteProfile:
    return factories.site_profile(
        **_fixed("site"),
        tagline="Заедно",
        contact_address="ул. „Георги Бенковски“ 1\nПирдоп",
        contact_email="office@example.org",
        contact_telephone="+359 2 000 000",
        footer='<p>Сайтът на <a href="https://example.org/">клъстера</a>.</p>',
        social=_blocks(profile={"name": "Мрежа", "url": "https://example.org/profile"}),
    )


def _home(member: Any) -> HomePage:
    home = factories.home()
    home.first_published_at = DATE
    home.lead = "Индустрията на Средногорието."
    home.seo_title, home.search_description = "Клъстерът", "За търсачките."
    home.share_image = factories.image("share.png")
    home.figures = _blocks(figure={"value": "21", "label": "членове"})
    home.sections = _blocks(page=member.pk)
    return factories.publish(home)


def _member() -> Any:
    return factories.member(
        **_fixed("member"),
        legal_name="„Асарел-Медет“ АД",
        founder=True,
        municipality="Панагюрище",
        website="https://example.org/member",
        email="member@example.org",
        telephone="+359 357 00000",
        address="Панагюрище\nП.К. 4500",
        latitude=42.5,
        longitude=24.2,
        logo=factories.image("logo.png"),
        body=_blocks(text="<p>За члена.</p>"),
    )


def _article(category: Any, member: Any) -> Any:
    draft = factories.child(factories.home(), ContentPage(title="Тайна"), live=False)
    return factories.article(
        **_fixed("article"),
        date=DATE,
        summary="Започна строежът.",
        picture=factories.image(
            "lead.png",
            focal_point_x=24,
            focal_point_y=27,
            focal_point_width=10,
            focal_point_height=10,
        ),
        picture_alt="Багер",
        picture_credit="Архив",
        categories=[category],
        members=[member],
        author="Пресцентър",
        source_url="https://example.org/source",
        body=_body(member.pk, draft.pk),
    )


def _body(member: int, draft: int) -> list[JSON]:
    """Every block there is; `member` is a live page's key, `draft` that of one nobody may see."""
    factories.document(pk=DOCUMENT_PK)
    return _blocks(
        text=f'<h2>Началото</h2><p>Вижте <a linktype="page" id="{member}">члена</a>, '
        f'<a linktype="page" id="{draft}">скритото</a>, '
        f'<a linktype="document" id="{DOCUMENT_PK}">доклада</a> и '
        '<a href="https://example.org/">другаде</a>.</p><p></p><script>alert(1)</script>',
        picture=_picture("body.png", "Рудник"),
        gallery={
            "title": "Галерия",
            "pictures": [_picture("one.png", ""), _picture("two.png", "2")],
        },
        quotation={"text": "Заедно можем.", "source": "Председателят"},
        table={
            "table": {
                "columns": [{"type": "text", "heading": name} for name in ("Година", "Членове")],
                "rows": [{"values": ["2025", "20"]}, {"values": ["2026", ""]}],
                "caption": "Членовете по години",
            },
            "row_headers": True,
        },
        figures={"title": "Накратко", "figures": [{"value": "45 %", "label": "от износа"}]},
        file={"title": "", "description": "За 2025 г.", "file": DOCUMENT_PK},
        video={
            "title": "Видео",
            "url": "https://example.org/video",
            "caption": "Една минута",
            "poster": _image("poster.png", "Кадър"),
        },
        call_to_action={
            "title": "Станете член",
            "text": "Защо",
            "label": "Пишете ни",
            "page": member,
            "url": "",
        },
        pages={"title": "Вижте още", "pages": [member, draft]},
    )


def _picture(name: str, alt: str) -> JSON:
    return {"image": _image(name, alt), "caption": "Какво показва", "credit": "Архив"}


def _image(name: str, alt: str) -> JSON:
    """A picture as a block holds it; without `alt` it is decoration."""
    return {"image": factories.image(name).pk, "alt_text": alt, "decorative": not alt}
