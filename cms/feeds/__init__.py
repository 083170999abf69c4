"""Syndication feeds of the lists in the content store: RSS, Atom, JSON Feed and OPML.

`feed_document` makes the content of a feed once, from entries; `rss`, `atom` and `json_feed` write
it; `cursors` are the places where a feed's next page begins.
"""
