"""Who may see and do what in the back office.

`roles` are the groups and their permissions, `rules` the predicates about a user and an object,
`visibility` decides which drafts and titles a user sees. `guards` is the registry by which other
rooms protect their views; no route is named here.
"""
