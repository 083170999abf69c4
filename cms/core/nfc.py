"""Keep all text in composed form (Unicode NFC).

macOS and some programs write й as two characters, и and a breve. What is kept so is not found,
sorts wrongly and loses the breve in addresses and file names.
"""

import re
import unicodedata
from collections.abc import Iterator

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from wagtail.fields import StreamField

from cms.core.json_types import JSONValue
from cms.core.unicode import MARKS_LIMIT

# Other servers may know an address by this very spelling. A bracket of HTML would become one
# character with U+0338 at the start of the text behind it.
KEPT = re.compile(r"((?:https?|ftps?)://[^\s\"'<>]*|[<>])", re.IGNORECASE)
# UAX #15, section 13: splits a run of combining marks, which costs the square of its length.
GRAPHEME_JOINER = "\u034f"
TEXT_FIELDS = (models.CharField, models.TextField, models.JSONField)
# The apps that keep what is made from pages, as it is made.
DERIVED = {"search", "store"}
# Names that other servers know.
ADDRESS_FIELDS = (models.EmailField, models.URLField)


def compose_text(text: str) -> str:
    """Return the text in NFC, but for the addresses of other servers in it. HTML stays HTML."""
    if text.isascii():
        return text
    parts = KEPT.split(text)
    # The parts between, and those that are kept.
    parts[::2] = map(_compose, parts[::2])
    return "".join(parts)


def compose(value: JSONValue) -> JSONValue:
    """Return what JSON holds with its texts composed."""
    match value:
        case str():
            return compose_text(value)
        case list():
            return [compose(each) for each in value]
        case dict():
            return {key: compose(each) for key, each in value.items()}
    return value


def compose_fields(instance: models.Model) -> None:
    """Compose the texts of a model's instance, and the name of a file that is not stored yet.

    Names and passwords of users stay as they are, so that everybody can go on logging in.
    """
    for field in instance._meta.concrete_fields:
        if field.attname not in instance.__dict__ or _is_exempt(field):
            continue
        value = getattr(instance, field.attname)
        if isinstance(field, models.FileField):
            if value and not value._committed:
                value.name = compose_text(value.name)
        elif isinstance(field, StreamField):
            raw = field.get_prep_value(value)
            if (composed := compose(raw)) != raw:
                setattr(instance, field.attname, field.to_python(composed))
        elif isinstance(field, TEXT_FIELDS):
            setattr(instance, field.attname, compose(value))


def compose_before_save(instance: models.Model, **kwargs: object) -> None:
    """Receive `pre_save`, whoever saves."""
    if instance._meta.app_label not in DERIVED:
        compose_fields(instance)


def _is_exempt(field: models.Field) -> bool:
    of_users = issubclass(field.model, AbstractBaseUser)
    names = {"password", getattr(field.model, "USERNAME_FIELD", "")}
    return isinstance(field, ADDRESS_FIELDS) or (of_users and field.name in names)


def _compose(text: str) -> str:
    if any(map(unicodedata.combining, text)):
        text = "".join(_with_joiners(text))
    return unicodedata.normalize("NFC", text)


def _with_joiners(text: str) -> Iterator[str]:
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks > MARKS_LIMIT:
            yield GRAPHEME_JOINER
            marks = 1
        yield letter
