"""Which guides there are, and the text of each as HTML."""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from markdown import Markdown
from markdown.extensions.toc import slugify_unicode

TEXTS = Path(__file__).parent / "texts"
# The first one stands in for any other language.
LANGUAGES = {"en": "English", "bg": "Български"}
# Chapters alone; their names in addresses keep their letters.
CONTENTS = {"toc": {"toc_depth": "2-2", "slugify": slugify_unicode}}


@dataclass(frozen=True)
class Guide:
    """A guide's name in addresses and files, and its title."""

    name: str
    title: Any

    def source(self, language: str) -> str:
        """The text in one of LANGUAGES, as Markdown."""
        return (TEXTS / f"{self.name}.{language}.md").read_text(encoding="utf-8")


GUIDES = {
    guide.name: guide
    for guide in (
        Guide("coordinator", _("Coordinator's guide")),
        Guide("translator", _("Translator's guide")),
    )
}


def guide_language(language_code: str) -> str:
    """The language of the guides for somebody whose back office is in this one."""
    code = language_code.partition("-")[0]
    return code if code in LANGUAGES else next(iter(LANGUAGES))


@functools.cache
def render_guide(guide: Guide, language: str) -> tuple[str, str]:
    """The text of a guide and its table of contents, as HTML of our own making."""
    markdown = Markdown(extensions=["tables", "toc"], extension_configs=CONTENTS)
    return markdown.convert(guide.source(language)), markdown.toc  # type: ignore[attr-defined]
