"""The search: an index over the public entries, kept in line by the store (`indexing`).

A word is found in any of its forms (`words`), by whatever backend Wagtail's search is configured
for (`queries`), and shown as it stands in the text (`highlighting`).
"""
