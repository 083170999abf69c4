"""About us: the four paragraphs of prose, word for word.

One slip of typing is mended, in two places: a non-breaking space beside an ordinary one (after
„ЕАД“ in ORIGIN, before „оптични“ in COMPOSITION) is one space. „злато-съдържащи“ stays as
written: that is spelling, not a slip of typing.
"""

from cms.operations.initial_content.text import Text

SLUG = Text("za-nas", "about")
TITLE = Text("За нас", "About us")

# The first sentence without its subject and without the five names.
SUMMARY = Text(
    bg="Сдружение с нестопанска цел, създадено по инициатива на големите индустриални "
    "предприятия от района на Централното Средногорие.",
    en="A non-profit association established on the initiative of the large industrial "
    "enterprises of the Central Srednogorie area.",
)

ORIGIN = Text(
    bg="Средногорие Мед Индустриален Клъстер е сдружение с нестопанска цел, създадено по "
    "инициатива на големите индустриални предприятия от района на Централното Средногорие: "
    "„Асарел – Медет“ АД, „Аурубис България“ АД, „Елаците – Мед“ АД, „Дънди Прешъс Металс "
    "Челопеч“ ЕАД и „Геотехмин“ ООД.",
    en="Srednogorie Med Industrial Cluster is a non-profit association established on the "
    "initiative of the large industrial enterprises of the Central Srednogorie area: "
    "Asarel-Medet AD, Aurubis Bulgaria AD, Ellatzite-Med AD, Dundee Precious Metals Chelopech "
    "EAD and Geotechmin OOD.",
)

COMPOSITION = Text(
    bg="Сдружението интегрира дружествата, определящи индустриалния облик на района на Централна "
    "Средна гора: базовите производства за добив и преработка на медни, злато-съдържащи руди "
    "и меден концентрат, високотехнологичните компании за производство на оптични, "
    "оптикомеханични и оптикоелектронни системи и изделия, обслужващи промишлените "
    "производства фирми; научно-изследователски и образователни организации, както и "
    "представители на местната власт. Членове на организацията са едни от най-големите "
    "корпоративни работодатели в страната, осигуряващи заетост на над 8 000 лица.",
    en="The association brings together the companies that define the industrial character of "
    "the Central Sredna Gora area: the core industries that extract and process copper and "
    "gold-bearing ores and copper concentrate; the high-technology companies that manufacture "
    "optical, optomechanical and optoelectronic systems and products; the firms that serve "
    "industrial production; research and educational organisations; and representatives of "
    "local government. Among the organisation’s members are some of the largest corporate "
    "employers in the country, which provide employment for over 8,000 people.",
)

PURPOSE = Text(
    bg="Организацията е платформа за коопериране на интересите и възможностите на членовете за "
    "повишаване на конкурентоспособността и потенциала на икономиката на Средногорието.",
    en="The organisation is a platform for pooling the interests and capabilities of its members "
    "in order to increase the competitiveness and potential of the economy of Srednogorie.",
)

COOPERATION = Text(
    bg="Членовете на сдружението сътрудничат помежду си и с държавните власти за устойчиво, "
    "дългосрочно развитие на региона на Средногорието; постигат синергичен технологичен ефект "
    "чрез обмен на материали, суровини и производство на съпътстващи продукти и услуги; "
    "ползват общи възможности за усъвършенстване на човешките ресурси, за научни разработки и "
    "изследвания, за промотиране на продукти и услуги и за привличане на инвестиции.",
    en="The members of the association cooperate with one another and with the state authorities "
    "for the sustainable, long-term development of the Srednogorie region; achieve a "
    "synergistic technological effect by exchanging materials and raw materials and producing "
    "related products and services; and make use of shared opportunities to develop human "
    "resources, to carry out scientific research and development, to promote products and "
    "services, and to attract investment.",
)

PARAGRAPHS = (ORIGIN, COMPOSITION, PURPOSE, COOPERATION)
