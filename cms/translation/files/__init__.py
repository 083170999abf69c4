"""Translations as files: export as PO or XLIFF, and import of what comes back.

`file_units` loads the segments of a job; `po`, `xliff12` and `xliff20` write and read them
(`formats` lists the formats); `upload` opens what was uploaded, `validation` compares it with the
jobs it belongs to, and `importer` saves all of it in one transaction.
"""
