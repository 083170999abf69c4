"""WebSub (w3.org/TR/websub): the hub is told of every feed that has changed, once for each change.

A feed has changed when its first page has other bytes (`watching`); what waits to be told is told
one after another until the hub accepts it (`telling`). Nothing of it is done in a publish.
"""
