"""Which methods a view answers."""

from collections.abc import Callable
from typing import TypeVar

from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

View = TypeVar("View", bound=Callable)


def read_only(view: View) -> View:
    """Answer GET and HEAD; any other method is a 405 that says so in `Allow`.

    Django would ask for its form's token first and answer 403. Where nothing can be sent, there
    is nothing to protect.
    """
    return csrf_exempt(require_safe(view))
