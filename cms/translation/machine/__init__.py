"""Machine translation: a draft made by the worker on request and confirmed by a translator."""
