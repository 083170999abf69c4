"""A guide, in the language of the back office or another one."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from cms.admin.guides.guides import GUIDES, LANGUAGES, guide_language, render_guide

# How a text names a picture, so that it is seen wherever the text is read as it is.
PICTURE = re.compile(r'src="\.\./static/([^"]+)"')


def guide(request: HttpRequest, name: str) -> HttpResponse:
    """`?language=` reads it in another language than one's own."""
    language = request.GET.get("language", guide_language(get_language() or ""))
    if name not in GUIDES or language not in LANGUAGES:
        raise Http404
    text, contents = render_guide(GUIDES[name], language)
    return render(
        request,
        "guides/guide.html",
        {
            "guide": GUIDES[name],
            "others": [guide for guide in GUIDES.values() if guide.name != name],
            "language": language,
            "languages": LANGUAGES,
            # Our own texts, the pictures' addresses those that static files have here.
            "contents": mark_safe(contents),  # noqa: S308
            "text": mark_safe(PICTURE.sub(_address, text)),  # noqa: S308
        },
    )


def _address(picture: re.Match[str]) -> str:
    return f'src="{static(picture[1])}"'
