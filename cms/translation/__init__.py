"""Translations: the state of each (`state`), and what people do about it."""
