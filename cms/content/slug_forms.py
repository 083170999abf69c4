"""Forms in which a slug may be left empty, or typed in any alphabet."""

import re
from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from cms.core.slugs import slugify
from cms.upstream.wagtail import autogenerate_slug

# What Django takes for a slug.
ASCII_SLUG = re.compile(r"[-a-zA-Z0-9_]*")


class SlugField(forms.SlugField):
    """Write what is no slug as one, as the editor's script does; "" where nothing is left of it."""

    def __init__(self, language: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.language = language
        # For the script, under Wagtail's name for it.
        self.widget.attrs["data-w-slug-locale-value"] = language

    def to_python(self, value: str | None) -> str:
        text = super().to_python(value) or ""
        # Django refuses a NUL by itself.
        return text if "\0" in text or ASCII_SLUG.fullmatch(text) else slugify(text, self.language)


class SlugForm(WagtailAdminModelForm):
    """The model makes an empty slug from the title."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if old := self.fields.get("slug"):
            locale = self.instance.locale if self.instance.locale_id else None
            self.fields["slug"] = SlugField(
                locale.language_code if locale else "",
                required=False,
                max_length=old.max_length,
                label=old.label,
                help_text=old.help_text,
                widget=old.widget,
            )


class PageForm(SlugForm, WagtailAdminPageForm):
    """Any page's: it asks the page for an empty slug before it looks for others that have it."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("slug") and cleaned.get("title") and "slug" not in self.errors:
            cleaned["slug"] = self._slug_of(cleaned["title"])
        return cleaned

    def _slug_of(self, title: str) -> str:
        page = self.instance
        page.title, page.slug = title, ""
        return autogenerate_slug(page, self.parent_page)
