"""The views of pages that are not read from the content store: drafts and restricted pages.

Wagtail asks the model itself for a preview (`serve_preview`) and for the form that asks for a
page's password (`serve_password_required_response`), and offers no hook for either. The models
call the views that the public site registers when its app is ready.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from cms.content.publishable import Publishable
from cms.upstream.wagtail import PasswordViewRestrictionForm


@dataclass(frozen=True)
class PageViews:
    """`preview(request, page or snippet)` and `password(request, page, form, action_url)`."""

    preview: Callable[[HttpRequest, Publishable], HttpResponse]
    password: Callable[[HttpRequest, Publishable, PasswordViewRestrictionForm, str], HttpResponse]


_views: PageViews


def register(views: PageViews) -> None:
    """Set the views of every page and snippet."""
    global _views
    _views = views


def get_page_views() -> PageViews:
    return _views
