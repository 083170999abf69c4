"""System checks: what is configured but cannot work is refused before anything starts."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from wagtail.search.backends import get_search_backend

# What has to be installed for a backend of Wagtail's, by the last part of its name.
PACKAGES = {
    "elasticsearch7": "elasticsearch>=7,<8",
    "elasticsearch8": "elasticsearch>=8,<9",
    "elasticsearch9": "elasticsearch>=9,<10",
    "opensearch2": "opensearch-py>=2,<3",
    "opensearch3": "opensearch-py>=3,<4",
}


@register
def check_search_backend(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """Report a SEARCH_BACKEND that cannot be made, with the package that it needs."""
    name = str(settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"])
    try:
        get_search_backend()
    except Exception as error:  # another's package, of any version, may raise anything
        package = PACKAGES.get(name.rpartition(".")[2])
        hint = f"Install its package: .venv/bin/pip install '{package}'" if package else None
        reason = str(error).rstrip(": ")
        message = f"SEARCH_BACKEND={name} cannot be used: {reason}"
        return [Error(message, hint=hint, id="cms.E001")]
    return []
