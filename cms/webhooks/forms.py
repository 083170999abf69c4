"""The form of an endpoint: where to, and word of what."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from requests import Request, RequestException
from wagtail.admin.forms import WagtailAdminModelForm

from cms.content.entry_types import TYPES
from cms.outbox.http import is_private
from cms.webhooks.models import Endpoint, Event

Choices = list[tuple[str, Any]]


def entry_types() -> Choices:
    """The kinds of entry that the log tells of, by the names of what an editor writes."""
    return [
        (kind.name, capfirst(kind.model._meta.verbose_name))
        for kind in TYPES.values()
        if kind.listed
    ]


def _checkboxes(label: Any, choices: Choices | Callable[[], Choices]) -> Any:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all of them."),
    )


class EndpointForm(WagtailAdminModelForm):
    events = _checkboxes(_("Events"), [(each.value, capfirst(each.label)) for each in Event])
    locales = _checkboxes(_("Languages"), lambda: list(settings.LANGUAGES))
    types = _checkboxes(_("Types"), entry_types)

    class Meta:
        model = Endpoint
        fields = ("name", "address", "events", "locales", "types", "enabled")
        widgets = {"address": forms.URLInput}
        help_texts = {
            "name": _("Whom it tells, as you will find it in the list."),
            "address": _("Where messages are sent to, such as https://www.example.org/hooks."),
            "enabled": _(
                "While it is off, nothing is sent. Once it is on again, it is told what has "
                "changed meanwhile, of each page its latest state."
            ),
        }

    def clean_address(self) -> str:
        """Refuse what is no address of a web server, or is certain to lead into a network that is
        not public; what a name leads to is looked at whenever something is sent."""
        address = self.cleaned_data["address"]
        try:
            # With the host in the letters that are really asked for.
            parts = urlsplit(str(Request("POST", address).prepare().url))
            host, _port = parts.hostname, parts.port
        except (RequestException, ValueError) as error:
            raise self._no_address() from error
        if parts.scheme not in ("http", "https") or not host:
            raise self._no_address()
        if not settings.WEBHOOK_PRIVATE_ADDRESSES and is_private(host):
            raise ValidationError(
                gettext(
                    "This address is on the server itself or in a private network. Messages are "
                    "sent there only if the server's operator allows it "
                    "(WEBHOOK_PRIVATE_ADDRESSES)."
                ),
                code="private",
            )
        return str(address)

    def _no_address(self) -> ValidationError:
        message = gettext("Enter an address that begins with https:// or http://.")
        return ValidationError(message, code="invalid")

    def save(self, commit: bool = True) -> Any:
        if self.instance.enabled:
            # Whoever turns it on again knows better.
            self.instance.gone_at = None
        return super().save(commit)
