"""The 21 members, in the order of the cluster's own list.

Slips of typing in the list are mended, each noted where it stands.

English names are those the organisations are generally known by. Legal forms are transliterated
(АД AD, ЕАД EAD, ООД OOD, ЕООД EOOD), as the members themselves mostly write them: no English form
is exactly the same, and "JSC" would hide the difference between АД and ЕАД.
"""

from dataclasses import dataclass
from typing import Literal

from cms.operations.initial_content.text import Text

Kind = Literal["industry", "high_technology", "services", "science_education", "local_government"]


@dataclass(frozen=True)
class Member:
    """One member. The cluster's text gives no websites, telephones, addresses or coordinates.

    name: without quotation marks and legal form; legal_name: as the list writes it.
    municipality: for a municipality itself; the text does not say where the others are.
    """

    slug: Text
    name: Text
    legal_name: Text
    kind: Kind
    founder: bool = False
    municipality: Text | None = None


def _municipality(slug: str, name: Text) -> Member:
    """A municipality, which is a member under its full name and has no legal form."""
    full_name = Text(f"Община {name.bg}", f"Municipality of {name.en}")
    return Member(
        slug=Text(f"obshtina-{slug}", f"municipality-of-{slug}"),
        name=full_name,
        legal_name=full_name,
        kind="local_government",
        municipality=name,
    )


SLUG = Text("chlenove", "members")
TITLE = Text("Членове", "Members")

# A sentence of the prose, whole.
SUMMARY = Text(
    bg="Членове на организацията са едни от най-големите корпоративни работодатели в страната, "
    "осигуряващи заетост на над 8 000 лица.",
    en="Among the organisation’s members are some of the largest corporate employers in the "
    "country, which provide employment for over 8,000 people.",
)

# The kinds are the groups the prose itself names. It calls the five founders large industrial
# enterprises; optics is its high technology; a university and a training centre are its research
# and educational organisations; the municipalities are its local government. It does not say who
# belongs where: the three companies left over (testing, industrial gases and, by its name, energy)
# are taken for the firms that serve industrial production.
MEMBERS = (
    Member(
        slug=Text("asarel-medet", "asarel-medet"),
        name=Text("Асарел-Медет", "Asarel-Medet"),
        legal_name=Text("„Асарел – Медет“ АД", "Asarel-Medet AD"),
        kind="industry",
        founder=True,
    ),
    Member(
        slug=Text("aurubis-bulgaria", "aurubis-bulgaria"),
        name=Text("Аурубис България", "Aurubis Bulgaria"),
        legal_name=Text("„Аурубис България“ АД", "Aurubis Bulgaria AD"),
        kind="industry",
        founder=True,
    ),
    Member(
        slug=Text("elatsite-med", "ellatzite-med"),
        name=Text("Елаците-Мед", "Ellatzite-Med"),
        legal_name=Text("„Елаците – Мед“ АД", "Ellatzite-Med AD"),
        kind="industry",
        founder=True,
    ),
    Member(
        slug=Text("dandi-preshas-metals-chelopech", "dundee-precious-metals-chelopech"),
        name=Text("Дънди Прешъс Металс Челопеч", "Dundee Precious Metals Chelopech"),
        # Typed „Дънди Прешъс Металс ЧелопечЕАД in the list: closing mark and space are missing.
        legal_name=Text(
            "„Дънди Прешъс Металс Челопеч“ ЕАД", "Dundee Precious Metals Chelopech EAD"
        ),
        kind="industry",
        founder=True,
    ),
    Member(
        slug=Text("geotehmin", "geotechmin"),
        name=Text("Геотехмин", "Geotechmin"),
        legal_name=Text("„Геотехмин“ ООД", "Geotechmin OOD"),
        kind="industry",
        founder=True,
    ),
    Member(
        slug=Text("optiks", "optix"),
        name=Text("Оптикс", "Optix"),
        legal_name=Text("„Оптикс“ АД", "Optix AD"),
        kind="high_technology",
    ),
    Member(
        slug=Text("optikoelektron", "opticoelectron"),
        name=Text("Оптикоелектрон", "Opticoelectron"),
        legal_name=Text("„Оптикоелектрон“ АД", "Opticoelectron AD"),
        kind="high_technology",
    ),
    Member(
        slug=Text("evrotest-kontrol", "eurotest-control"),
        # The K of „Kонтрол“ was typed in Latin.
        name=Text("Евротест-Контрол", "Eurotest-Control"),
        legal_name=Text("„Евротест – Контрол“ ЕАД", "Eurotest-Control EAD"),
        kind="services",
    ),
    Member(
        slug=Text("er-likid-bulgaria", "air-liquide-bulgaria"),
        name=Text("Ер Ликид България", "Air Liquide Bulgaria"),
        # Typed “Ер Ликид България“, with an English opening mark after a non-breaking space.
        legal_name=Text("„Ер Ликид България“ ЕООД", "Air Liquide Bulgaria EOOD"),
        kind="services",
    ),
    Member(
        slug=Text("energeo", "energeo"),
        name=Text("Енергео", "Energeo"),
        legal_name=Text("„Енергео“ ЕООД", "Energeo EOOD"),
        kind="services",
    ),
    Member(
        slug=Text(
            "tsentar-za-upravlenie-i-profesionalno-obuchenie",
            "centre-for-management-and-vocational-training",
        ),
        name=Text(
            "Център за управление и професионално обучение",
            "Centre for Management and Vocational Training",
        ),
        # Typed in English marks: “Център … обучение”.
        legal_name=Text(
            "„Център за управление и професионално обучение“ ЕАД (ЦУПО)",
            "Centre for Management and Vocational Training EAD (CMVT)",
        ),
        kind="science_education",
    ),
    Member(
        slug=Text("minno-geolozhki-universitet", "university-of-mining-and-geology"),
        name=Text("Минно-геоложки университет", "University of Mining and Geology"),
        legal_name=Text(
            "Минно-геоложки университет „Св. Иван Рилски“",
            "University of Mining and Geology “St. Ivan Rilski”",
        ),
        kind="science_education",
    ),
    _municipality("anton", Text("Антон", "Anton")),
    _municipality("zlatitsa", Text("Златица", "Zlatitsa")),
    _municipality("mirkovo", Text("Мирково", "Mirkovo")),
    _municipality("panagyurishte", Text("Панагюрище", "Panagyurishte")),
    _municipality("pirdop", Text("Пирдоп", "Pirdop")),
    _municipality("chelopech", Text("Челопеч", "Chelopech")),
    _municipality("chavdar", Text("Чавдар", "Chavdar")),
    _municipality("strelcha", Text("Стрелча", "Strelcha")),
    _municipality("koprivshtitsa", Text("Копривщица", "Koprivshtitsa")),
)
