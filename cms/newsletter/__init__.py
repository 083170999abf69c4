"""Mail for people who use no feed reader: what is new, at once or once a week.

A visitor asks on a page of the site (`views`), and is mailed a link; only whoever follows it is
mailed what is new (`subscriptions`). The worker collects what has become public (`announcements`),
makes one digest of it for each language (`digests`) and sends it through the outbox (`delivery`).
All of it is off until the settings configure e-mail (`MAILING`).
"""
