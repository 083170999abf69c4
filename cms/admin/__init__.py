"""The back office: what we change and add in Wagtail's admin.

Home screen, reports, form fields, uploads, edit conflicts, sessions, the write API and the guides.
Who may do what is decided by `cms.permissions`; everything about translations is in
`cms.translation`. `wagtail_hooks` and `apps` show what is plugged in where.
"""
