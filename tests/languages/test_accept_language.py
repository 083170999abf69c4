"""The choice of a language by the header Accept-Language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.languages.accept_language import LENGTH_LIMIT, choose_language

pytestmark = pytest.mark.once

CHINESE = "bg en zh-hant zh-hans"
SERBIAN = "bg en sr sr-latn"

CHOICES = [
    # RFC 4647, section 3.4: the end is cut off, and a single letter with it.
    ("de-AT", "bg en de", "de"),
    ("de-Latn-DE-1996", "bg en de", "de"),
    ("zh-Hant-CN-x-private1-private2", CHINESE, "zh-hant"),
    ("en-GB, en;q=0.9", "bg en en-gb", "en-gb"),
    ("en-US", "bg en-gb en", "en"),
    # A region's script, before its language
    ("zh-Hans-CN", CHINESE, "zh-hans"),
    ("zh-CN", CHINESE, "zh-hans"),
    ("zh-SG", CHINESE, "zh-hans"),
    ("zh-MY", CHINESE, "zh-hans"),
    ("zh-TW", CHINESE, "zh-hant"),
    ("zh-HK", CHINESE, "zh-hant"),
    ("zh-MO", CHINESE, "zh-hant"),
    ("zh", CHINESE, "zh-hans"),
    ("sr-Latn-RS", SERBIAN, "sr-latn"),
    ("sr-RS", SERBIAN, "sr"),
    ("sr-ME", SERBIAN, "sr-latn"),
    ("sr", SERBIAN, "sr"),
    # The same language elsewhere, or in another script, before another language
    ("pt-PT, en;q=0.8", "bg en pt-br", "pt-br"),
    ("pt", "bg en pt-br", "pt-br"),
    ("pt-PT", "bg pt-br pt", "pt"),
    ("zh-TW, en;q=0.8", "bg en zh-hans", "zh-hans"),
    ("sr-Latn", "bg en sr", "sr"),
    ("es-AR", "bg es-mx es-ar", "es-ar"),
    ("es-CL", "bg es-mx es-ar", "es-mx"),
    # Codes of old, and the two of Norwegian
    ("iw-IL", "bg en he", "he"),
    ("in", "bg en id", "id"),
    ("sh", SERBIAN, "sr-latn"),
    ("no", "bg en nb", "nb"),
    ("nb-NO", "bg en no", "no"),
    ("deu", "bg en de", "de"),
    # Weights
    ("en;q=0.5, de", "bg en de", "de"),
    ("en;q=0.5, de;q=0.50", "bg de en", "en"),
    ("en ; Q=0.1 ,\tde;q=0.2", "bg en de", "de"),
    ("en;q=0.1, de;q=0.2, en;q=0.3", "bg de en", "en"),
    # RFC 9110, section 12.4.2: refused
    ("de;q=0", "bg en de", "bg"),
    ("de;q=0.000, de-AT", "bg en de", "bg"),
    ("bg;q=0", "bg en de", "en"),
    ("bg;q=0, de;q=0.1", "bg en de", "de"),
    ("zh-hans;q=0, zh", CHINESE, "zh-hant"),
    ("pt;q=0, pt-BR", "bg en pt-br", "pt-br"),
    ("pt;q=0, en;q=0.1", "bg pt-br en", "en"),
    ("bg;q=0, en;q=0, de;q=0", "bg en de", "bg"),
    # The wildcard leads to the site's own, but not past a language that is named
    ("*", "bg en", "bg"),
    ("*;q=0", "bg en", "bg"),
    ("*, en;q=0.5", "bg en", "en"),
    ("fr, *;q=0.5", "bg en", "bg"),
    ("bg;q=0, *;q=0.5", "bg en", "en"),
    # What is no range is passed over, and nothing else
    ("de;q=x, en;q=0.1", "bg en de", "en"),
    ("de;q=2, en;q=-1", "bg en de", "bg"),
    ("de;level=1, en", "bg de en", "en"),
    ("de_DE, -, ;, en-, e n, x-en, en", "bg de en", "en"),
    ("\x00, п, ٣, en;q=٠, de", "bg en de", "de"),
    ("", "bg en", "bg"),
    ("de", "bg", "bg"),
    # Not read to its end
    ("fr," * LENGTH_LIMIT + "en", "bg en", "bg"),
    ("e" * 2 * LENGTH_LIMIT, "bg en", "bg"),
]


@pytest.mark.parametrize(("header", "offered", "chosen"), CHOICES)
def test_visitor_gets_the_language_that_suits_best(header: str, offered: str, chosen: str) -> None:
    assert choose_language(header, offered.split()) == chosen


def test_no_language_is_chosen_where_none_is_offered() -> None:
    with pytest.raises(ValueError, match="no language is offered"):
        choose_language("en", [])


HEADERS = st.one_of(
    st.text(),
    st.text(alphabet="zhansrde-*,;q=01. \t"),
    st.lists(
        st.tuples(
            st.sampled_from(["zh-Hans-CN", "zh-TW", "sr", "sr-Latn", "pt-PT", "de", "en", "*"]),
            st.sampled_from(["", ";q=0", ";q=0.5", ";q=1.000", ";q="]),
        )
    ).map(lambda parts: ", ".join(map("".join, parts))),
)
OFFERED = st.lists(
    st.sampled_from(["bg", "en", "de", "pt-br", "sr", "sr-latn", "zh-hans", "zh-hant"]),
    min_size=1,
    unique=True,
)


@given(HEADERS, OFFERED)
def test_any_header_gives_a_language_that_is_offered(header: str, offered: list[str]) -> None:
    chosen = choose_language(header, offered)
    assert chosen in offered
    assert choose_language(header.upper(), offered) == choose_language(header.lower(), offered)


@given(OFFERED, st.data())
def test_a_refused_language_is_chosen_only_where_all_are(
    offered: list[str], data: st.DataObject
) -> None:
    refused = data.draw(st.lists(st.sampled_from(offered), unique=True))
    header = ", ".join(f"{code};q=0" for code in refused)
    accepted = [code for code in offered if code not in refused]
    chosen = choose_language(header, offered)
    # “sr;q=0” covers sr-latn too.
    covered = [code for code in accepted if code.partition("-")[0] not in refused]
    assert chosen == (covered or offered)[0]
