"""The translators' work: what was sent to whom and until when, and how far it is.

A coordinator sends a page or a whole section (`sending`, `views`); each page × language of it is a
`Job`. When a source is published with new text, its jobs are open again (`following`). How far
each is, is never noted by hand: it is told from the pages (`progress`, `states`). Translators are
mailed of both by the worker (`letters`, `mails`, `work`), as far as they want it (`account`).
"""
