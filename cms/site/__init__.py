"""The public site: entries rendered as HTML pages.

`views` finds the entry of a path, `rendering` renders it; `uncached_pages` are previews and
restricted pages, `system_pages` the pages that no editor writes. Sitemaps, robots.txt, security.txt
and the files of pictures and documents (`media`) are served here too.
"""
