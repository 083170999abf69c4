"""What languages are called."""

from django.utils.translation import get_language_info


def native_name(code: str) -> str:
    """Return a language's name in that language, or its code when Django has no name for it.

    (Django's own `language_name_local` fails on a language it does not know.)
    """
    try:
        name = str(get_language_info(code)["name_local"])
    except KeyError:
        return code
    return name[:1].upper() + name[1:]
