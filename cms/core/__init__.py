"""Functions without tables that every room may use.

Types of JSON and users, slugs, public URLs, signed tokens, throttling, timestamps, Unicode, XML
and CSV.
"""
