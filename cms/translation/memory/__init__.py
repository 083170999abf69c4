"""The translation memory: every translation of a segment that was ever there, and where."""
