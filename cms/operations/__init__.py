"""Running the product: server, worker, supervisor, `prepare`, health checks, and all commands.

No other room names a section. `supervisor` runs without Django.
"""
