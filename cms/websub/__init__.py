"""WebSub (w3.org/TR/websub): the hub is pinged for every feed that has changed, once per change.

A feed has changed when its first page has other bytes (`change_detection`). The pings are sent
through the outbox until the hub accepts them (`ping`), never in a publish.
"""
