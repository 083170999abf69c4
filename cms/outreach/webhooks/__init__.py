"""Webhooks: programs elsewhere are told what is published, updated, moved and removed.

The store's own log is the outbox. `following` takes it over into what is owed, one row per endpoint
and page (`models`); `claims` hands out what is due and writes down what came of it; `sending` is
the worker's piece between the two. A row holds no text: what is sent is made when it is sent
(`messages`), from the store, so it is never stale, and never comes before what it replaces.
"""
