"""From a page to the data of its entry.

This happens in two steps. First a page says what it has to say itself
(`base.serialize_own_content`), with stand-ins wherever it names another page (`links`). Then the
stand-ins are filled in from what those pages' own entries say (`base.serialize_entry`). So nothing
private can be shown by a neighbour, and a page's own change can be told from a neighbour's.
"""
