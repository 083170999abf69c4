"""Translations: the state of each, told from pages and wagtail-localize's tables."""
