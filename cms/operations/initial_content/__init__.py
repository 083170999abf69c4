"""The cluster's own text, which `make run` loads into an empty database (`loading`).

The other modules are the text as readable Python, in Bulgarian and English, and the pictures that
are drawn for it; they use no database.
"""
