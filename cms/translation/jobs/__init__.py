"""Translation jobs: what was sent to which translators, until when, and the progress of each.

A coordinator sends a page or a section (`submission`, `views`); each page in each language is a
`Job`. Publishing a changed source reopens its jobs (`source_updates`). Progress and job status are
derived from the pages (`progress`, `job_status`). The worker mails translators about both
(`notifications`, `emails`, `tasks`), unless they turned it off (`notification_preferences`).
"""
