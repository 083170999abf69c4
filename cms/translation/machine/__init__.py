"""A first draft by a machine: asked for by a button, made by the worker, confirmed by a person."""
