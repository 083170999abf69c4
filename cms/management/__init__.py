"""The commands that run the whole product: `prepare`, `serve` and `worker`."""
