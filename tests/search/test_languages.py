"""Words of other languages: scripts without spaces, marks, compounds, accents, alphabets."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from cms.search import queries
from cms.search.terms import MAX_BIGRAMS
from tests.search.library import SEARCH, shelve

pytestmark = pytest.mark.django_db


def titles(question: str, locale: str) -> list[str]:
    """The titles of what is found in a language, the best first."""
    found = queries.find(question, locale)
    return [hit.title for hit in found.read_hits(0, 100)]


def is_found(question: str, locale: str) -> bool:
    return bool(queries.find(question, locale).ids)


def excerpt(question: str, locale: str) -> str:
    (hit,) = queries.find(question, locale).read_hits(0, 100)
    return hit.excerpt


# A language, a sentence, what finds it, and what does not.
SENTENCES = [
    ("zh-hans", "中国的铜工业在2026年减少了CO2排放。",
     "工业 铜工业 工 铜 中国的铜工业 排放 CO2排放 co2 2026 2026年 ２０２６年 ＣＯ２ 年 中国;工业",
     "业工 国铜 铁 2025年 工业铜"),
    ("zh-hant", "銅礦開採和冶煉是重要的工業。", "銅礦 冶煉 工業 銅礦開採", "煉冶 工業銅"),
    ("ja", "日本の銅鉱山では、ガスの排出量を減らしています。",
     "銅 銅鉱山 日本 ガス ｶﾞｽ 排出量 減らし 日本;ガス", "鉱銅 カス 山鉱"),
    ("ko", "구리 산업은 에너지를 절약합니다.", "구리 산업 산업은 에너지 절약", "업산 철"),
    ("th", "เหมืองทองแดงใช้พลังงานน้อยลงในปี ๒๕๖๙",
     "เหมือง ทองแดง ทอง พลังงาน 2569 ๒๕๖๙ เหมือง;พลังงาน", "เหมิอง แดงทอง เงิน"),
    ("lo", "ອຸດສາຫະກໍາທອງແດງ", "ທອງ ທອງແດງ ອຸດສາຫະກໍາ", "ແດງທອງ"),
    ("km", "ឧស្សាហកម្មទង់ដែង", "ទង់ដែង ឧស្សាហកម្ម", "ដែងទង់"),
    ("my", "ကြေးနီသတ္တုတွင်း", "ကြေးနီ သတ္တု", "နီကြေး"),
    ("ar", "تُنتِجُ المصانعُ النُّحَاسَ في الصِّنَاعَةِ الحديثة، ٨٬٠٠٠ طن عام ٢٠٢٦.",
     "النحاس نحاس نُحاس الصناعة صناعه الحديثه النـحـاس 8000 2026 ٢٠٢٦ ٨٠٠٠ المصانع", "ذهب نحس"),
    ("ar", "إنتاج الألومنيوم على مستوى عالمي", "انتاج الالومنيوم علي عالمى", "حديد"),
    ("fa", "کارخانه‌های مس در سال ۱۴۰۵ انرژی کمتری می‌خواهند.",
     "کارخانه كارخانه انرژي انرژی 1405 ١٤٠٥ می‌خواهند میخواهند", "طلا"),
    ("ur", "تانبے کی صنعت کے لیے کارخانہ", "صنعت کارخانہ كارخانه", "سونا"),
    ("he", "תַּעֲשִׂיַּת הַנְּחֹשֶׁת בת־קיימא", "תעשית הנחשת בתקיימא בת בת־קיימא", "זהב"),
    ("hi", "ताँबा उद्योगों में हिन्दी और ज़िंक का खनन, २०२६",
     "तांबा ताँबा तांबे उद्योग हिंदी हिन्दी जिंक ज़िंक 2026 २०२६", "लोहा तब खान"),
    ("hi", "सड़क पर लड़का", "सड़क लड़का", "सडक"),
    ("pt-br", "As mineradoras produziram mais cobre nas fundições.",
     "mineradora produzir produziu fundições fundicoes cobres", "ouro"),
    ("es-mx", "Las fundiciones mejoraron la producción minera.",
     "fundición fundicion producciones mineros", "oro"),
    ("de-at", "Die Häuser der Straße", "Haus Hauser Haeuser strasse Straßen Hauses", "Hase"),
    ("en-gb", "The companies were mining copper.", "company mine mined", "gold"),
    ("fr", "L’œuvre développée par l’industrie du cuivre, à Nœux.",
     "oeuvre œuvre OEUVRES developpee développé industries noeux", "or"),
    ("en", "An œuvre on Ægir and Łódź", "oeuvre aegir lodz Łódź", "over"),
    ("da", "København køber ærter på Ærø", "koebenhavn kobenhavn København aero Ærø paa", "jern"),
    ("nb", "Bedriftene smelter kobber på Røros", "bedrift roros roeros Røros", "jern"),
    ("nn", "Bedriftene smeltar koppar", "bedrift", "jarn"),
    ("sv", "Gruvorna i Malmö åker", "gruvor malmo malmoe aaker", "jarn"),
    ("pl", "Huta w Łodzi przetwarza miedź.", "łodzi lodzi miedzi huty miedz", "zloto"),
    ("tr", "İstanbul'da bakırın işlenmesi ve Isparta'nın ısı santrali",
     "istanbul İSTANBUL ISPARTA ısparta isparta bakır BAKIR bakir BAKIRIN işlenmesi ISI ısı",
     "altin"),
    ("el", "Η βιομηχανία του χαλκού και ο χαλκός στους ορυχείους δρόμους",
     "ΒΙΟΜΗΧΑΝΙΑ βιομηχανια χαλκος ΧΑΛΚΟΣ χαλκού δρομος δρόμος", "χρυσος"),
    ("sr", "Рудник бакра и чаша, ђак", "rudnik rudnika бакра bakra čaša casa рудника đak djak",
     "zlato"),
    ("sr-latn", "Rudnik bakra i čaša, đak", "рудник рудника bakra бакра чаша casa ђак djak",
     "злато"),
    ("ro", "Industria cuprului și a țării", "industrie industriei cuprului şi tarii țara",
     "aur"),
    ("ru", "Медные заводы и Королёв", "медный завод заводов королев", "золото"),
    ("uk", "Мідні заводи країни", "заводи країни", "золото"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "text", "asked", "others"), SENTENCES, ids=[each[0] for each in SENTENCES]
)
def test_words_of_a_language_are_found_in_a_sentence(
    locale: str, text: str, asked: str, others: str
) -> None:
    shelve(("A", f"<p>{text}</p>"), locale=locale)
    asked_for = [each.replace(";", " ") for each in asked.split(" ")]
    missed = [each for each in asked_for if not is_found(each, locale)]
    wrong = [each for each in others.split(" ") if is_found(each, locale)]
    assert (missed, wrong) == ([], [])


@pytest.mark.parametrize(
    ("locale", "question", "text", "shown"),
    [
        ("zh-hans", "工业", "中国的铜工业减少排放。", "中国的铜<mark>工业</mark>减少排放。"),
        ("zh-hans", "铜工业", "工业园里的铜工业。", "工业园里的<mark>铜工业</mark>。"),
        ("zh-hans", "工", "工业和手工", "<mark>工</mark>业和手<mark>工</mark>"),
        ("zh-hans", "CO2排放", "低CO2排放", "低<mark>CO2</mark><mark>排放</mark>"),
        ("ja", "ガス", "天然ｶﾞｽと石油", "天然<mark>ｶﾞｽ</mark>と石油"),
        ("th", "ทอง", "เหมืองทองแดง", "เหมือง<mark>ทอง</mark>แดง"),
        ("ar", "النحاس", "صناعة النُّحَاسِ.", "صناعة <mark>النُّحَاسِ</mark>."),
        ("fa", "کارخانه", "کارخانه‌های مس", "<mark>کارخانه‌های</mark> مس"),
        ("hi", "हिंदी", "यह हिन्दी है", "यह <mark>हिन्दी</mark> है"),
        ("fr", "oeuvre", "L’œuvre entière", "L’<mark>œuvre</mark> entière"),
        ("de", "Hütte", "Die Kupferhütten hier", "Die <mark>Kupferhütten</mark> hier"),
        ("de", "Kupfer", "Das Kupfererz und Kupfer",
         "Das <mark>Kupfererz</mark> und <mark>Kupfer</mark>"),
        ("sr-latn", "rudnik", "Novi рудника", "Novi <mark>рудника</mark>"),
    ],
)  # fmt: skip
def test_what_is_found_is_marked(locale: str, question: str, text: str, shown: str) -> None:
    shelve(("A", f"<p>{text}</p>"), locale=locale)
    assert shown in excerpt(question, locale)


def test_excerpt_of_a_text_without_spaces_shows_what_is_found() -> None:
    shelve(("A", f"<p>{'矿' * 500}铜工业{'的' * 500}</p>"), locale="zh-hans")
    shown = excerpt("铜工业", "zh-hans")
    assert "矿<mark>铜工业</mark>的" in shown
    assert len(shown) < 300


def test_excerpt_takes_no_letter_from_its_marks() -> None:
    for before in range(60, 64):
        ids = shelve(("A", f"<p>{'มื' * before}ทองแดง{'มื' * 300}</p>"), locale="th")
        (hit,) = (
            hit
            for hit in queries.find("ทองแดง", "th").read_hits(0, 100)
            if str(hit.entry.pk) == ids[0]
        )
        cut = hit.excerpt.strip("…")
        assert cut.startswith("ม")
        assert cut.endswith("มื")


def test_characters_of_a_question_stand_side_by_side() -> None:
    shelve(("A", "<p>铜工和工业</p>"), locale="zh-hans")
    assert not is_found("铜工业", "zh-hans")
    assert is_found("铜工 工业", "zh-hans")


def test_characters_far_down_in_a_long_text_are_found() -> None:
    text = "".join(chr(0x4E00 + number % 9_000) for number in range(17_000))
    shelve(("A", f"<p>{text}铜工业</p>"), locale="zh-hans")
    assert "<mark>铜工业</mark>" in excerpt("铜工业", "zh-hans")
    shelve(("B", f"<p>{'的工' * 400}铜的工业</p>"), locale="zh-hans")
    assert "<mark>铜的工业</mark>" in excerpt("铜的工业", "zh-hans")


def test_longest_text_of_different_characters_is_indexed() -> None:
    characters = (chr(0x4E00 + number * 7_919 % 19_997) for number in range(100_000))
    shelve(("工业", f"<p>铜工业{''.join(characters)}</p>"), locale="zh-hans")
    assert is_found("铜工业", "zh-hans")
    assert is_found("工业", "zh-hans")


@pytest.mark.parametrize(
    "question",
    ["铜" * 200, "铜工业" * 60, "铜 " * 100, "ทอ" * 100, "铜a" * 100],
    ids=["one run", "a run of words", "single characters", "Thai", "mixed scripts"],
)
def test_long_question_without_spaces_is_answered(client: Client, question: str) -> None:
    shelve(("A", f"<p>{'铜' * 100}{'铜工业' * 100}</p>"), locale="zh-hans")
    assert client.get(SEARCH, {"q": question[:200]}).status_code == 200
    assert client.get(f"{SEARCH}suggest/", {"q": question[:200]}).status_code == 200
    assert is_found("铜工业" * MAX_BIGRAMS, "zh-hans")


@pytest.mark.parametrize(
    ("locale", "title", "beginnings", "others"),
    [
        ("zh-hans", "中国铜工业", ["中", "中国", "铜", "工业", "业", "铜工业"], ["国工", "铁"]),
        ("th", "เหมืองทองแดง", ["เหมือง", "ทอง", "เห"], ["เงิน"]),
        ("ar", "صناعة النُّحَاس", ["صناع", "النح", "صِنا"], ["ذهب"]),
        ("hi", "ताँबा उद्योग", ["तांबा", "उद्य", "ता"], ["लोहा"]),
        ("fr", "L’œuvre", ["oeu", "œuv"], ["vre"]),
        ("de", "Die Kupferhütte", ["kupferhü", "kupferhue", "Kupferhu"], ["hütte"]),
        ("da", "København", ["koeb", "køb", "kob"], ["havn"]),
        ("tr", "Isparta ve İstanbul", ["ISP", "ısp", "ist", "İST"], ["bul"]),
    ],
)
def test_beginning_is_completed_in_any_script(
    locale: str, title: str, beginnings: list[str], others: list[str]
) -> None:
    shelve((title, ""), locale=locale)
    for each in [*beginnings, *others]:
        _, entries = queries.complete_title(each, locale)
        assert len(entries) == (each in beginnings), each


COMPOUNDS = [
    ("de", "Kupfer", "Kupferhütte"), ("de", "Hütte", "Kupferhütten"),
    ("de", "hütten", "Kupferhütte"), ("de", "huette", "Kupferhütte"),
    ("de", "Metall", "Buntmetalle"), ("de", "Werk", "Hüttenwerk"),
    ("nl", "koper", "kopermijnen"), ("nl", "mijn", "kopermijnen"),
    ("sv", "gruva", "koppargruvor"), ("da", "kobber", "kobbermine"),
    ("nb", "kobber", "kobbergruve"), ("fi", "kupari", "kuparikaivos"),
    ("fi", "kaivos", "kuparikaivos"), ("hu", "bánya", "rézbánya"),
]  # fmt: skip


@pytest.mark.parametrize(("locale", "part", "word"), COMPOUNDS)
def test_part_of_a_compound_word_is_found(locale: str, part: str, word: str) -> None:
    shelve(("A", f"<p>… {word} …</p>"), locale=locale)
    assert is_found(part, locale)


@pytest.mark.parametrize(
    ("locale", "question", "text"),
    [
        ("de", "Rat", "Rathaus"), ("de", "Auto", "Autor"), ("de", "Erz", "Kupfererz"),
        ("de", "ferhü", "Kupferhütte"), ("en", "copper", "coppersmith"),
        ("fr", "cuivre", "cuivreries"), ("bg", "мед", "медодобив"),
    ],
)  # fmt: skip
def test_short_parts_and_other_languages_have_no_compounds(
    locale: str, question: str, text: str
) -> None:
    shelve(("A", f"<p>{text}</p>"), locale=locale)
    assert not is_found(question, locale)


KUPFER = "<mark>Kupferhütte</mark>,"


def test_whole_words_come_before_parts_of_words() -> None:
    shelve(
        ("Kupferhütte, Kupfererz, Kupferkabel", f"<p>{'Kupferhütte ' * 50}</p>"),
        ("Metalle", f"<p>{'Wort ' * 500} Kupfer</p>"),
        ("Reines Kupfer", ""),
        locale="de",
    )
    assert [hit.split()[0] for hit in titles("Kupfer", "de")] == ["Reines", "Metalle", KUPFER]


def test_search_in_all_languages_finds_parts_in_their_own_only(settings: Settings) -> None:
    settings.LANGUAGES = [("bg", "b"), ("en", "e"), ("de", "d")]
    shelve(("Hütte", "<p>Kupferhütte</p>"), locale="de")
    shelve(("Smith", "<p>Kupfersmith</p>"), locale="en")
    assert titles("Kupfer", "") == ["Hütte"]
