"""Preview links: a draft shown to somebody who has no account.

An editor makes a link to a page's newest saved version (`office`); whoever has it reads that
version as the public would, as HTML and as JSON (`views`), until it expires or is revoked.
"""
