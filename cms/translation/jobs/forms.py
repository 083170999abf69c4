"""The form with which pages are sent for translation."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Locale

from cms.core.users import RequestUser
from cms.translation.jobs.assignees import display_name, translators_of
from cms.translation.jobs.submission import SubmissionOptions


class TranslatorField(forms.ModelChoiceField):
    """One of a language's translators; nobody means all of them."""

    def __init__(self, locale: Locale) -> None:
        language = locale.get_display_name()
        super().__init__(
            translators_of(locale),
            required=False,
            label=_("Translator (%(language)s)") % {"language": language},
            empty_label=_("Any translator"),
            error_messages={
                "invalid_choice": _(
                    "This is no translator of %(language)s: choose one of the list."
                )
                % {"language": language}
            },
        )

    def label_from_instance(self, obj: User) -> str:
        return display_name(obj)


class LanguagesField(forms.ModelMultipleChoiceField):
    """Some of the languages; a number that SQLite cannot keep is none of them."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as error:
            message, numbers = self.error_messages["invalid_choice"], ", ".join(value)
            raise forms.ValidationError(message, "invalid_choice", {"value": numbers}) from error


class SendForm(forms.Form):
    """Which languages, who, and until when; of a page with others below it, whether they too."""

    locales = LanguagesField(
        Locale.objects.none(),
        label=gettext_lazy("Into which languages"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one language."),
            "invalid_choice": gettext_lazy(
                "It cannot be sent into the language %(value)s: choose from the list."
            ),
            "invalid_pk_value": gettext_lazy("“%(pk)s” is no language: choose from the list."),
        },
    )
    due = forms.DateField(
        label=gettext_lazy("Due date"),
        required=False,
        widget=AdminDateInput,
        help_text=gettext_lazy("Until when it is to be translated; empty: there is no hurry."),
        error_messages={"invalid": gettext_lazy("This is no date: write it as 2030-12-31.")},
    )

    def __init__(self, *args: Any, languages: Iterable[Locale], below: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = list(languages)
        field: Any = self.fields["locales"]
        field.queryset = Locale.objects.filter(pk__in=[language.pk for language in self.languages])
        field.label_from_instance = Locale.get_display_name
        if len(self.languages) == 1:
            field.initial = self.languages
        for locale in self.languages:
            self.fields[f"assignee_{locale.language_code}"] = TranslatorField(locale)
        if below:
            self.fields["include_subtree"] = forms.BooleanField(
                required=False,
                label=ngettext(
                    "With the %(number)s published page below it",
                    "With all %(number)s published pages below it",
                    below,
                )
                % {"number": below},
            )
        assignee_fields = [name for name in self.fields if name.startswith("assignee_")]
        self.order_fields(["include_subtree", "locales", *assignee_fields])

    def clean_due(self) -> date | None:
        due: date | None = self.cleaned_data["due"]
        if due and due < timezone.localdate():
            raise forms.ValidationError(_("This day is past: choose today or a later one."))
        return due

    def build_options(self, user: RequestUser) -> SubmissionOptions:
        """What was asked for, by whom."""
        chosen = {
            locale: self.cleaned_data[f"assignee_{locale.language_code}"]
            for locale in self.languages
            if locale in self.cleaned_data["locales"]
        }
        return SubmissionOptions(chosen, self.cleaned_data["due"], user)
