"""The content pipeline and everything around it: one folder per subject (docs/architecture.md).

No folder but `operations`, and `urls`, names a section (`home`, `news`, `members`).
"""
