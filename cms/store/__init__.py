"""The content store: the one public form of every page, numbered in the order of its changes.

A signal leaves a mark (`signals`), a flush turns the marks into entries (`flush`, with `affected`
and `projection`), and everything the world reads comes out of `queries`.
"""
