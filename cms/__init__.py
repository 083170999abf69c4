"""The machinery every section stands on, and the roof over them.

`cms.blocks` up to `cms.site` are the floor: none of them names a section. `cms.urls`,
`cms.settings` and `cms.management` are the roof: they put the sections together.
"""
