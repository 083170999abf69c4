"""Guides to the back office for those who work with translations, in Bulgarian and in English.

Their texts are in `texts/<guide>.<language>.md`, their pictures in `static/guides/`, made by the
browser's test (docs/development.md).
"""
