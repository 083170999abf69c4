"""In which language somebody reads the back office: one of `INTERFACE_LANGUAGES`, by default the
first of them.

Wagtail's default is `LANGUAGE_CODE`, which is the first of the content's languages and may be one
that the back office has no texts in.
"""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext

from cms.upstream.patches import apply_patches
from cms.upstream.wagtail import UserProfile
from cms.upstream.wagtail_admin import LocalePreferencesForm

# Wagtail's own words, which its catalogues translate.
USE_DEFAULT = "Use server language: %(language_name)s"


def get_default_language() -> str:
    """Return the language of whoever has chosen none, or is not logged in."""
    return str(settings.WAGTAILADMIN_PERMITTED_LANGUAGES[0][0])


def get_language_of(profile: UserProfile | None) -> str:
    """Return the language that a person has chosen, of those that there are; None has none."""
    chosen = profile.preferred_language if profile else ""
    available = dict(settings.WAGTAILADMIN_PERMITTED_LANGUAGES)
    return str(chosen) if chosen in available else get_default_language()


class InterfaceLanguageMiddleware:
    """Has the back office answer in the person's language also what no view of Wagtail's answers:
    what is refused or not found; the form to log in is in the default language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/admin/"):
            return self.get_response(request)
        # Wagtail asks for the profile anyway; the user keeps it.
        profile = getattr(request.user, "wagtail_userprofile", None)
        with translation.override(get_language_of(profile)):
            return self.get_response(request)


def register() -> None:
    """Have Wagtail ask here, wherever it wants to know a person's language."""
    apply_patches("wagtail.users.models:UserProfile.get_preferred_language", get_language_of)
    field = LocalePreferencesForm.base_fields["preferred_language"]
    field.choices = _list_choices


def _list_choices() -> Iterator[tuple[str, str]]:
    """Yield what may be chosen; Wagtail's own list names `LANGUAGE_CODE` as the default."""
    names = dict(settings.WAGTAILADMIN_PERMITTED_LANGUAGES)
    yield "", gettext(USE_DEFAULT) % {"language_name": names[get_default_language()]}
    yield from sorted(names.items(), key=lambda item: item[1].lower())
