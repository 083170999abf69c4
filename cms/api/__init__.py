"""The headless API: HTTP over the content store."""
