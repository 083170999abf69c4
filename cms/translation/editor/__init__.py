"""The translators' editor: the worklist of segments, the review, and who else has the page open.

It extends wagtail-localize's editor of a translation and shows its own parts above it. Their forms
are sent to that editor's URL, after Wagtail and the guards have checked permissions and the lock
(`wagtail_hooks`).
"""
