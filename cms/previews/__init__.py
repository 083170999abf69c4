"""Preview links: a draft shown to a reader without an account.

An editor makes a link to a page's newest saved version (`admin_views`); whoever has it reads that
version as the public would, as HTML and as JSON (`views`), until it expires or is revoked.
"""
