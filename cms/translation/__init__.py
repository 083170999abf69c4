"""Translations: the state of each, and what translators work with."""
