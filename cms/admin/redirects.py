"""The rule for redirects that Wagtail does not have: none is saved that would never be followed."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from cms.store.redirects import is_taken
from cms.upstream.wagtail_admin import RedirectForm


def validate_old_path(value: str) -> None:
    """Refuse an address at which the system itself answers."""
    try:
        path = Redirect.normalise_path(value).partition("?")[0]
    except ValueError as error:  # `//[x`
        raise ValidationError(
            _("“%(path)s” is not an address. Enter the path, such as /old/page."),
            params={"path": value},
        ) from error
    if is_taken(path):
        raise ValidationError(
            _("The system itself answers at %(path)s: no redirect can stand there."),
            params={"path": path},
        )


def register() -> None:
    """Have the form, the import and the API for writing ask: all of them validate the model.

    The form's own field asks too: the form's `clean` reads the path before the model is asked.
    """
    Redirect._meta.get_field("old_path").validators.append(validate_old_path)
    RedirectForm.base_fields["old_path"].validators.append(validate_old_path)
