"""The content's languages and the back office's, which the operator names."""

from importlib.util import find_spec
from pathlib import Path

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import to_language, to_locale


def read_languages(setting: str) -> list[tuple[str, str]]:
    """Return the code and the own name of each language in a list such as "bg,en".

    Raises ImproperlyConfigured where there is none, or one that Django does not know.
    """
    codes = _split_list("LANGUAGES", setting)
    for code in codes:
        if "name_local" not in LANG_INFO.get(code, {}):
            raise ImproperlyConfigured(
                f"LANGUAGES: “{code}” is no language Django knows; codes are as bg, en, pt-br"
            )
    return [(code, LANG_INFO[code]["name_local"]) for code in codes]


def list_interface_languages(setting: str) -> list[tuple[str, str]]:
    """Return the same of the languages that the back office can be read in, the default one first.

    Raises ImproperlyConfigured where there is none, or one in which Wagtail has no texts.
    """
    codes = _split_list("INTERFACE_LANGUAGES", setting)
    for code in codes:
        if not _get_own_name(code) or not (_get_wagtail_catalogues() / to_locale(code)).is_dir():
            raise ImproperlyConfigured(
                f"INTERFACE_LANGUAGES: the back office has no texts in “{code}”; it has them in: "
                f"{', '.join(_list_interface_codes())}"
            )
    return [(code, _get_own_name(code)) for code in codes]


def _split_list(name: str, setting: str) -> list[str]:
    codes = dict.fromkeys(code.strip() for code in setting.split(",") if code.strip())
    if not codes:
        raise ImproperlyConfigured(f"{name} is empty: name one or more, such as bg,en")
    return list(codes)


def _get_own_name(code: str) -> str:
    """Return a language's name in that language; "" for one that Django does not know."""
    info = LANG_INFO.get(code) or LANG_INFO.get(code.partition("-")[0], {})
    name = str(info.get("name_local", ""))
    return name[:1].upper() + name[1:]


def _list_interface_codes() -> list[str]:
    folders = (
        to_language(each.name) for each in _get_wagtail_catalogues().iterdir() if each.is_dir()
    )
    return sorted(code for code in folders if _get_own_name(code))


def _get_wagtail_catalogues() -> Path:
    """Return the folder of Wagtail's own texts; the package cannot be imported yet."""
    spec = find_spec("wagtail")
    if spec is None or spec.origin is None:
        raise ImproperlyConfigured("Wagtail is not installed")
    return Path(spec.origin).parent / "admin" / "locale"
