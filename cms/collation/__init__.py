"""The order of titles: one for the site, the API and the back office, on every database.

`keys` computes what a title is sorted by, `models` keeps it for what editors see in lists, and
`ordering` sorts by it.
"""
