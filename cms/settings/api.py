"""The API: what it speaks, and how drf-spectacular describes it."""

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": None,
}


def build_spectacular_settings(address: str) -> dict[str, object]:
    """The description's settings for an installation at this address (see cms.api.openapi)."""
    return {
        "TITLE": "Cluster CMS",
        "DESCRIPTION": (
            "Everything that is published on the site: read only, open to anybody, in every "
            "language of the site. Errors are problems (RFC 9457). Every answer has an ETag; a "
            "request that sends it back gets a 304 for as long as the answer is the same."
        ),
        "VERSION": "1",
        "LICENSE": {"name": "BSD 3-Clause", "identifier": "BSD-3-Clause"},
        "OAS_VERSION": "3.1.1",
        "SERVERS": [{"url": address}],
        "SCHEMA_PATH_PREFIX": "/api/v1/",
        "SERVE_INCLUDE_SCHEMA": False,
        "PREPROCESSING_HOOKS": ["cms.api.openapi.keep_own_endpoints"],
        "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
        "SORT_OPERATION_PARAMETERS": False,
        # Its own guesses are not needed: every shape is named where it is declared.
        "POSTPROCESSING_HOOKS": ["cms.api.openapi.declare_tags_and_security"],
    }
