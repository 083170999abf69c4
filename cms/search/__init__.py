"""The search: an index over the public entries, updated in the store's transactions (`indexing`).

A word is found in any of its forms (`analysis`, `stemming`), by whatever backend Wagtail's search
is configured for (`queries`), and marked in an excerpt of the text (`highlighting`). The back
office searches drafts too, by the same words (`backoffice_texts`, `backoffice_queries`).
"""
