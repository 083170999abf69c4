"""The cluster's own text as readable Python, in Bulgarian and English; no database here."""
