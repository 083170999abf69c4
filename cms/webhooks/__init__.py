"""Webhooks: programs elsewhere are told what is published, updated, moved and removed.

`consumer` turns the store's change log into deliveries, one row per endpoint and page (`models`),
and `delivery` sends them through the outbox (`cms.outbox`). A row holds no text: the message is
made from the store when it is sent (`payloads`), so it is never stale, and never precedes one that
it replaces.
"""
