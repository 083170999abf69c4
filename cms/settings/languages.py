"""The content's languages, which the operator names."""

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured


def languages(setting: str) -> list[tuple[str, str]]:
    """Return the code and the own name of each language in a list such as "bg,en".

    Raises ImproperlyConfigured where there is none, or one that Django does not know.
    """
    codes = dict.fromkeys(code.strip() for code in setting.split(",") if code.strip())
    if not codes:
        raise ImproperlyConfigured("LANGUAGES is empty: name one or more, such as bg,en")
    for code in codes:
        if "name_local" not in LANG_INFO.get(code, {}):
            raise ImproperlyConfigured(
                f"LANGUAGES: “{code}” is no language Django knows; codes are as bg, en, pt-br"
            )
    return [(code, LANG_INFO[code]["name_local"]) for code in codes]
