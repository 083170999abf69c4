"""A word is found in its other forms, and a word that only looks like it is not."""

import pytest
from django.test import Client

from tests.search.library import found, search, shelve

pytestmark = pytest.mark.django_db

# What is typed, and what stands in the text: the words of the cluster and of its members.
SAME_WORD = [
    # Nouns: the article, the plural, both.
    ("клъстер", "клъстерите"), ("клъстера", "клъстери"), ("мед", "медта"), ("рудник", "рудници"),
    ("рудника", "рудниците"), ("рудникът", "рудник"), ("мина", "мините"), ("община", "общините"),
    ("проектът", "проекти"), ("проекта", "проектите"), ("член", "членовете"),
    ("членове", "члена"), ("сдружение", "сдруженията"), ("сдружението", "сдружения"),
    ("производство", "производствата"), ("преработката", "преработка"), ("добив", "добива"),
    ("концентратът", "концентрати"), ("инвестиция", "инвестициите"),
    ("организациите", "организацията"), ("университет", "университети"),
    ("обучението", "обучения"), ("технология", "технологиите"), ("продуктите", "продукт"),
    ("услуги", "услугата"), ("дружество", "дружествата"), ("компании", "компанията"),
    ("фирма", "фирмите"), ("работодатели", "работодателят"), ("конференция", "конференциите"),
    ("ремонт", "ремонтът"), ("проход", "прохода"), ("региона", "регионите"),
    ("район", "районите"), ("ресурси", "ресурсът"), ("изследвания", "изследването"),
    ("система", "системите"), ("изделие", "изделията"), ("развитие", "развитието"),
    ("възможност", "възможностите"), ("завод", "заводите"), ("кметът", "кметове"),
    ("работниците", "работник"), ("руда", "рудите"), ("суровини", "суровината"),
    ("злато", "златото"), ("предприятие", "предприятията"), ("икономика", "икономиката"),
    ("власт", "властите"), ("новина", "новините"),
    # Adjectives: gender, number, the article.
    ("индустриален", "индустриални"), ("индустриалната", "индустриалния"), ("минен", "минна"),
    ("технологичен", "технологични"), ("научни", "научната"), ("оптичен", "оптични"),
    ("устойчиво", "устойчивото"), ("образователен", "образователни"), ("меден", "медни"),
    # Verbs.
    ("сътрудничи", "сътрудничат"), ("членува", "членуват"), ("открива", "открити"),
    ("подписа", "подписаха"),
]  # fmt: skip
OTHER_WORD = [
    ("мед", "мода"), ("мед", "медицина"), ("рудник", "рудиментарен"), ("мина", "минута"),
    ("мина", "миналата"), ("община", "общност"), ("проект", "прожектор"), ("член", "челен"),
    ("завод", "завой"), ("компания", "компот"), ("фирма", "форма"),
    ("конференция", "конфедерация"), ("ремонт", "ремък"), ("проход", "приход"),
    ("регион", "религия"), ("ресурс", "ресторант"), ("руда", "ръка"), ("злато", "златар"),
    ("кмет", "комета"), ("власт", "властелин"), ("цена", "център"), ("план", "планина"),
    ("съвет", "светът"), ("орган", "организация"), ("капитал", "капитан"), ("метал", "метод"),
    ("търг", "търговия"), ("парк", "парче"), ("облик", "облак"), ("обмен", "обем"),
]  # fmt: skip
ENGLISH = [
    ("cluster", "clusters"), ("mining", "mined"), ("company", "companies"),
    ("member", "members"), ("technologies", "technology"), ("investment", "investments"),
    ("industries", "industry"), ("produce", "producing"), ("universities", "university"),
    ("partner", "partners"),
]  # fmt: skip


def missed(client: Client, pairs: list[tuple[str, str]], locale: str) -> list[tuple[str, str]]:
    """The pairs of which the first does not find the text that has the second."""
    texts = [(f"Номер {place}", f"<p>… {text}, …</p>") for place, (_, text) in enumerate(pairs)]
    ids = shelve(*texts, locale=locale)
    return [
        pair
        for identity, pair in zip(ids, pairs, strict=True)
        if identity
        not in {item["id"] for item in search(client, pair[0], locale=locale)["results"]}
    ]


def test_a_bulgarian_word_is_not_found_in_another_form(client: Client) -> None:
    assert len(set(SAME_WORD)) == 63
    assert len(lost := missed(client, SAME_WORD, "bg")) <= 5, lost


def test_a_bulgarian_word_finds_another_that_looks_like_it(client: Client) -> None:
    assert len(set(OTHER_WORD)) == 30
    wrong = set(OTHER_WORD) - set(missed(client, OTHER_WORD, "bg"))
    assert len(wrong) <= 3, wrong


def test_an_english_word_is_not_found_in_another_form(client: Client) -> None:
    assert missed(client, ENGLISH, "en") == []


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("КЛЪСТЕР", "клъстер"),
        ("клъстер", "КЛЪСТЕРЪТ"),
        ("контрол", "Kонтрол"),  # with a Latin K, as on the cluster's own site
        ("horizons", "програмата Horizon Europe"),
        ("cafe", "café"),
        ("право", "пра\u0300во"),
        ("клъстер", "клъ\u00adстер"),
        ("асарел медет", "„Асарел–Медет“ АД"),
        ("2014", "„Средногорие танцува 2014“"),
        ("4.0", "Индустрия 4.0"),
        ("й", "й"),
    ],
)
def test_a_word_is_not_found_as_it_is_written_elsewhere(
    client: Client, question: str, text: str
) -> None:
    shelve(("Едно", f"<p>{text}</p>"), ("Друго", "<p>и</p>"))
    assert [item["title"] for item in search(client, question)["results"]] == ["Едно"]


def test_a_language_without_a_stemmer_is_not_searched(client: Client) -> None:
    shelve(("Čeština", "<p>měď a zinek</p>"), locale="xx")
    assert [item["title"] for item in search(client, "MĚĎ")["results"]] == ["Čeština"]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        # A stressed vowel: е and и have letters of their own with it, the others a mark.
        ("мотел", "мотѐл"), ("машина", "машѝна"), ("замък", "замъ\u0300к"), ("мотѐл", "мотел"),
        ("вълна", "въ\u0301лна"), ("йод", "и\u0306од"),
        # The Russian ё, for which most write е.
        ("Королев", "Королёв"), ("Королёв", "Королев"),
        # A letter of the other alphabet that looks the same.
        ("ISO", "ISО"), ("ISО", "ISO"), ("CO2", "СО2"), ("СО2", "CO2"), ("х-лъчи", "X-лъчи"),
        ("Асарел", "Aсарел"), ("Aсарел", "Асарел"), ("EU", "ЕU"), ("COVID", "СOVID"),
        # Hyphens, of every kind.
        ("email", "e-mail"), ("e-mail", "email"), ("e mail", "e-mail"), ("Wi-Fi", "WiFi"),
        ("Асарел Медет", "Асарел-Медет"), ("Асарел-Медет", "Асарел Медет"),
        ("АсарелМедет", "Асарел\u2011Медет"),
        # Thousands.
        ("8000", "8 000 тона"), ("8 000", "8000 тона"), ("8000", "8\u00a0000 тона"),
        ("1 250 000", "1250000"), ("8000", "8.000 тона"), ("8 000", "8\u202f000 тона"),
    ],
)  # fmt: skip
def test_a_word_is_found_however_it_is_spelt(client: Client, question: str, text: str) -> None:
    shelve(("Едно", f"<p>{text}</p>"), ("Друго", "<p>и</p>"))
    assert found(client, question) == ["Едно"]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("8000", "8 и 000"), ("8000", "8,00"), ("8 000", "8 пъти"), ("мои", "мой"),
        ("ракия", "ракѓа"), ("e-mail", "e"),
    ],
)  # fmt: skip
def test_another_word_is_not_found(client: Client, question: str, text: str) -> None:
    shelve(("Едно", f"<p>{text}</p>"))
    assert found(client, question) == []


@pytest.mark.parametrize(
    ("question", "text", "excerpt"),
    [
        ("8000", "Към 8 000 тона", "Към <mark>8 000</mark> тона"),
        ("8 000", "Към 8000 тона", "Към <mark>8000</mark> тона"),
        ("email", "По e-mail", "По <mark>e-mail</mark>"),
        ("CO2", "Без СО2", "Без <mark>СО2</mark>"),
        # Its parts alone, where the text does not have it as one.
        ("e-mail", "Mail, e-mail, plan e", "Mail, <mark>e-mail</mark>, plan e"),
        ("по-висока", "по висока", "по <mark>висока</mark>"),
    ],
)
def test_another_spelling_is_marked(client: Client, question: str, text: str, excerpt: str) -> None:
    shelve(("Едно", f"<p>{text}</p>"))
    (hit,) = search(client, question)["results"]
    assert excerpt in hit["highlight"]["excerpt"]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("по-висока ефективност", "висока ефективност"),
        ("on-site visits", "site visits"),
        ("мед-медодобив-мини-рудник-завод", "мед, медодобив, мини, рудник и завод"),
    ],
)
def test_a_compound_asks_for_no_more_than_its_words(
    client: Client, question: str, text: str
) -> None:
    shelve(("Едно", f"<p>{text}</p>"))
    assert found(client, question) == ["Едно"]


@pytest.mark.parametrize("question", ["x-" * 90 + "x", "1 " * 3 + "000 " * 50, "а-б-в " * 30])
def test_a_question_of_many_compounds_is_answered(client: Client, question: str) -> None:
    shelve(("Едно", ""))
    assert client.get("/api/v1/search/", {"q": question[:200]}).status_code == 200
    assert client.get("/bg/tarsene/", {"q": question}).status_code == 200
