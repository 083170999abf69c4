"""Word to whoever asked to be told: hubs (`websub`), programs (`webhooks`), people (`mailing`).

Nothing of it happens in a publish. Each follows the store's own numbers in the worker, from the
number it has told of last, which it writes down only when that is settled: so word is sent at
least once, whatever dies in between, and there is no second log to keep in line.
"""
