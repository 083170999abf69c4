"""What is asked of whoever wants mail, and what they agree to."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from cms.core.invisible_characters import remove_unseen
from cms.newsletter.frequencies import Frequency

# In an address nothing is spelt with them.
JOINERS = re.compile("[\u200c\u200d]")
# The part before the @ as nearly all are written: RFC 5321 allows more, in quotation marks.
LOCAL_PART = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}", re.ASCII)
# A name of the internet: no number in brackets, and not this machine.
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII)
# RFC 5321, 4.5.3.1.3, less the brackets around it.
MAX_ADDRESS_LENGTH = 254

BAD_ADDRESS = _("Enter an e-mail address such as name@example.org.")
CONSENT = _(
    "I agree that this site keeps my e-mail address, the language, how often I want to be written "
    "to, and when I asked for it, confirmed it and was last written to – only to send me what is "
    "new. I may unsubscribe at any time by the link in every e-mail; all of this is then erased."
)


class AddressField(forms.EmailField):
    """An e-mail address as it is stored: ASCII, its domain in small letters."""

    def __init__(self) -> None:
        super().__init__(max_length=MAX_ADDRESS_LENGTH)

    def to_python(self, value: str | None) -> str:
        return str(super().to_python(JOINERS.sub("", remove_unseen(value or ""))))

    def clean(self, value: str | None) -> str:
        try:
            local, _at, domain = str(super().clean(value)).rpartition("@")
            domain = punycode(domain).lower()
        except (ValidationError, UnicodeError) as error:
            raise ValidationError(BAD_ADDRESS) from error
        address = f"{local}@{domain}"
        usual = LOCAL_PART.fullmatch(local) and DOMAIN.fullmatch(domain)
        if not usual or len(address) > MAX_ADDRESS_LENGTH:
            raise ValidationError(BAD_ADDRESS)
        return address


class SubscribeForm(forms.Form):
    """An address, how often, and consent."""

    address = AddressField()
    frequency = forms.ChoiceField(
        choices=Frequency.choices,
        initial=Frequency.WEEKLY,
        error_messages={
            "required": _("Choose how often we may write to you."),
            "invalid_choice": _("Choose how often we may write to you."),
        },
    )
    consent = forms.BooleanField(
        label=CONSENT,
        error_messages={"required": _("Without your consent we may not keep your address.")},
    )
    # Nobody sees it: whoever fills it in is a program.
    website = forms.CharField(required=False)

    @property
    def is_from_bot(self) -> bool:
        return bool(self.cleaned_data["website"])


class FrequencyForm(forms.Form):
    """How often a subscriber wants to be mailed from now on."""

    frequency = forms.ChoiceField(choices=Frequency.choices)
