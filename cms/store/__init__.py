"""The content store: the public form of every page, numbered in the order of its changes.

A signal records a pending change (`signals`), a flush turns pending changes into entries (`flush`,
with `invalidation`, `projection` and `writer`), and everything public is read from `entry_queries`
and `lists`. `consistency` compares the store with the pages and repairs it.
"""
