"""The front ends of the environment: which language has one, and which words are none."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.environment import read_frontends

OWN = "https://cms.example.org"
LANGUAGES = ("bg", "en", "pt-br")
FRONT, OTHER = "https://www.example.org", "http://localhost:3000"

FOUND = {
    "none": ({}, {}),
    "for all": ({"FRONTEND_URL": FRONT}, dict.fromkeys(LANGUAGES, FRONT)),
    "for one": ({"FRONTEND_URL_EN": f"{FRONT}/"}, {"en": FRONT}),
    "for one with a region": ({"FRONTEND_URL_PT_BR": FRONT}, {"pt-br": FRONT}),
    "another for one": (
        {"FRONTEND_URL": FRONT, "FRONTEND_URL_EN": OTHER},
        {"bg": FRONT, "en": OTHER, "pt-br": FRONT},
    ),
    "for all but one": (
        {"FRONTEND_URL": FRONT, "FRONTEND_URL_EN": ""},
        {"bg": FRONT, "pt-br": FRONT},
    ),
    "our own address": ({"FRONTEND_URL": f"{OWN}/"}, {}),
    "in a folder": ({"FRONTEND_URL_BG": f"{FRONT}/site/"}, {"bg": f"{FRONT}/site"}),
}
WRONG = {
    "no scheme": {"FRONTEND_URL": "www.example.org"},
    "another scheme": {"FRONTEND_URL": "ftp://example.org"},
    "a query": {"FRONTEND_URL_EN": f"{FRONT}/?a=b"},
    "somebody's name": {"FRONTEND_URL_EN": "https://me@example.org"},
    "a space": {"FRONTEND_URL": "https://example.org/my site"},
    "no host": {"FRONTEND_URL": "https:///"},
    "a language there is not": {"FRONTEND_URL_DE": FRONT},
}


@pytest.mark.parametrize("name", FOUND)
def test_a_language_has_another_front_end_than_it_was_given(name: str) -> None:
    environment, found = FOUND[name]
    assert read_frontends(environment, LANGUAGES, OWN) == found


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_front_end_is_taken_or_not_named(name: str) -> None:
    (variable,) = WRONG[name]
    with pytest.raises(ImproperlyConfigured, match=variable):
        read_frontends(WRONG[name], LANGUAGES, OWN)
