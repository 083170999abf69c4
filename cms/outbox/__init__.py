"""How anything leaves the installation: one outbox for all kinds of outgoing messages.

A row of a table that inherits `OutboxItem` (`models`) is something to send. `loop` leases what is
due, exchanges it with the other side and records the outcome; each kind of message declares how
that is done for it (`Outbox`). Below it are the retry schedule (`backoff`), pauses while a server
is unreachable (`outage`) and the clients for HTTP and SMTP (`http`, `smtp`, `mail`). `tasks` lists
what the worker runs.
"""
